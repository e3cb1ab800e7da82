import { defineStep, payload } from "ctapipe-flow/step";
import { reconstructStereo, separation, type StereoImage } from "ctapipe-flow/image";
import { type Group, group } from "./_group.ts";
import type { CameraImagePacket } from "./_messages.ts";

/** What is needed of the images of an event; `join_by` may leave the rest. */
type Member = Pick<CameraImagePacket, "file" | "run" | "eventId" | "place" | "truth"> & {
  readonly camera: { readonly geometry: { readonly focalLength: number } };
  readonly parameters: Pick<NonNullable<CameraImagePacket["parameters"]>, "hillas"> | null;
};

/** An event as several telescopes saw it, flat; angles in radian, lengths in metre. */
export interface StereoRecord {
  readonly file: string;
  readonly run: number;
  readonly eventId: number;
  /** Telescopes with data in the event, and images of them that were used: 0 if none could be. */
  readonly telescopes: number;
  readonly images: number;
  /** Where the shower came from; null if that cannot be told, as all below. */
  readonly altitude: number | null;
  /** From north by east, [0, 2π). */
  readonly azimuth: number | null;
  /** Where it would have hit the ground: to the north, to the west. */
  readonly coreX: number | null;
  readonly coreY: number | null;
  /** Height of the shower's maximum above the plane z = 0 of the telescopes' positions. */
  readonly maxHeight: number | null;
  /** How far pairs of images disagree, see `ShowerGeometry`. */
  readonly directionSpread: number | null;
  readonly coreSpread: number | null;
  /** What was simulated, energy in TeV; null of data that were not. */
  readonly trueEnergy: number | null;
  readonly trueAltitude: number | null;
  readonly trueAzimuth: number | null;
  readonly trueCoreX: number | null;
  readonly trueCoreY: number | null;
  /** Angle between the direction that was found and the one that was simulated. */
  readonly offset: number | null;
}

/** Finds where showers came from and where they hit the ground. */
export default defineStep({
  name: "stereo_reconstruct",
  module: import.meta.url,
  kind: "stager",
  summary: "Find the direction and the core of a shower from the images of two or more telescopes",
  input: group,
  outputs: { out: payload<StereoRecord>("stereo") },
  borrows: true,
  light: true,
  run(event: Group, { count }): StereoRecord {
    const members = event.members.map(memberOf);
    const images = members.flatMap(imageOf);
    const found = reconstructStereo(images);
    count(found ? "reconstructed" : "not reconstructed");
    const [{ file, run, eventId }] = members as [Member];
    const truth = members.find((member) => member.truth)?.truth ?? null;
    return {
      file,
      run,
      eventId,
      telescopes: event.size ?? members.length,
      images: found?.images ?? 0,
      altitude: found?.altitude ?? null,
      azimuth: found?.azimuth ?? null,
      coreX: found?.coreX ?? null,
      coreY: found?.coreY ?? null,
      maxHeight: found?.maxHeight ?? null,
      directionSpread: found?.directionSpread ?? null,
      coreSpread: found?.coreSpread ?? null,
      trueEnergy: truth?.energy ?? null,
      trueAltitude: truth?.altitude ?? null,
      trueAzimuth: truth?.azimuth ?? null,
      trueCoreX: truth?.coreX ?? null,
      trueCoreY: truth?.coreY ?? null,
      offset: found && truth ? separation(found, truth) : null,
    };
  },
});

function memberOf(member: unknown, index: number): Member {
  const { eventId, place, camera, parameters } = (member ?? {}) as Partial<Member>;
  const focalLength = camera?.geometry?.focalLength;
  for (
    const [path, field] of Object.entries({
      eventId,
      place,
      "camera.geometry.focalLength": focalLength,
      parameters,
    })
  ) {
    if (field !== undefined) continue;
    throw new Error(
      `member ${index} of the group has no ${path}: the join must come behind the step that ` +
        `computes the parameters of images, and its \`pick\`, if any, name ${path}`,
    );
  }
  return member as Member;
}

/** Nothing where the image has no parameters, or the file does not say where the telescope looked. */
function imageOf({ place, camera, parameters }: Member): StereoImage[] {
  const { position, pointing } = place;
  const hillas = parameters?.hillas;
  const { focalLength } = camera.geometry;
  return hillas && pointing ? [{ hillas, position, pointing, focalLength }] : [];
}
