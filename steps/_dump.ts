/** One line of text about a telescope event. @module */
import { crc32 } from "node:zlib";
import type { Adc } from "ctapipe-flow/simtel";
import type { TelescopeEventPacket } from "./_messages.ts";

/** What a line tells of. */
export type Dumped = Pick<
  TelescopeEventPacket,
  "file" | "run" | "eventId" | "eventType" | "telescope" | "data"
>;

/**
 * Says what, where, and how much was recorded. `crc32` is of the ADC values as little-endian
 * integers in C order, as `simtel info` gives it.
 */
export function dumpLine(tag: string, packet: Dumped): string {
  const { file, run, eventId, eventType, telescope, data } = packet;
  const head = `${tag} file=${file} run=${run} event=${eventId} type=${eventType}`;
  const which = `tel=${telescope.telId} ${telescope.type} ${telescope.cameraName}`;
  return `${head} ${which} ${data.adc ? adcText(data.adc) : "no data"}`;
}

function adcText(adc: Adc): string {
  const { values, nGains, nPixels, nSamples } = adc;
  let [sum, min, max] = [0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const shape = `${nGains}x${nPixels}x${nSamples}`;
  return `${adc.kind} ${shape} sum=${sum} min=${min} max=${max} crc32=${crc32(bytes)}`;
}
