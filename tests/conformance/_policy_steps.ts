/** Steps that fail on some packets, in some attempts; for nodes with an error policy. @module */
import { anyValue, defineStep, number, payload, z } from "ctapipe-flow/step";

/** Attempts by value: each replica has its own. */
type Attempts = Map<number, number>;

const moving = payload<Float32Array<ArrayBuffer>>("moving", { moves: (value) => [value.buffer] });

/**
 * Fails on values that `every` divides, in each of their first `times` attempts; passes on all
 * others. Every attempt is logged.
 */
export const shaky = defineStep({
  name: "shaky",
  kind: "stager",
  summary: "Fail in some attempts",
  replicable: true,
  params: z.object({
    how: z.enum([
      "throw",
      "reject",
      "yield, then throw",
      "yield, wait, then throw",
      "yield a function",
      "return a function",
      "never",
      "yield, then never",
      "heed",
      "Deno.exit",
    ]),
    every: z.int().default(5),
    times: z.int().default(1000),
  }),
  input: number,
  outputs: { out: anyValue },
  init: (): Attempts => new Map(),
  run(value, { params, state, log, node, signal }): unknown {
    const attempt = (state.get(value) ?? 0) + 1;
    state.set(value, attempt);
    log.info(`${node.id} attempt ${attempt} of ${value}`);
    const fails = value % params.every === 0 && attempt <= params.times;
    if (!fails) return params.how.startsWith("yield") ? both(value) : value;
    switch (params.how) {
      case "throw":
        throw new Error("bad pixel");
      case "reject":
        return Promise.reject(new Error("bad pixel"));
      case "yield, then throw":
        return (function* () {
          yield value;
          throw new Error("bad pixel");
        })();
      case "yield, wait, then throw":
        return (async function* () {
          yield value;
          await Promise.resolve();
          throw new Error("bad pixel");
        })();
      case "yield a function":
        return (function* () {
          yield value;
          yield () => value;
        })();
      case "return a function":
        return { by: () => value };
      case "never":
        return new Promise(() => {});
      case "yield, then never":
        return (async function* () {
          yield value;
          await new Promise(() => {});
        })();
      case "heed":
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            log.info(`${node.id} was told ${signal.reason.name}`);
            reject(new Error("gave up"));
          });
        });
      case "Deno.exit":
        Deno.exit(3);
    }
  },
  finish({ outcome, log, node }) {
    log.info(`${node.id} finished ${outcome}`);
  },
});

function* both(value: number) {
  yield value;
  yield value;
}

/** Sends one buffer for each value, overwritten in between; fails after the last, the first time. */
export const reusing = defineStep({
  name: "reusing",
  kind: "stager",
  summary: "One buffer again and again",
  input: number,
  outputs: { out: anyValue },
  init: () => ({ failed: false }),
  *run(value, { state }) {
    const buffer = new Float32Array(3);
    for (let i = 0; i < 3; i++) {
      buffer.fill(10 * value + i);
      yield { all: [...buffer], buffer };
    }
    if (!state.failed) {
      state.failed = true;
      throw new Error("bad pixel");
    }
  },
});

/** Logs the numbers in a buffer. */
export const look = defineStep({
  name: "look",
  kind: "consumer",
  summary: "Log a buffer",
  input: anyValue,
  run({ buffer }: { buffer: Float32Array }, { log, node }) {
    log.info(`${node.id} got ${JSON.stringify([...buffer])}`);
  },
});

/** Passes on arrays, which move; fails once on each, after it was emitted. */
export const forward = defineStep({
  name: "forward",
  kind: "stager",
  summary: "Pass arrays on in the second attempt",
  params: z.object({ twice: z.boolean().default(false) }),
  input: moving,
  outputs: { out: moving },
  init: () => ({ failed: false }),
  *run(value, { state, params }) {
    yield value;
    if (params.twice) yield value;
    state.failed = !state.failed;
    if (state.failed) throw new Error("bad pixel");
  },
});

/** Gives values of every kind that a packet may hold. */
export const treasures = defineStep({
  name: "treasures",
  kind: "producer",
  summary: "Values of many kinds",
  outputs: { out: anyValue },
  *run() {
    const shared = { id: 7 };
    yield {
      image: Float32Array.from([1.5, -2, Infinity]),
      big: new Float64Array(3000).fill(0.25),
      map: new Map([["a", shared]]),
      set: new Set([1, 2]),
      again: shared,
      when: new Date(86_400_000),
      none: undefined,
      long: 12345678901234567890n,
      text: "Čerenkov",
    };
  },
});

/** Cannot process anything. */
export const hopeless = defineStep({
  name: "hopeless",
  kind: "consumer",
  summary: "Fail",
  replicable: true,
  input: anyValue,
  run() {
    throw Object.assign(new TypeError("no camera of this type"), { code: "no_camera" });
  },
});

/** Takes what it can, and fails on every third the first time. */
export const picky = defineStep({
  name: "picky",
  kind: "consumer",
  summary: "Log values in the second attempt",
  input: number,
  init: () => new Set<number>(),
  run(value, { state, log, node }) {
    const isNew = !state.has(value);
    state.add(value);
    if (value % 3 === 0 && isNew) throw new Error("disk busy");
    log.info(`${node.id} got ${value}`);
  },
});

/** Fails once there are `at` packets, in every later one. */
export const failing = defineStep({
  name: "failing",
  kind: "consumer",
  summary: "Fail from some value on",
  params: z.object({ at: z.int() }),
  input: number,
  run(value, { params }) {
    if (value >= params.at) throw new Error("enough");
  },
});
