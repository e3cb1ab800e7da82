/** Steps for executions that are cut off and go on. @module */
import { anyValue, defineStep, inputFile, number, outputFile, payload, z } from "ctapipe-flow/step";

/** Fails at a value if there is no file of a name yet; makes it. */
export const once = defineStep({
  name: "once",
  kind: "stager",
  summary: "Fail in the first execution",
  params: z.object({ at: z.int(), flag: z.string() }),
  input: number,
  outputs: { out: number },
  run(value, { params: { at, flag } }) {
    if (value === at && !isThere(flag)) {
      Deno.writeTextFileSync(flag, "");
      throw new Error("not yet");
    }
    return value;
  },
});

/** Gives 0 … n-1, in each of the ways a producer can. */
export const giving = defineStep({
  name: "giving",
  kind: "producer",
  summary: "Numbers",
  params: z.object({ how: z.string(), n: z.int() }),
  outputs: { out: number },
  run(_, { params: { how, n } }) {
    switch (how) {
      case "yield":
        return (function* () {
          for (let i = 0; i < n; i++) yield i;
        })();
      case "wait, then yield":
        return (async function* () {
          for (let i = 0; i < n; i++) {
            if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
            else await Promise.resolve();
            yield i;
          }
        })();
      case "promise":
        return new Promise<number>((resolve) => setTimeout(() => resolve(0), 20));
      default:
        return 0;
    }
  },
});

/** Gives a number every few ms. */
export const steady = defineStep({
  name: "steady",
  kind: "producer",
  summary: "0, 1, 2 … with pauses",
  params: z.object({ ms: z.int() }),
  outputs: { out: number },
  async *run(_, { params }) {
    for (let i = 0;; i++) {
      yield i;
      await new Promise((resolve) => setTimeout(resolve, params.ms));
    }
  },
});

/** Adds up, and goes on with the sum it had; crashes at a value if there is no file of a name yet. */
export const total = defineStep({
  name: "total",
  kind: "stager",
  summary: "Sum so far",
  params: z.object({ at: z.int().default(-1), flag: z.string().default("") }),
  input: number,
  outputs: { out: number },
  init: ({ resume }) => (resume ?? { sum: 0 }) as { sum: number },
  run(value, { state, params: { at, flag } }) {
    if (value === at && !isThere(flag)) {
      Deno.writeTextFileSync(flag, "");
      Deno.exit(3);
    }
    return state.sum += value;
  },
  checkpoint: ({ state }) => ({ sum: state.sum }),
});

/** Cannot keep what it has. */
export const badly = defineStep({
  name: "badly",
  kind: "consumer",
  summary: "Fail in checkpoint",
  params: z.object({ how: z.string() }),
  input: anyValue,
  run() {},
  checkpoint({ params: { how } }) {
    if (how === "throw") throw new Error("no room");
    if (how === "reject") return Promise.reject(new Error("no room"));
    return { seen: new Map() as unknown as string };
  },
});

/** Takes its time to keep what it has, and fails if that changes meanwhile. */
export const slowly = defineStep({
  name: "slowly",
  kind: "consumer",
  summary: "Count, and keep that slowly",
  input: anyValue,
  init: () => ({ count: 0, kept: 0 }),
  run(_, { state }) {
    state.count++;
  },
  async checkpoint({ state, log }) {
    const { count } = state;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (state.count !== count) throw new Error("run was called meanwhile");
    log.info(`kept ${++state.kept}`);
    return count;
  },
});

const numbers = payload<Float64Array>("numbers_of_one_kind");

/** Makes large arrays where they are looked at. */
export const lending = defineStep({
  name: "lending",
  kind: "producer",
  summary: "Arrays full of i",
  params: z.object({ n: z.int() }),
  outputs: { out: numbers },
  *run(_, { params, alloc }) {
    for (let i = 0; i < params.n; i++) yield alloc(Float64Array, 20_000).fill(i);
  },
});

/** Gives the last number of each array. */
export const firsts = defineStep({
  name: "firsts",
  kind: "stager",
  summary: "Last numbers",
  input: numbers,
  borrows: true,
  outputs: { out: number },
  run: (array) => array.at(-1),
});

/** Reads a file, as its params say. */
export const reading = defineStep({
  name: "reading",
  kind: "consumer",
  summary: "Have an input file",
  params: z.object({ file: inputFile() }),
  input: anyValue,
  run() {},
});

/** Writes a file, and cannot go on with it. */
export const beginner = defineStep({
  name: "beginner",
  kind: "consumer",
  summary: "Write a file",
  params: z.object({ filename: outputFile() }),
  input: anyValue,
  run(value, { params }) {
    Deno.writeTextFileSync(params.filename, String(value));
  },
});

/** Takes its time, once. */
export const sleeper = defineStep({
  name: "sleeper",
  kind: "consumer",
  summary: "Wait",
  params: z.object({ ms: z.int() }),
  input: anyValue,
  async run(_, { params, log }) {
    await new Promise((resolve) => setTimeout(resolve, params.ms));
    log.info("awake");
  },
});

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
