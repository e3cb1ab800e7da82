/** What is written above the picture of a camera. @module */
import type { CameraImagePacket, ShowerTruth } from "./_messages.ts";

/** The event and the telescope. */
export function titleOf({ eventId, eventType, telescope }: CameraImagePacket): string {
  const { type, cameraName, telId } = telescope;
  const event = eventType === "data" ? "Event" : "Calibration event";
  return `${event} ${eventId} · ${type} ${cameraName} · telescope ${telId}`;
}

/** The shower, where it comes from, and what the image says of it. */
export function linesOf({ truth, run, file, parameters }: CameraImagePacket): string[] {
  const origin = [...(truth ? [showerOf(truth)] : []), `run ${run}`, file].join(" · ");
  return [origin, ...(parameters ? [parametersOf(parameters)] : [])];
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
  if (nPixels === 0) return "no pixel survived the cleaning";
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
