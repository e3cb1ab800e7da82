import assert from "node:assert/strict";
import { dumpLine } from "./_dump.ts";
import { telescopeEvents } from "./_fixtures.ts";
import type { TelescopeEventPacket } from "./_messages.ts";

async function packetWith(values: number[]): Promise<TelescopeEventPacket> {
  const [packet] = await telescopeEvents();
  const adc = {
    ...packet!.data.adc!,
    kind: "adc_samples" as const,
    nGains: 1,
    nPixels: 1,
    nSamples: values.length,
    values: new Uint16Array(values),
  };
  const telescope = { ...packet!.telescope, telId: 5, type: "MST" as const, cameraName: "Cam γ" };
  const head = { file: "a b.zst", run: 7, eventId: 12, eventType: "data" as const };
  return { ...packet!, ...head, telescope, data: { ...packet!.data, adc } };
}

Deno.test("a line says what, where and how much", async () => {
  // CRC-32 of the bytes 01 00 02 00 03 01, worked out with another program
  assert.equal(
    dumpLine("TAG", await packetWith([1, 2, 259])),
    "TAG file=a b.zst run=7 event=12 type=data tel=5 MST Cam γ " +
      "adc_samples 1x1x3 sum=262 min=1 max=259 crc32=2361252312",
  );
});

Deno.test("a telescope without ADC values", async () => {
  const packet = await packetWith([1]);
  const line = dumpLine("TAG", { ...packet, data: { ...packet.data, adc: null } });
  assert.equal(line, "TAG file=a b.zst run=7 event=12 type=data tel=5 MST Cam γ no data");
});
