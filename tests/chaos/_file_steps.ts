/** The steps of random graphs as a flow file names them: with a schema of their params. @module */
import { z } from "ctapipe-flow/step";
import * as STEPS from "../campaign/_steps.ts";

const params = z.record(z.string(), z.any());

/** Makes items. */
export const count = { ...STEPS.count, params };
/** Has one port. */
export const stage = { ...STEPS.stage, params };
/** Has three ports. */
export const split = { ...STEPS.split, params };
/** Has the ports that the flow names. */
export const route = { ...STEPS.route, params };
