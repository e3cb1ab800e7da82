/**
 * What telling a GUI costs a fast flow: `deno run -A tools/bench/telemetry.ts [ROUNDS]`.
 *
 * In each round the flow of tiny messages is executed without telemetry, with nobody there to be
 * told, and with a GUI (in a process of its own, without a browser), in turns, so that a slow moment
 * of the machine hits all alike. What is shown are medians: of the rounds' ratios of the rate, and
 * of the time that the main thread and ZeroMQ's were at work, as a part of a core (Linux only). The
 * latter is all that telemetry adds, and holds on a machine that others use as well. All from when
 * packets flow: what is loaded before (ZeroMQ takes some 70 ms, once) is no matter of the rate.
 *
 * @module
 */
import { startFlow } from "../../lib/engine/mod.ts";
import type { Mode } from "../../lib/telemetry/report.ts";
import { Collector } from "../../lib/telemetry/collector.ts";
import type { TelemetryMessage } from "../../lib/telemetry/message.ts";
import { Teller } from "../../lib/telemetry/teller.ts";
import { Publisher } from "../../lib/telemetry/zeromq/publisher.ts";
import { listen } from "../../lib/telemetry/zeromq/receiver.ts";
import { graphOf } from "./flows.ts";
import { median } from "./statistics.ts";

const MESSAGES = { sequential: 30_000_000, multiprocess: 16_000_000 } as const;
const WAYS = ["none", "absent", "attached"] as const;
type Way = typeof WAYS[number];

interface Figures {
  /** Messages per second. */
  readonly rate: number;
  /** Part of a core that the main thread and ZeroMQ's threads took. */
  readonly share: number;
}

async function flow(mode: Mode, address: string | undefined): Promise<Figures> {
  const n = MESSAGES[mode as keyof typeof MESSAGES];
  const graph = await graphOf("W1", n);
  const facts = { graph, host: "localhost", pid: Deno.pid };
  const teller = address && new Teller(facts, [new Publisher({ address })]);
  const at: Record<string, number> = {};
  let before = { cpuMs: 0, at: 0 };
  const execution = startFlow(graph, {
    mode,
    base: import.meta.url,
    onLog({ message }) {
      Object.assign(at, JSON.parse(message));
      if (at.ended === undefined) before = { cpuMs: cpuMs(), at: performance.now() };
    },
  });
  if (teller) teller.watch(execution);
  const report = await execution.finished;
  const share = (cpuMs() - before.cpuMs) / (performance.now() - before.at);
  if (teller) await teller.end(report);
  if (report.status !== "done") throw new Error(report.errors[0]?.message);
  const began = Math.max(at.ready ?? -Infinity, at.begun ?? -Infinity);
  return { rate: 1000 * n / (at.ended! - began), share };
}

/** Time that the main thread and ZeroMQ's have been at work, in ms; 0 where that is not told. */
function cpuMs(): number {
  if (Deno.build.os !== "linux") return 0;
  let sum = 0;
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    const read = (file: string) => Deno.readTextFileSync(`/proc/self/task/${name}/${file}`);
    try {
      if (name !== String(Deno.pid) && !read("comm").startsWith("ZMQ")) continue;
      sum += Number(read("schedstat").split(" ")[0]) / 1e6;
    } catch {
      // It has ended since: it was a Worker's.
    }
  }
  return sum;
}

async function gui(): Promise<void> {
  const collector = new Collector();
  collector.subscribe(() => {});
  const onMessage = (message: TelemetryMessage) => collector.accept(message);
  const { address } = await listen({ address: "tcp://127.0.0.1:*", onMessage });
  console.log(address);
}

const spawn = (...args: string[]) =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, ...args],
    stdout: "piped",
    stderr: "inherit",
  });

async function turn(mode: Mode, way: Way): Promise<Figures> {
  const watcher = way === "none" ? null : spawn("gui").spawn();
  const reader = watcher?.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const address = (await reader?.read())?.value?.trim();
  if (way === "absent") watcher?.kill("SIGKILL");
  const { stdout } = await spawn("flow", mode, ...(address ? [address] : [])).output();
  if (way === "attached") watcher?.kill("SIGKILL");
  await reader?.cancel();
  await watcher?.status;
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function compare(mode: Mode, rounds: number): Promise<void> {
  const ratios: number[][] = WAYS.map(() => []);
  const shares: number[][] = WAYS.map(() => []);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const figures: Figures[] = [];
    // Whoever comes first has it no easier for it: another begins in each round.
    const order = WAYS.map((_, at) => (at + round) % WAYS.length);
    for (const at of order) figures[at] = await turn(mode, WAYS[at]!);
    rates.push(figures[0]!.rate);
    for (const [at, { rate, share }] of figures.entries()) {
      ratios[at]!.push(rate / figures[0]!.rate);
      shares[at]!.push(share);
    }
  }
  console.log(`${mode}: ${(median(rates) / 1e6).toFixed(2)} M messages/s, ${rounds} rounds`);
  for (const [at, way] of WAYS.entries()) {
    const percent = (100 * median(shares[at]!)).toFixed(2);
    console.log(`  ${way}: rate × ${median(ratios[at]!).toFixed(3)}, ${percent} % of a core`);
  }
}

const [first = "9", ...rest] = Deno.args;
if (first === "flow") console.log(JSON.stringify(await flow(rest[0] as Mode, rest[1])));
else if (first === "gui") await gui();
else for (const mode of ["sequential", "multiprocess"] as const) await compare(mode, Number(first));
