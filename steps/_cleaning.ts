/** How steps clean images. @module */
import { type CameraKits, type TailCuts, tailCuts } from "ctapipe-flow/image";
import { z } from "ctapipe-flow/step";
import type { CameraImagePacket } from "./_messages.ts";

/** Params of every step that cleans images. */
export const cleaningParams = {
  picture: z.number().default(10)
    .describe("Pixels with this much survive, if they have company").meta({ unit: "p.e." }),
  boundary: z.number().default(5)
    .describe("Pixels with this much survive beside such a pixel").meta({ unit: "p.e." }),
  minPictureNeighbours: z.int().min(0).max(6).default(1)
    .describe("Neighbours above `picture` that a pixel above it needs"),
  keepIsolated: z.boolean().default(false)
    .describe("Whether pixels above `picture` survive whatever is beside them"),
};

/**
 * The packet with a mask of the pixels that survive.
 *
 * @throws {Error} if image and camera differ in size
 */
export function cleaned(
  packet: CameraImagePacket,
  kits: CameraKits,
  params: TailCuts,
): CameraImagePacket {
  const { image, camera, telescope } = packet;
  const { neighbours, nPixels } = kits.of(camera);
  if (image.charge.length !== nPixels) {
    throw new Error(
      `telescope ${telescope.telId} (${telescope.cameraName}): an image of ${image.charge.length} ` +
        `pixels, but a camera of ${nPixels}`,
    );
  }
  return { ...packet, image: { ...image, mask: tailCuts(image.charge, neighbours, params) } };
}
