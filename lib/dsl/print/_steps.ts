/** Steps of the random flows: every kind of port, and params of every kind. @module */
import { anyValue, defineStep, inputFile, z } from "../../step/mod.ts";

const run = () => undefined;
const params = z.strictObject({
  free: z.record(z.string(), z.unknown()).optional(),
  file: inputFile().optional(),
  files: z.array(inputFile()).optional(),
  deep: z.strictObject({ list: z.array(z.strictObject({ file: inputFile() })) }).optional(),
  log: inputFile().default("logs/default.txt"),
});

/** One port. */
export const make = defineStep({
  name: "make",
  module: `${import.meta.url}#make`,
  kind: "producer",
  summary: "Of tests",
  params,
  outputs: { out: anyValue },
  run,
});

/** Two ports. */
export const make_two = defineStep({
  name: "make_two",
  module: `${import.meta.url}#make_two`,
  kind: "producer",
  summary: "Of tests",
  params,
  outputs: { a: anyValue, "odd-name": anyValue },
  run,
});

/** In and out. */
export const pass = defineStep({
  name: "pass",
  module: `${import.meta.url}#pass`,
  kind: "stager",
  summary: "Of tests",
  params,
  input: anyValue,
  outputs: { out: anyValue },
  run,
});

/** Ports that may be left open. */
export const maybe = defineStep({
  name: "maybe",
  module: `${import.meta.url}#maybe`,
  kind: "stager",
  summary: "Of tests",
  params,
  input: anyValue,
  outputs: { out: anyValue, rest: anyValue },
  optional: ["out", "rest"],
  run,
});

/** Ports with odd names. */
export const split = defineStep({
  name: "split",
  module: `${import.meta.url}#split`,
  kind: "stager",
  summary: "Of tests",
  params,
  input: anyValue,
  outputs: { bright: anyValue, faint: anyValue, "1": anyValue },
  run,
});

/** Sends by node name. */
export const deal = defineStep({
  name: "deal",
  module: `${import.meta.url}#deal`,
  kind: "stager",
  summary: "Of tests",
  params,
  input: anyValue,
  dynamic: anyValue,
  run,
});

/** Takes all. */
export const sink = defineStep({
  name: "sink",
  module: `${import.meta.url}#sink`,
  kind: "consumer",
  summary: "Of tests",
  params,
  input: anyValue,
  run,
});
