/**
 * The steps of the workloads as an author writes them: generators and functions, all synchronous;
 * those that take no more than a microsecond say that they are light.
 * Beside that they note when they were ready, when the first began and when the last message came.
 *
 * @module
 */
import { anyValue, defineStep, type Log, number, payload, text, z } from "ctapipe-flow/step";
import { IMAGE_LENGTH, makeTemplate, pixelSums, spin, total } from "./kernels.mjs";

/** What a step notes; times in ms since 1970, comparable between Workers of one process. */
export type Note =
  | { readonly ready: number }
  | { readonly begun: number }
  | { readonly reached: number }
  | { readonly ended: number; readonly count: number; readonly sum: number }
  | { readonly latencies: readonly number[] };

const now = (): number => performance.timeOrigin + performance.now();
const note = (log: Log, what: Note): void => log.info(JSON.stringify(what));
const ready = ({ log }: { log: Log }): void => note(log, { ready: now() });

const count = z.object({ n: z.int() });
/** Handed over instead of being copied: nobody touches an image after sending it. */
const image = payload<Float32Array<ArrayBuffer>>("image", { moves: (array) => [array.buffer] });

/** Objects `{ i }`. */
export const counted = defineStep({
  name: "counted",
  kind: "producer",
  summary: "Objects with numbers",
  light: true,
  params: count,
  outputs: { out: anyValue },
  *run(_, { params, log }) {
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) yield { i };
  },
});

/** Fresh copies of one image. */
export const images = defineStep({
  name: "images",
  kind: "producer",
  summary: "Images, each a copy of one",
  params: count,
  outputs: { out: image },
  *run(_, { params, log }) {
    const template = makeTemplate();
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) {
      const copy = template.slice();
      copy[0] = i;
      yield copy;
    }
  },
});

/** The same, where the memory is the engine's and thus nobody's to hand over. */
const borrowed = payload<Float32Array<ArrayBuffer>>("image");

/** Images written straight to where they are sent from. */
export const allocated = defineStep({
  name: "allocated",
  kind: "producer",
  summary: "Images in memory of the engine",
  params: count,
  outputs: { out: borrowed },
  *run(_, { params, log, alloc }) {
    const template = makeTemplate();
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) {
      const copy = alloc(Float32Array, IMAGE_LENGTH);
      copy.set(template);
      copy[0] = i;
      yield copy;
    }
  },
});

/** Sends by turns to two ports. */
export const alternating = defineStep({
  name: "alternating",
  kind: "producer",
  summary: "Objects, even ones to a, odd ones to b",
  light: true,
  params: count,
  outputs: { a: anyValue, b: anyValue },
  *run(_, { params, log, to }) {
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) yield i % 2 === 0 ? to.a({ i }) : to.b({ i });
  },
});

/** Sends by turns to the nodes named A and B. */
export const naming = defineStep({
  name: "naming",
  kind: "producer",
  summary: "Objects, even ones to the node A, odd ones to B",
  light: true,
  params: count,
  dynamic: anyValue,
  *run(_, { params, log, to }) {
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) yield to(i % 2 === 0 ? "A" : "B", { i });
  },
});

const stage = (name: string, run: (value: { i: number }) => { i: number }, light = true) =>
  defineStep({
    name,
    light,
    kind: "stager",
    summary: `Numbers, ${name}`,
    input: anyValue,
    outputs: { out: anyValue },
    init: ready,
    run,
  });

/** i². */
export const squared = stage("squared", ({ i }) => ({ i: i * i }));
/** 2i. */
export const doubled = stage("doubled", ({ i }) => ({ i: 2 * i }));
/** 3i. */
export const tripled = stage("tripled", ({ i }) => ({ i: 3 * i }));
/** 1.9 ms of work. */
export const spun = stage("spun", ({ i }) => ({ i: spin(i) }), false);

/** Charges of the pixels of an image. */
export const charges = defineStep({
  name: "charges",
  kind: "stager",
  summary: "Sum of the samples of each pixel",
  input: image,
  outputs: { out: image },
  borrows: true,
  init: ready,
  run: (samples) => pixelSums(samples),
});

/** Adds up; `marks` are counts at which it notes that it got there. */
const adder = <T>(name: string, summand: (value: T) => number, light = false) =>
  defineStep({
    name,
    light,
    kind: "consumer",
    summary: "Add up",
    borrows: true,
    params: z.object({ n: z.int(), marks: z.array(z.int()).default([]) }),
    input: anyValue,
    init: (context) => {
      ready(context);
      const [mark = NaN, ...marks] = context.params.marks.toSorted((a, b) => a - b);
      return { count: 0, sum: 0, ended: NaN, mark, marks };
    },
    run(value: T, { state, params, log }) {
      state.sum += summand(value);
      state.count++;
      if (state.count === params.n) state.ended = now();
      if (state.count !== state.mark) return; // the peers look for no marks: one comparison is enough
      note(log, { reached: state.count });
      state.mark = state.marks.shift() ?? NaN;
    },
    finish: ({ state: { ended, count, sum }, log }) => note(log, { ended, count, sum }),
  });

/** Sum of the numbers. */
export const summed = adder("summed", ({ i }: { i: number }) => i, true);
/** Sum of all charges. */
export const totalled = adder("totalled", (values: Float32Array) => total(values));
/** Sum of the first and the last number of each image. */
export const peeked = adder(
  "peeked",
  (samples: Float32Array) => samples[0]! + samples[IMAGE_LENGTH - 1]!,
);
/** 1 for the token that has been everywhere. */
export const proved = adder("proved", (token: string) => token === "p12" ? 1 : NaN, true);

/** One token. */
export const token = defineStep({
  name: "token",
  kind: "producer",
  summary: "One token",
  light: true,
  params: count,
  outputs: { out: text },
  *run(_, { log }) {
    note(log, { begun: now() });
    yield "p";
  },
});

/** Adds its mark to a token. */
export const stamped = defineStep({
  name: "stamped",
  kind: "stager",
  summary: "Add a mark to a token",
  light: true,
  params: z.object({ mark: z.string() }),
  input: text,
  outputs: { out: text },
  run: (value, { params }) => value + params.mark,
});

/** The time of sending, once per ms. */
export const paced = defineStep({
  name: "paced",
  kind: "producer",
  summary: "The time, once per ms",
  params: count,
  outputs: { out: number },
  async *run(_, { params, log }) {
    note(log, { begun: now() });
    for (let i = 0; i < params.n; i++) {
      yield now();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
});

/** How long each time of sending was under way, in µs. */
export const timed = defineStep({
  name: "timed",
  kind: "consumer",
  summary: "Note how old the times are",
  input: number,
  init: (): number[] => [],
  run(sent, { state }) {
    state.push((now() - sent) * 1000);
  },
  finish: ({ state, log }) => note(log, { latencies: state }),
});
