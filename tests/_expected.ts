/** What the example flows must give, found without any flow. @module */
import assert from "node:assert/strict";
import { simtelInfo } from "../lib/simtel/mod.ts";
import { simulateFile, type SimulationOptions } from "../lib/simtel/simulate/mod.ts";
import type { Report } from "../lib/telemetry/report.ts";

/** Fails unless an execution went well. */
export function assertDone(report: Report): void {
  assert.deepEqual(report.errors.map(({ node, message }) => `${node}: ${message}`), []);
  assert.equal(report.status, "done");
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
}

/** Lines that `lst_dump` and `other_dump` are to write of a file, made from another part's figures. */
export async function expectedLines(path: string, calibrationEvents: boolean): Promise<string[]> {
  const info = await simtelInfo(path);
  const described = new Map(info.telescopes.map((each) => [each.tel_id, each]));
  return info.events.filter(({ type }) => type === "data" || calibrationEvents).flatMap((event) =>
    Object.entries(event.telescopes).map(([id, { adc }]) => {
      const { type, camera_name } = described.get(Number(id))!;
      const tag = type === "LST" ? "LST" : "OTHER";
      const head = `${tag} file=${info.file} run=${info.run_header.run} event=${event.event_id}`;
      const which = `type=${event.type} tel=${id} ${type} ${camera_name}`;
      if (!adc) return `${head} ${which} no data`;
      const shape = adc.shape.length === 3 ? adc.shape : [...adc.shape, 1];
      const crc = "crc32_le_u2" in adc ? adc.crc32_le_u2 : adc.crc32_le_u4;
      const { sum, min, max } = adc;
      return `${head} ${which} ${adc.kind} ${shape.join("x")} sum=${sum} min=${min} max=${max} ` +
        `crc32=${crc}`;
    })
  ).sort();
}

/** Compares lists of lines without printing all of them. */
export function assertSameLines(actual: readonly string[], expected: readonly string[]): void {
  assert.equal(actual.length, expected.length, "number of lines");
  const at = actual.findIndex((line, index) => line !== expected[index]);
  if (at >= 0) assert.equal(actual[at], expected[at]);
}

/** A file that the simulation wrote without any flow. */
export async function simulatedBytes(options: SimulationOptions): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const sink = (chunk: Uint8Array<ArrayBuffer>) => void chunks.push(chunk);
  const { triggered } = await simulateFile(sink, options, { compression: "zstd" });
  assert.ok(triggered > 0);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
