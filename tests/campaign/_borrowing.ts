/** The steps of random graphs that take packets, as borrowers. @module */
import type { AnyStep } from "../../lib/step/define_step.ts";
import * as STEPS from "./_steps.ts";

/** Has one port. */
export const stage: AnyStep = { ...STEPS.stage, borrows: true };
/** Has three ports. */
export const split: AnyStep = { ...STEPS.split, borrows: true };
/** Has the ports that the flow names. */
export const route: AnyStep = { ...STEPS.route, borrows: true };
/** Logs what comes. */
export const note: AnyStep = { ...STEPS.note, borrows: true };
