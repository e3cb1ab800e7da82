import { defineStep, z } from "ctapipe-flow/step";
import { announced } from "./_announced.ts";
import { arrayEvent } from "./_messages.ts";

/** Integration schemes, under their names in hessioxxx. */
const INTEGRATORS = [
  "full_integration",
  "simple_integration",
  "global_peak_integration",
  "local_peak_integration",
  "nb_peak_integration",
] as const;

/** Turns ADC counts into charges. */
export default defineStep({
  name: "calibrate",
  module: import.meta.url,
  kind: "stager",
  summary: "Turn the ADC counts of an event into photo-electrons (announced)",
  params: z.object({
    integrator: z.enum(INTEGRATORS).default("nb_peak_integration")
      .describe("How the charge of a pixel is summed up from its pulse"),
    integrationCalibScale: z.number().positive().default(0.92)
      .describe("Factor between the mean and the most probable charge of one photo-electron"),
  }),
  input: arrayEvent,
  outputs: { out: arrayEvent },
  ...announced("calibrate"),
});
