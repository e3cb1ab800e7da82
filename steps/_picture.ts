/** Pictures of cameras as packets: drawn, and rendered in the format of a file. @module */
import { COLOR_MAPS, type Picture, svgOf } from "ctapipe-flow/draw";
import { cameraPicture } from "ctapipe-flow/image/draw";
import { type Payload, payload, z } from "ctapipe-flow/step";
import type { CameraImagePacket } from "./_messages.ts";
import { linesOf, titleOf } from "./_picture_texts.ts";

/** How a picture is rendered: as a page of a PDF file, or as a file of its own. */
export type PictureFormat = "pdf" | "svg" | "png";

/** A picture that only needs to be written. */
export interface PicturePacket {
  readonly kind: "picture";
  /** What tells it from others, fit for the name of a file. */
  readonly name: string;
  readonly format: PictureFormat;
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly height: number;
  /** The content stream of a page, deflated, or a whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Pictures that only need to be written; their bytes move. */
export const pictures: Payload<PicturePacket> = payload("picture", {
  moves: ({ bytes }) => [bytes.buffer],
});

/** The params that say how a camera is drawn. */
export const cameraPictureParams = {
  what: z.enum(["charge", "peak_time"]).default("charge")
    .describe("What the colours stand for"),
  colorMap: z.enum(COLOR_MAPS).default("viridis").describe("The colours, from low to high"),
  dotsPerInch: z.int().min(36).max(1200).optional()
    .describe("Resolution of PNG pictures, which are 7 inches wide (default 144)"),
};

/** Values of {@link cameraPictureParams}. */
export interface CameraPictureParams {
  readonly what: "charge" | "peak_time";
  readonly colorMap: (typeof COLOR_MAPS)[number];
  readonly dotsPerInch?: number | undefined;
}

/** Draws what a camera saw, and renders it. */
export type DrawCamera = (packet: CameraImagePacket) => PicturePacket;

/** Loads what a format needs; other formats are not loaded. */
export async function cameraDrawer(
  format: PictureFormat,
  { what, colorMap, dotsPerInch = 144 }: CameraPictureParams,
): Promise<DrawCamera> {
  const render = await rendererOf(format, dotsPerInch / 72);
  return (packet) => {
    const { run, eventId, eventType, telescope, camera, image, parameters } = packet;
    const picture = cameraPicture(camera, image, {
      what,
      colorMap,
      title: titleOf(packet),
      lines: linesOf(packet),
      hillas: parameters?.hillas ?? null,
    });
    const event = `${eventType === "data" ? "" : "calibration_"}event${eventId}`;
    const name = `run${run}_${event}_tel${String(telescope.telId).padStart(3, "0")}`;
    const { width, height } = picture;
    return { kind: "picture", name, format, width, height, bytes: render(picture) };
  };
}

async function rendererOf(
  format: PictureFormat,
  dotsPerPoint: number,
): Promise<(picture: Picture) => Uint8Array<ArrayBuffer>> {
  switch (format) {
    case "pdf": {
      const { pdfPage } = await import("ctapipe-flow/draw/pdf");
      return (picture) => pdfPage(picture).content;
    }
    case "png": {
      const { pngOf } = await import("ctapipe-flow/draw/png");
      return (picture) => pngOf(picture, dotsPerPoint);
    }
    case "svg": {
      const encoder = new TextEncoder();
      return (picture) => encoder.encode(svgOf(picture));
    }
  }
}
