/** Steps that do nothing, to measure what everything around them costs. @module */
import { defineStep, number } from "ctapipe-flow/step";

/** Sends nothing. */
export const first = defineStep({
  name: "first",
  kind: "producer",
  summary: "Send nothing",
  light: true,
  outputs: { out: number },
  run() {},
});

/** Passes numbers on. */
export const pass = defineStep({
  name: "pass",
  kind: "stager",
  summary: "Pass numbers on",
  light: true,
  input: number,
  outputs: { out: number },
  run: (value) => value,
});

/** Takes numbers. */
export const last = defineStep({
  name: "last",
  kind: "consumer",
  summary: "Take numbers",
  light: true,
  input: number,
  run() {},
});
