/** Who takes part in which workload, and how each is started. @module */
import { fileURLToPath } from "node:url";
import type { Workload } from "./workloads.ts";

/** One way to do one workload. */
export interface Contender {
  readonly workload: Workload;
  readonly name: string;
  /** How it is done, in a few words for the table. */
  readonly how: string;
  /** Executable and arguments for `n` messages. */
  readonly command: (n: number) => readonly string[];
  /** Does so much of the workload's messages, since it is slow; default 1. */
  readonly share?: number;
  /** Prints no result: only that it ends well and when is looked at. */
  readonly silent?: boolean;
}

/** Names of ours, and of variants of ours. */
export const SEQUENTIAL = "ours, sequential";
export const MULTIPROCESS = "ours, multiprocess";
/** The same with every replica in a Worker of its own, although its steps are light. */
export const APART = `${MULTIPROCESS} (apart)`;
/** The same with the V8 flag that forbids what makes loops in helpers slow after 500 calls. */
export const FLAGGED = " (--no-maglev-inlining)";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const deno = (file: string, ...args: string[]): string[] => denoWith([], file, ...args);
const denoWith = (flags: string[], file: string, ...args: string[]): string[] => [
  Deno.execPath(),
  "run",
  "-A",
  "--no-check",
  ...flags,
  here(file),
  ...args,
];
const node = (file: string, ...args: string[]): string[] => ["node", here(file), ...args];
const V8 = ["--v8-flags=--no-maglev-inlining"];

type Ours = "sequential" | "multiprocess" | "apart";

/** What is called how, and how it is told. `light` if all steps are, and thus share a Worker. */
const OURS: Readonly<Record<Ours, (light: boolean) => readonly [name: string, how: string]>> = {
  sequential: () => [SEQUENTIAL, "one Worker"],
  multiprocess: (light) => [
    MULTIPROCESS,
    light ? "all steps are light and share a Worker" : "a Worker per replica",
  ],
  apart: () => [APART, "a Worker per replica"],
};

/** Ours in some ways; `flow` if it is not named like the workload. */
function ours(
  workload: Workload,
  ways: readonly Ours[],
  { flow = workload, remark = "" }: { flow?: string; remark?: string } = {},
): Contender[] {
  return ways.map((way) => {
    const [name, how] = OURS[way](ways.includes("apart"));
    const command = (n: number) => deno("./ours.ts", flow, way, `${n}`);
    return { workload, name: `${name}${remark}`, how, command };
  });
}

/**
 * With the flag that the command line passes on: V8 keeps compiled code for one set of flags, and
 * whoever starts with another compiles anew, and throws away what the others would have used.
 */
function likeTheCommandLine(contender: Contender): Contender {
  const command = (n: number) => {
    const [executable, ...args] = contender.command(n);
    return [executable!, args[0]!, ...V8, ...args.slice(1)];
  };
  return { ...contender, command };
}

/** Where steps take their time, each has its own Worker in any case. */
const BOTH = ["sequential", "multiprocess"] as const;
const ALL = ["sequential", "multiprocess", "apart"] as const;
/** Single edges are about what crosses. */
const CROSSING = ["sequential", "apart"] as const;

function thread(workload: Workload, name: string, form: string, how: string): Contender {
  const command = (n: number) => deno("./bare/thread.ts", form, workload, `${n}`);
  return { workload, name, how, command };
}

/** Bare Workers, of Deno or of Node: batch, posts under way, and whether memory is handed over. */
function workers(
  workload: Workload,
  runtime: "Deno" | "Node",
  [batch, window, transfer]: readonly [number, number, boolean?],
): Contender {
  const passing = transfer ? "transfer" : "clone";
  const file = runtime === "Deno" ? "./bare/workers.ts" : "./peers/worker_threads.mjs";
  const start = runtime === "Deno" ? deno : node;
  return {
    workload,
    name: workersName(runtime, batch, transfer),
    how: `a Worker per replica, message ports, ${passing}, ${batch} per post`,
    command: (n) => start(file, workload, `${n}`, `${batch}`, `${window}`, passing),
  };
}

/** What the contender of {@link workers} is called. */
export function workersName(runtime: "Deno" | "Node", batch: number, transfer = false): string {
  const kind = runtime === "Deno" ? "bare Workers" : "worker_threads";
  return `${runtime} ${kind} b${batch}${transfer ? " transfer" : ""}`;
}

/** The least that shared memory costs: numbers or images in place, nothing else. */
const ring = (workload: Workload, batch: number): Contender => ({
  workload,
  name: `bare shared ring b${batch}`,
  how: "two Workers, read in place, no values but numbers, no errors, no counters",
  command: (n) => deno("./bare/ring.ts", workload, `${n}`, `${batch}`),
});

const rxjs = (workload: Workload): Contender => ({
  workload,
  name: "Node rxjs",
  how: "one thread",
  command: (n) => node("./peers/rxjs.mjs", workload, `${n}`),
});

const piscina = (workload: Workload, batch: number): Contender => ({
  workload,
  name: `Node piscina b${batch}`,
  how: `pool of 2, tasks of ${batch}`,
  command: (n) => node("./peers/piscina.mjs", workload, `${n}`, `${batch}`),
});

const zeromq = (workload: Workload, share = 1): Contender => ({
  workload,
  name: "Node zeromq",
  how: "a process per replica, PUSH/PULL, ipc, one per send",
  command: (n) => node("./peers/zeromq.mjs", workload, `${n}`),
  share,
});

const python = (workload: Workload, share = 1): Contender[] =>
  [
    [
      "Python Queue",
      "./peers/mp_queue.py",
      "a process per replica, multiprocessing.Queue",
    ] as const,
    [
      "Python zmq",
      "./peers/pyzmq.py",
      "a process per replica, PUSH/PULL, ipc, one per send",
    ] as const,
  ].map(([name, file, how]) => ({
    workload,
    name,
    how,
    command: (n) => [Deno.env.get("BENCH_PYTHON")!, "-B", here(file), workload, `${n}`],
    share,
  }));

/** The same with the V8 flag. */
function flagged({ name, command, ...rest }: Contender): Contender {
  return {
    ...rest,
    name: name + FLAGGED,
    command: (n) => {
      const [executable, subcommand, ...args] = command(n);
      return [executable!, subcommand!, ...V8, ...args];
    },
  };
}

/** Two bare Workers fed by the main thread: what two replicas can at best come near to. */
const twoWorkers: Contender = {
  workload: "W3",
  name: "two bare Workers",
  how: "the main thread posts, at most 3 under way to each",
  command: (n) => deno("./bare/two_workers.ts", `${n}`),
};
const w3: Contender[] = [
  ...ours("W3", BOTH),
  thread("W3", "bare loop", "loop", "one thread"),
  twoWorkers,
];

const commandLine = (way: Ours): Contender => {
  const mode = way === "apart" ? ["multiprocess", "--apart"] : [way];
  const args = [here("../testdata/empty.yaml"), "--mode", ...mode, "--progress", "none"];
  return {
    workload: "W5",
    name: `${OURS[way](true)[0]}, command line`,
    how: "`cli.ts` with a flow of four nodes in YAML",
    command: () => deno("../../cli.ts", ...args),
    silent: true,
  };
};

/** Everybody, in the order in which they take turns. */
export const CONTENDERS: readonly Contender[] = [
  ...ours("W1", ALL),
  thread("W1", "bare loop", "loop", "one thread"),
  thread("W1", "bare generators", "generators", "one thread, synchronous generators"),
  workers("W1", "Node", [256, 8]),
  piscina("W1", 64),
  rxjs("W1"),
  zeromq("W1", 0.5),
  ...python("W1", 0.5),

  ...ours("W2", BOTH),
  ...ours("W2", BOTH, { flow: "W2-alloc", remark: " (ctx.alloc)" }),
  thread("W2", "bare loop", "loop", "one thread, a fresh array per message"),
  thread("W2", "bare loop, reused array", "reused", "one thread, one array for all"),
  thread("W2", "bare generators", "generators", "one thread, a fresh array per message"),
  workers("W2", "Node", [16, 2, true]),
  piscina("W2", 16),
  rxjs("W2"),
  zeromq("W2", 0.5),
  ...python("W2", 0.3),

  ...w3,
  ...w3.map(flagged),
  workers("W3", "Node", [1, 3]),
  piscina("W3", 1),
  zeromq("W3"),
  ...python("W3"),

  ...ours("W4", ALL),
  ...ours("W4", ALL, { flow: "W4-names", remark: " (by name)" }),
  thread("W4", "bare loop", "loop", "one thread, a table by name"),
  thread("W4", "bare generators", "generators", "one thread, synchronous generators"),
  workers("W4", "Node", [256, 8]),
  piscina("W4", 64),
  rxjs("W4"),
  zeromq("W4", 0.5),
  ...python("W4", 0.5),

  ...[
    ...ours("W5", ALL),
    thread("W5", "bare generators", "generators", "one thread"),
    workers("W5", "Deno", [1, 4]),
  ].map(likeTheCommandLine),
  ...ALL.map(commandLine),
  workers("W5", "Node", [1, 4]),
  piscina("W5", 1),
  rxjs("W5"),
  zeromq("W5"),
  ...python("W5"),

  ...ours("edge-tiny", CROSSING),
  workers("edge-tiny", "Deno", [1, 64]),
  workers("edge-tiny", "Deno", [16, 16]),
  workers("edge-tiny", "Deno", [256, 8]),
  ring("edge-tiny", 1),
  ring("edge-tiny", 256),

  ...ours("edge-image", CROSSING),
  workers("edge-image", "Deno", [1, 4]),
  workers("edge-image", "Deno", [1, 16, true]),
  workers("edge-image", "Deno", [16, 2, true]),
  ring("edge-image", 1),
  ring("edge-image", 16),
];
