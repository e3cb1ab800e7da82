/**
 * The steps of random graphs that take packets, as borrowers. Their calls go by this module, as the
 * calls of a step do: errors from outside of `run` are put down to whom their stack names.
 *
 * @module
 */
import type { AnyStep } from "../../lib/step/define_step.ts";
import * as STEPS from "./_steps.ts";

const borrowing = (step: AnyStep): AnyStep => ({
  ...step,
  borrows: true,
  run(value, context) {
    return step.run(value, context);
  },
});

/** Has one port. */
export const stage: AnyStep = borrowing(STEPS.stage);
/** Has three ports. */
export const split: AnyStep = borrowing(STEPS.split);
/** Has the ports that the flow names. */
export const route: AnyStep = borrowing(STEPS.route);
/** Logs what comes. */
export const note: AnyStep = borrowing(STEPS.note);
