/** Events of the shared files with their cameras, and the figures that are expected of them. @module */
import { openSimtel } from "../lib/simtel/mod.ts";
import type { ArrayEvent } from "../lib/simtel/mod.ts";
import { sharedPath } from "../lib/testing/shared.ts";
import { Telescopes } from "../steps/_cameras.ts";
import { telescopeEventsOf } from "../steps/_messages.ts";
import type { TelescopeEventPacket } from "../steps/_messages.ts";

/** The files that hold events. */
export const FILES = [
  "40k_pixels.simtel.zst",
  "calib_events.simtel.gz",
  "history_meta_75.simtel.zst",
  "lst_with_photons.simtel.zst",
  "prod4_pixelsettings_v3.gz",
  "test_lasercal_v3.simtel.gz",
];

// deno-lint-ignore no-explicit-any
type Figures = any;

/** The figures of a file. */
export async function expectedOf(file: string): Promise<Figures> {
  return JSON.parse(await Deno.readTextFile(sharedPath(`simtel/expected/${file}.json`)));
}

/** All telescope events of a file, calibration events included. */
export async function telescopeEventsIn(file: string): Promise<TelescopeEventPacket[]> {
  const options = { calibrationEvents: true, onTruncated: "warn" } as const;
  await using opened = await openSimtel(sharedPath(`simtel/data/${file}`), options);
  const telescopes = new Telescopes(() => opened.header, opened.calibrations);
  const packets: TelescopeEventPacket[] = [];
  for await (const event of opened as AsyncIterable<ArrayEvent>) {
    const packet = { kind: "event", file, run: 1, event, ...telescopes.of(event) } as const;
    packets.push(...telescopeEventsOf(packet));
  }
  return packets;
}
