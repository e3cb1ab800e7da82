/**
 * What the author of a step needs.
 *
 * ```ts
 * import { defineStep, number, z } from "ctapipe-flow/step";
 *
 * export default defineStep({
 *   name: "scale",
 *   kind: "stager",
 *   summary: "Multiply numbers by a factor",
 *   params: z.object({ factor: z.number().default(2).describe("What to multiply by") }),
 *   input: number,
 *   outputs: { out: number },
 *   run: (value, { params }) => value * params.factor,
 * });
 * ```
 *
 * @module
 */
export { z } from "zod";
export { defineStep, Emission } from "./define_step.ts";
export type {
  Alloc,
  AnyStep,
  CheckpointContext,
  DrainContext,
  Emitted,
  FinishContext,
  InitContext,
  Log,
  Nothing,
  Outcome,
  Outputs,
  Result,
  RunContext,
  Step,
  To,
  TypedArrayClass,
} from "./define_step.ts";
export { anyValue, filePath, number, oneOf, payload, text } from "./payload.ts";
export type { Payload, ValueOf } from "./payload.ts";
export {
  endpoint,
  inputFile,
  inputFolder,
  inputGlob,
  outputFile,
  outputFolder,
  partialOf,
} from "./params.ts";
export type { Grants, Json, Role } from "../graph/model.ts";
