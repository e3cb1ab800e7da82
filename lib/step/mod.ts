/**
 * What the author of a step needs.
 *
 * @module
 */
export { z } from "zod";
export { defineStep, Emission } from "./define_step.ts";
export type {
  AnyStep,
  FinishContext,
  InitContext,
  Log,
  Outcome,
  Outputs,
  Result,
  RunContext,
  Step,
  To,
} from "./define_step.ts";
export { anyValue, filePath, number, oneOf, payload, text } from "./payload.ts";
export type { Payload, ValueOf } from "./payload.ts";
export { endpoint, inputFile, inputFolder, inputGlob, outputFile, partialOf } from "./params.ts";
