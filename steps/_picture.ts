/** Pictures as packets, and what is written above those of cameras. @module */
import { COLOR_MAPS, type Picture } from "ctapipe-flow/draw";
import { cameraPicture } from "ctapipe-flow/image/draw";
import { type Payload, payload, z } from "ctapipe-flow/step";
import type { CameraImagePacket, ShowerTruth } from "./_messages.ts";

/** A picture that is ready to be written, in whatever format. */
export interface PicturePacket {
  readonly kind: "picture";
  /** What tells it from others, fit for the name of a file. */
  readonly name: string;
  readonly picture: Picture;
}

/** Pictures; the arrays of their tiles move. */
export const pictures: Payload<PicturePacket> = payload("picture", {
  moves: ({ picture }) =>
    picture.marks.flatMap((mark) =>
      mark.kind === "tiles"
        ? [mark.x, mark.y, mark.size, mark.color].map(({ buffer }) => buffer as ArrayBuffer)
        : []
    ),
});

/** The params that say how a camera is drawn. */
export const cameraPictureParams = {
  what: z.enum(["charge", "peak_time"]).default("charge")
    .describe("What the colours stand for"),
  colorMap: z.enum(COLOR_MAPS).default("viridis").describe("The colours, from low to high"),
};

/** Values of {@link cameraPictureParams}. */
export interface CameraPictureParams {
  readonly what: "charge" | "peak_time";
  readonly colorMap: (typeof COLOR_MAPS)[number];
}

/** Draws what a camera saw. */
export function pictureOf(packet: CameraImagePacket, params: CameraPictureParams): PicturePacket {
  const { run, eventId, telescope, camera, image, parameters } = packet;
  const picture = cameraPicture(camera, image, {
    ...params,
    title: titleOf(packet),
    lines: [originOf(packet), ...(parameters ? [parametersOf(parameters)] : [])],
    hillas: parameters?.hillas ?? null,
  });
  const event = `${packet.eventType === "data" ? "" : "calibration_"}event${eventId}`;
  const tel = String(telescope.telId).padStart(3, "0");
  return { kind: "picture", name: `run${run}_${event}_tel${tel}`, picture };
}

function titleOf({ eventId, eventType, telescope }: CameraImagePacket): string {
  const { type, cameraName, telId } = telescope;
  const event = eventType === "data" ? "Event" : "Calibration event";
  return `${event} ${eventId} · ${type} ${cameraName} · telescope ${telId}`;
}

function originOf({ truth, run, file }: CameraImagePacket): string {
  return [...(truth ? [showerOf(truth)] : []), `run ${run}`, file].join(" · ");
}

/** sim_telarray's codes of primaries, beside which there are 100·A + Z of nuclei. */
const PRIMARIES: Readonly<Record<number, string>> = {
  0: "gamma",
  1: "electron",
  2: "muon",
  101: "proton",
  402: "helium",
  1407: "nitrogen",
  2814: "silicon",
  5626: "iron",
};

function showerOf({ primaryId, energy }: ShowerTruth): string {
  const primary = PRIMARIES[primaryId] ?? `primary ${primaryId}`;
  // Light sources have next to none.
  if (!(energy > 1e-6)) return primary;
  const [value, unit] = energy < 1 ? [energy * 1000, "GeV"] : [energy, "TeV"];
  return `${primary} of ${figure(value)} ${unit}`;
}

function parametersOf({ nPixels, nIslands, hillas }: NonNullable<CameraImagePacket["parameters"]>) {
  const counts = `${nPixels} ${nPixels === 1 ? "pixel" : "pixels"} in ${nIslands} ` +
    (nIslands === 1 ? "island" : "islands");
  if (hillas === null) return counts;
  const { intensity, length, width } = hillas;
  return `intensity ${figure(intensity)} p.e. · length ${figure(length)} m · ` +
    `width ${figure(width)} m · ${counts}`;
}

/** Three digits that count; more before the point if there are. */
function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
