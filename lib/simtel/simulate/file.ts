/** A whole simulated file, from settings to bytes. */

import { createSimtelWriter, type SimtelWriterOptions } from "../write/mod.ts";
import type { ByteSink } from "../write/output.ts";
import type { SimulationOptions } from "./config.ts";
import { simulateShowers } from "./events.ts";
import { simulateCalibrations, simulateHeader } from "./header.ts";

/** How many events a simulated file has. */
export interface SimulatedCounts {
  /** All uses of all showers, triggered or not. */
  events: number;
  /** Those that the array triggered on. */
  triggered: number;
}

/**
 * Simulates and writes one file: header, calibrations and every use of every shower, untriggered
 * ones included. One event is in memory at a time.
 *
 * @throws {RangeError} if a setting is out of its limits
 */
export async function simulateFile(
  sink: ByteSink | WritableStream<Uint8Array>,
  options: SimulationOptions,
  writerOptions: SimtelWriterOptions = {},
): Promise<SimulatedCounts> {
  const header = simulateHeader(options);
  const counts = { events: 0, triggered: 0 };
  const writer = createSimtelWriter(sink, writerOptions);
  try {
    await writer.writeHeader(header);
    for (const calibration of simulateCalibrations(options)) {
      await writer.writeCalibration(calibration);
    }
    for (const event of simulateShowers(options)) {
      await writer.writeEvent(event);
      counts.events++;
      if (event.type !== "untriggered") counts.triggered++;
    }
    await writer.finish();
  } catch (error) {
    writer.abort();
    throw error;
  }
  return counts;
}
