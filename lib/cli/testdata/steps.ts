/** Steps for the tests of the command line. @module */
import { type AnyStep, defineStep, type Log, number, z } from "ctapipe-flow/step";

/** Counts, with a rest after each number; says in the log where it is. */
export const count: AnyStep = defineStep({
  name: "count",
  kind: "producer",
  summary: "Count from 1",
  params: z.strictObject({
    to: z.int().min(1).default(3).describe("Last number"),
    restMs: z.int().min(0).default(0).describe("Rest after each number").meta({ unit: "ms" }),
  }),
  outputs: { out: number },
  async *run(_, { params, log, signal }) {
    for (let n = 1; n <= params.to && !signal.aborted; n++) {
      log.info(`at ${n}`);
      yield n;
      if (params.restMs > 0) await rest(params.restMs, signal);
    }
  },
});

/** Takes numbers and fails at one of them. */
export const take: AnyStep = defineStep({
  name: "take",
  kind: "consumer",
  summary: "Take numbers",
  params: z.strictObject({ failAt: z.int().default(0).describe("The number to fail at") }),
  input: number,
  run(n, { params }) {
    if (n === params.failAt) throw new Error(`cannot take ${n}`);
  },
});

/** Never gets done with `init`, its first number, or `finish`, whatever it is told. */
export const hang: AnyStep = defineStep({
  name: "hang",
  kind: "consumer",
  summary: "Hang",
  params: z.strictObject({
    in: z.enum(["init", "run", "finish"]).default("run").describe("Where it hangs"),
    loop: z.boolean().default(false).describe("Whether it keeps its thread meanwhile"),
  }),
  input: number,
  init({ params, log }): unknown {
    return params.in === "init" ? forEver(params.loop, log) : undefined;
  },
  run(_n, { params, log }) {
    if (params.in === "run") return forEver(params.loop, log);
  },
  finish({ params, log }) {
    if (params.in === "finish") return forEver(params.loop, log);
  },
});

function forEver(loop: boolean, log: Log): Promise<void> {
  log.info("hanging");
  while (loop);
  return new Promise(() => setInterval(() => log.info("still hanging"), 100));
}

/** Asks for a file that its flow does not grant. */
export const peek: AnyStep = defineStep({
  name: "peek",
  kind: "consumer",
  summary: "Read a file behind the flow's back",
  input: number,
  async run() {
    await Deno.readTextFile("/etc/hostname");
  },
});

/** Ends the whole process at its third number, once that is known outside. */
export const crash: AnyStep = defineStep({
  name: "crash",
  kind: "consumer",
  summary: "Crash",
  params: z.strictObject({ signal: z.string().default("SIGABRT").describe("How it ends") }),
  input: number,
  async run(n, { params, node }) {
    if (n < 3) return;
    const path = Deno.env.get("CTAPIPE_FLOW_LAST_STATE")!;
    const known = () => JSON.parse(Deno.readTextFileSync(path)).report.nodes[node.id].received;
    while (known() < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    Deno.kill(Deno.pid, params.signal as Deno.Signal);
    await new Promise(() => {});
  },
});

/** Takes memory until there is none. */
export const grow: AnyStep = defineStep({
  name: "grow",
  kind: "consumer",
  summary: "Grow",
  input: number,
  run() {
    const all: number[][] = [];
    for (;;) all.push(Array.from({ length: 1000 }, Math.random));
  },
});

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
