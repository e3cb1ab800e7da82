/** Steps of every way of giving values, for tests of traces. @module */
import { type AnyStep, defineStep, number } from "ctapipe-flow/step";

/** A generator. */
export const numbers: AnyStep = defineStep({
  name: "numbers",
  kind: "producer",
  summary: "Count",
  outputs: { out: number },
  *run() {
    for (let n = 0; n < 20; n++) yield n;
  },
});

/** A generator that waits. */
export const thrice: AnyStep = defineStep({
  name: "thrice",
  kind: "stager",
  summary: "Give a number three times",
  input: number,
  outputs: { out: number },
  async *run(n) {
    for (let i = 0; i < 3; i++) {
      await Promise.resolve();
      yield n;
    }
  },
});

/** A value. */
export const pass: AnyStep = defineStep({
  name: "pass",
  kind: "stager",
  summary: "Pass a number on",
  input: number,
  outputs: { out: number },
  run: (n) => n,
});

/** A promise. */
export const sink: AnyStep = defineStep({
  name: "sink",
  kind: "consumer",
  summary: "Take numbers",
  input: number,
  async run() {
    await Promise.resolve();
  },
});
