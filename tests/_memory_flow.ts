/**
 * Executes a fast producer before a slow consumer and prints the memory (RSS) of the process at
 * several points: `deno run -A _memory_flow.ts '<a Load as JSON>'`. It is a process of its own since
 * that of the tests has other things in memory.
 *
 * @module
 */
import { startFlow } from "../lib/engine/mod.ts";
import { graphOf } from "./conformance/_flow.ts";

/** What is sent, and what may wait. */
export interface Load {
  readonly kind: "small" | "text" | "exotic" | "moving" | "lent";
  readonly n: number;
  readonly length: number;
  /** Time that the consumer takes for a packet, in µs. */
  readonly us: number;
  readonly queueLimit?: number;
  readonly queueBytes?: number;
  readonly maxMemoryBytes?: number;
}

/**
 * RSS in bytes before anything is started, and when so many tenths of the packets were through; and
 * what became of them.
 */
export interface Seen {
  readonly rss: number[];
  readonly done: number;
  readonly balanced: boolean;
  readonly maxQueued: number;
}

const POINTS = 10;

async function measure({ kind, n, length, us, maxMemoryBytes, ...limits }: Load): Promise<Seen> {
  const step = (name: string) => `./../_memory_steps.ts#${name}`;
  const graph = await graphOf({
    fast: { step: step("fast"), params: { n, kind, length }, next: "slow" },
    slow: { step: step(kind === "lent" ? "slowBorrower" : "slow"), params: { us }, ...limits },
  });
  const base = new URL("conformance/", import.meta.url).href;
  const before = Deno.memoryUsage().rss;
  const execution = startFlow(graph, {
    mode: "multiprocess",
    base,
    ...(maxMemoryBytes !== undefined && { maxMemoryBytes }),
  });
  const rss = [before];
  const look = () => {
    const { done } = execution.snapshot().nodes[1]!;
    if (done >= rss.length * n / POINTS) rss.push(Deno.memoryUsage().rss);
  };
  const timer = setInterval(look, 5);
  const report = await execution.finished;
  clearInterval(timer);
  const { done, maxQueued } = report.nodes.slow!;
  return { rss, done, balanced: report.ledger.balanced, maxQueued };
}

if (import.meta.main) console.log(JSON.stringify(await measure(JSON.parse(Deno.args[0]!))));
