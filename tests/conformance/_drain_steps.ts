/** Steps that have something to give when their inputs have closed, and steps that count. @module */
import { anyValue, defineStep, number, z } from "ctapipe-flow/step";

/** Passes numbers on; at its end it gives how many they were, as text, `times` times. */
export const counting = defineStep({
  name: "counting",
  kind: "stager",
  summary: "Pass on, then tell how many",
  params: z.object({
    how: z.enum(["return", "promise", "yield", "async yield", "throw", "hang"]).default("return"),
    times: z.int().default(1),
  }),
  input: anyValue,
  outputs: { out: anyValue },
  replicable: true,
  init: ({ resume }) => ({ seen: (resume ?? 0) as number }),
  run(value: unknown, { state }) {
    state.seen++;
    return value;
  },
  checkpoint: ({ state }) => state.seen,
  drain({ state: { seen }, params: { how, times }, node, outcome }) {
    const line = `${node.id}.${node.replica}: ${seen} ${outcome}`;
    if (how === "return") return line;
    if (how === "promise") return Promise.resolve(line);
    if (how === "hang") return new Promise<never>(() => {});
    if (how === "throw") throw new Error("nothing adds up");
    const lines = Array.from({ length: times }, (_, i) => `${line}, ${i}`);
    return how === "yield" ? lines.values() : later(lines);
  },
  finish({ node, log }) {
    log.info(`${node.id} finished`);
  },
});

async function* later(lines: readonly string[]) {
  for (const line of lines) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield line;
  }
}

/** Counts what it sees under two names, before it fails on some. */
export const figuring = defineStep({
  name: "figuring",
  kind: "stager",
  summary: "Count, and fail on multiples of some number, the first time or always",
  params: z.object({ failAt: z.int().default(0), once: z.boolean().default(false) }),
  input: number,
  outputs: { out: number },
  init({ count }) {
    count("begun");
    return { failed: new Set<number>() };
  },
  run(value, { params: { failAt, once }, state: { failed }, count }) {
    count("seen");
    count("sum", value);
    if (failAt > 0 && value % failAt === 0 && !(once && failed.has(value))) {
      failed.add(value);
      throw new Error(`${value} is too much for me`);
    }
    return value % 2 === 0 ? value : undefined;
  },
  drain: ({ count }) => count("drained"),
  finish: ({ count }) => count("finished", 0.5),
});

/** Counts under a name that differs from packet to packet. */
export const namesEach = defineStep({
  name: "namesEach",
  kind: "stager",
  summary: "Count under too many names",
  input: number,
  outputs: { out: number },
  run(value, { count }) {
    count(`number ${value}`);
    return value;
  },
});

/** Logs its packets as they come; must get them in order. */
export const inOrder = defineStep({
  name: "inOrder",
  kind: "stager",
  summary: "Pass on in order",
  inOrder: true,
  replicable: false,
  input: anyValue,
  outputs: { out: anyValue },
  run: (value: unknown) => value,
});
