/** Params that are expressions. @module */
import { z } from "ctapipe-flow/step";
import { compileCondition } from "./compile.ts";
import { ExpressionError } from "./error.ts";

/** A condition on a value; one without a meaning is told when the flow is checked, with its place. */
export const condition = (): z.ZodString =>
  z.string().superRefine((source, { addIssue }) => {
    try {
      compileCondition(source);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      addIssue({ code: "custom", message: error.message });
    }
  });
