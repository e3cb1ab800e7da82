/** Steps for the conformance suite. Their lines in the log are what the tests look at. @module */
import { anyValue, defineStep, number, payload, z } from "ctapipe-flow/step";

export { breaking, trouble } from "./_failing_steps.ts";

/** Sends 0 … n-1 and names itself in none of them. */
export const numbers = defineStep({
  name: "numbers",
  kind: "producer",
  summary: "0 … n-1, or without end",
  params: z.object({ n: z.int().optional(), start: z.int().default(0) }),
  outputs: { out: number },
  *run(_, { params }) {
    for (let i = 0; i < (params.n ?? Infinity); i++) yield params.start + i;
  },
});

/** Logs whether its signal is aborted when it finishes. */
export const signalled = defineStep({
  name: "signalled",
  kind: "stager",
  summary: "Tell of the signal",
  input: anyValue,
  outputs: { out: anyValue },
  run: (value) => value,
  async finish({ node, signal, log }) {
    await new Promise((resolve) => setTimeout(resolve, 5)); // wishes to end have arrived by now
    log.info(`${node.id} signal ${signal.aborted}`);
  },
});

/** Sends without end, giving the event loop its turn. */
export const ticks = defineStep({
  name: "ticks",
  kind: "producer",
  summary: "0, 1, 2 … with a turn of the event loop between them",
  outputs: { out: number },
  async *run() {
    for (let i = 0;; i++) {
      yield i;
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
});

/** Never gets to its second value. */
export const waiting = defineStep({
  name: "waiting",
  kind: "producer",
  summary: "One value, then waits for ever",
  outputs: { out: number },
  async *run() {
    yield 0;
    await new Promise(() => {});
  },
});

/** Sends n objects. */
export const objects = defineStep({
  name: "objects",
  kind: "producer",
  summary: "Objects",
  params: z.object({ n: z.int() }),
  outputs: { out: anyValue },
  *run(_, { params }) {
    for (let i = 0; i < params.n; i++) yield { i, list: [i] };
  },
});

/** Logs every value, and how it ended. */
export const collect = defineStep({
  name: "collect",
  kind: "consumer",
  summary: "Log values",
  input: anyValue,
  run(value, { log, node }) {
    log.info(`${node.id} got ${JSON.stringify(value)}`);
  },
  finish({ outcome, log, node }) {
    log.info(`${node.id} finished ${outcome}`);
  },
});

/** Takes its time without holding the thread. */
export const slow = defineStep({
  name: "slow",
  kind: "consumer",
  summary: "A turn of the event loop per value",
  input: anyValue,
  replicable: true,
  async run() {
    await new Promise((resolve) => setTimeout(resolve, 1));
  },
});

/** Passes on, in each of the ways a step can. */
export const pass = defineStep({
  name: "pass",
  kind: "stager",
  summary: "Pass on",
  params: z.object({
    how: z.enum(["return", "promise", "yield", "async yield"]).default("return"),
  }),
  input: anyValue,
  outputs: { out: anyValue },
  run(value, { params }): unknown {
    switch (params.how) {
      case "return":
        return value;
      case "promise":
        return Promise.resolve(value);
      case "yield":
        return (function* () {
          yield value;
        })();
      case "async yield":
        return (async function* () {
          await Promise.resolve();
          yield value;
        })();
    }
  },
  finish({ outcome, log, node }) {
    log.info(`${node.id} finished ${outcome}`);
  },
});

/** i gives i copies of itself. */
export const multiply = defineStep({
  name: "multiply",
  kind: "stager",
  summary: "As many as it says",
  input: number,
  outputs: { out: number },
  *run(value) {
    for (let i = 0; i < value; i++) yield value;
  },
});

/** Drops odd numbers: one by undefined, the next by null. */
export const evens = defineStep({
  name: "evens",
  kind: "stager",
  summary: "Drop odd numbers",
  input: number,
  outputs: { out: number },
  run: (value) => value % 2 === 0 ? value : value % 4 === 1 ? undefined : null,
});

/** Routes by port. */
export const parity = defineStep({
  name: "parity",
  kind: "stager",
  summary: "Even and odd",
  input: number,
  outputs: { even: number, odd: number },
  run: (value, { to }) => value % 2 === 0 ? to.even(value) : to.odd(value),
});

/** Routes by node name: threes by name, others to the default. */
export const threes = defineStep({
  name: "threes",
  kind: "stager",
  summary: "Multiples of three by name",
  params: z.object({ name: z.string() }),
  input: number,
  dynamic: number,
  run: (value, { params, to }) => value % 3 === 0 ? to(params.name, value) : value,
});

/** Changes its input, as it must not. */
export const scribble = defineStep({
  name: "scribble",
  kind: "consumer",
  summary: "Change the input",
  input: anyValue,
  run(value) {
    value.list.push("scribbled");
  },
});

const moving = payload<Float32Array<ArrayBuffer>>("moving", { moves: (value) => [value.buffer] });

/** Sends arrays that move; with `twice`, each a second time. */
export const arrays = defineStep({
  name: "arrays",
  kind: "producer",
  summary: "Arrays",
  params: z.object({ n: z.int(), twice: z.boolean().default(false) }),
  outputs: { out: moving },
  *run(_, { params }) {
    for (let i = 0; i < params.n; i++) {
      const array = new Float32Array(1000).fill(i);
      yield array;
      if (params.twice) yield array;
    }
  },
});

/** Sums arrays. */
export const sum = defineStep({
  name: "sum",
  kind: "stager",
  summary: "Sum",
  input: moving,
  outputs: { out: number },
  run: (array) => array.reduce((total, value) => total + value, 0),
});

/** Meddles with the Worker it is in, as far as it can. */
export const meddler = defineStep({
  name: "meddler",
  kind: "stager",
  summary: "Post, listen and print",
  input: number,
  outputs: { out: number },
  run(value) {
    const scope = self as unknown as DedicatedWorkerGlobalScope;
    scope.onmessage = () => {};
    scope.postMessage({ type: "closed" });
    scope.postMessage({ type: "failure", failure: null });
    console.log("pixel %d", value, { hot: true });
    return value;
  },
});

/** Tells whether it runs where user code may run. */
export const where = defineStep({
  name: "where",
  kind: "producer",
  summary: "The kind of thread",
  outputs: { out: anyValue },
  run: () => typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope,
});

declare const WorkerGlobalScope: new () => unknown;
