/** A step for flows that write tables. @module */
import { defineStep, number, payload, z } from "ctapipe-flow/step";
import { madeUpImages } from "../steps/_table_fixtures.ts";

/** Numbers to made-up images of two telescopes. */
export const made_up_images = defineStep({
  name: "made_up_images",
  kind: "stager",
  summary: "Make images of two telescopes of a number",
  params: z.object({
    pixels: z.array(z.int()).default([19, 7]).describe("Of the camera of each telescope"),
  }),
  input: number,
  outputs: { out: payload<ReturnType<typeof madeUpImages>[number]>("camera_image") },
  *run(value, { params }) {
    yield* madeUpImages(value, params.pixels);
  },
});
