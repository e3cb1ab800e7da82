import { CameraKits, tailCuts } from "ctapipe-flow/image";
import { defineStep, z } from "ctapipe-flow/step";
import { cameraImage } from "./_messages.ts";

/** Tells the light of the shower from the rest. */
export default defineStep({
  name: "clean_image",
  module: import.meta.url,
  kind: "stager",
  summary: "Mark the pixels of an image that survive tail-cuts cleaning",
  params: z.object({
    picture: z.number().default(10)
      .describe("Pixels with this much survive, if they have company").meta({ unit: "p.e." }),
    boundary: z.number().default(5)
      .describe("Pixels with this much survive beside such a pixel").meta({ unit: "p.e." }),
    minPictureNeighbours: z.int().min(0).max(6).default(1)
      .describe("Neighbours above `picture` that a pixel above it needs"),
    keepIsolated: z.boolean().default(false)
      .describe("Whether pixels above `picture` survive whatever is beside them"),
  }),
  input: cameraImage,
  borrows: true,
  outputs: { out: cameraImage },
  init: () => new CameraKits(),
  run(packet, { params, state: kits }) {
    const { image, camera } = packet;
    const kit = kits.of(camera);
    if (image.charge.length !== kit.nPixels) {
      throw new Error(
        `telescope ${packet.telescope.telId}: an image of ${image.charge.length} pixels, ` +
          `but a camera of ${kit.nPixels}`,
      );
    }
    const mask = tailCuts(image.charge, kit.neighbours, params);
    return { ...packet, image: { ...image, mask } };
  },
});
