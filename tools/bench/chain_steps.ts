/** Who takes what the science chain gives, and does nothing with it but count. @module */
import type { ImageParameters } from "ctapipe-flow/image";
import type { ArrayEvent } from "ctapipe-flow/simtel";
import { defineStep, payload } from "ctapipe-flow/step";

/** What it counted: telescope events or images, and their light as a check sum. */
export interface Tally {
  count: number;
  intensity: number;
}

/** Counts the telescope events of array events. */
export const events = defineStep({
  name: "events",
  kind: "consumer",
  summary: "Count telescope events",
  borrows: true,
  input: payload<{ readonly event: ArrayEvent }>("array_event"),
  init: (): Tally => ({ count: 0, intensity: 0 }),
  run({ event }, { state }) {
    state.count += event.telescopes.length;
  },
  finish: ({ state, log }) => log.info(JSON.stringify(state)),
});

/** Counts images, and sums up their light. */
export const images = defineStep({
  name: "images",
  kind: "consumer",
  summary: "Count images",
  borrows: true,
  input: payload<{ readonly parameters: ImageParameters | null }>("camera_image"),
  init: (): Tally => ({ count: 0, intensity: 0 }),
  run({ parameters }, { state }) {
    state.count++;
    state.intensity += parameters!.hillas?.intensity ?? 0;
  },
  finish: ({ state, log }) => log.info(JSON.stringify(state)),
});
