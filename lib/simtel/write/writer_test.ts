import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { type Adc, type ArrayEvent, openSimtel } from "../mod.ts";
import { simulateCalibrations, simulateEvents, simulateHeader } from "../simulate/mod.ts";
import { firstDifference } from "./first_difference.ts";
import { type ByteSink, type Compression, createSimtelWriter, SimtelWriteError } from "./mod.ts";

const options = { seed: 2, showers: 3, nMst: 1, energyMin: 1, coreRadius: 50 };
const header = simulateHeader(options);
const event = simulateEvents(options).next().value as ArrayEvent;

/** One event in a file of its own, or behind `earlier` ones, read back. */
async function throughFile(
  given: ArrayEvent,
  earlier: ArrayEvent[] = [],
  header = simulateHeader(options),
): Promise<ArrayEvent> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const writer = createSimtelWriter((chunk) => void chunks.push(chunk));
  await writer.writeHeader(header);
  for (const one of [...earlier, given]) await writer.writeEvent(one);
  await writer.finish();
  await using file = await openSimtel(new Blob(chunks).stream(), { calibrationEvents: true });
  const events = await Array.fromAsync(file);
  assert.equal(events.length, earlier.length + 1);
  return events.find(({ type }) => type === given.type)!;
}

/** The raw data of the first telescope, read back from a file with a camera of that size. */
async function adcThroughFile(adc: Adc): Promise<Adc | null> {
  const first = header.telescopes[0]!;
  const numbers = new Float32Array(adc.nPixels);
  const camera = {
    ...first.camera,
    nPixels: adc.nPixels,
    pixelX: numbers,
    pixelY: numbers,
    pixelShape: new Int32Array(adc.nPixels),
    pixelArea: numbers,
    pixelSize: numbers,
  };
  const only = { ...event, telescopes: [{ ...event.telescopes[0]!, adc, truePe: null }] };
  const back = await throughFile({ ...only, otherTruePe: new Map() }, [], {
    ...header,
    telescopes: [{ ...first, camera, organisation: null, pixelSettings: null, disabled: null }],
  });
  return back.telescopes[0]!.adc;
}

/** Which of `nPixels` pixels are stored, and a value for each gain and sample. */
const suppressed = (nGains: number, nSamples: number, max: number) =>
  fc.integer({ min: 1, max: 70 }).chain((nPixels) =>
    fc.record({
      nPixels: fc.constant(nPixels),
      stored: fc.array(fc.boolean(), { minLength: nPixels, maxLength: nPixels }),
      lowToo: fc.array(fc.boolean(), { minLength: nPixels, maxLength: nPixels }),
      values: fc.array(fc.nat(max), {
        minLength: nGains * nPixels * nSamples,
        maxLength: nGains * nPixels * nSamples,
      }),
    })
  );

Deno.test("zero-suppressed traces come back", async () => {
  const [nGains, nSamples] = [2, 3];
  await fc.assert(
    fc.asyncProperty(suppressed(nGains, nSamples, 0xffff), async ({ nPixels, stored, values }) => {
      const known = Uint8Array.from([...stored, ...stored], Number);
      const adc: Adc = {
        kind: "adc_samples",
        telescopeId: 1,
        nGains,
        nPixels,
        nSamples,
        zeroSupMode: 1,
        known,
        values: Uint16Array.from(values, (v, i) => known[Math.floor(i / nSamples)] ? v : 0),
      };
      assert.deepEqual(await adcThroughFile(adc), adc);
    }),
    { numRuns: 40 },
  );
});

Deno.test("zero-suppressed sums come back, with and without the low gain", async () => {
  const arbitrary = suppressed(2, 1, 0xfffffff);
  await fc.assert(
    fc.asyncProperty(arbitrary, fc.boolean(), async (drawn, mayLackLow) => {
      const { nPixels, stored, lowToo, values } = drawn;
      const low = stored.map((yes, i) => yes && (!mayLackLow || lowToo[i]!));
      const known = Uint8Array.from([...stored, ...low], Number);
      const adc: Adc = {
        kind: "adc_sums",
        telescopeId: 1,
        nGains: 2,
        nPixels,
        nSamples: 1,
        zeroSupMode: low.every((yes, i) => yes === stored[i]) ? 1 : 2,
        known,
        values: Uint32Array.from(values, (v, i) => known[i] ? v : 0),
      };
      assert.deepEqual(await adcThroughFile(adc), adc);
    }),
    { numRuns: 40 },
  );
});

Deno.test("calibration events keep their type, before and after the first shower", async () => {
  const calibration: ArrayEvent = {
    ...event,
    type: "calibration",
    mc: null,
    photoelectronSums: null,
  };
  for (const calibrationType of [null, -1, 0, 3]) {
    const back = await throughFile({ ...calibration, calibrationType });
    assert.equal(
      firstDifference({ ...back, offset: 0 }, { ...calibration, calibrationType }),
      null,
    );
  }
  const late = await throughFile({ ...calibration, calibrationType: null }, [event]);
  assert.equal(late.calibrationType, -1);
});

Deno.test("calls out of order and foreign telescopes are refused in words", async () => {
  const writer = createSimtelWriter(() => {});
  await assert.rejects(writer.writeEvent(event), {
    name: "SimtelWriteError",
    message: "the header must be written before an event: call writeHeader first",
  });
  await assert.rejects(writer.finish(), SimtelWriteError);
  await writer.writeHeader(header);
  await assert.rejects(writer.writeHeader(header), SimtelWriteError);
  const foreign = { ...event, telescopes: [{ ...event.telescopes[0]!, telId: 77 }] };
  await assert.rejects(writer.writeEvent(foreign), /telescope 77 is not in the header/);
});

Deno.test("a calibration handed over with every event is written once", async () => {
  const sizes = await Promise.all([1, 3].map(async (times) => {
    let size = 0;
    const writer = createSimtelWriter((chunk) => void (size += chunk.length));
    await writer.writeHeader(header);
    const calibrations = simulateCalibrations(options);
    for (let i = 0; i < times; i++) {
      for (const calibration of calibrations) await writer.writeCalibration(calibration);
    }
    await writer.finish();
    return size;
  }));
  assert.equal(sizes[0], sizes[1]);
});

async function writeAll(sink: ByteSink | WritableStream<Uint8Array>, compression: Compression) {
  const writer = createSimtelWriter(sink, { compression });
  try {
    await writer.writeHeader(header);
    for (let i = 0; i < 20; i++) await writer.writeEvent({ ...event, eventId: 100 + i });
    await writer.finish();
  } catch (error) {
    writer.abort();
    throw error;
  }
}

for (const compression of ["none", "gzip", "zstd"] as const) {
  Deno.test(`${compression}: the same records give the same bytes, to a stream as well`, async () => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    await writeAll((chunk) => void chunks.push(chunk), compression);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [streamed] = await Promise.all([
      new Response(readable as ReadableStream<Uint8Array<ArrayBuffer>>).bytes(),
      writeAll(writable, compression),
    ]);
    assert.ok(Buffer.from(streamed).equals(await new Blob(chunks).bytes()));
  });

  Deno.test(`${compression}: the error of a sink comes out, nothing hangs`, async () => {
    let taken = 0;
    const full: ByteSink = (chunk) => {
      taken += chunk.length;
      if (taken > 50_000) throw new Error("disk full");
    };
    await assert.rejects(writeAll(full, compression), /disk full/);
  });
}

Deno.test("a gzip header names no time and no system", async () => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await writeAll((chunk) => void chunks.push(chunk), "gzip");
  const start = (await new Blob(chunks).bytes()).subarray(0, 10);
  assert.equal(start.toHex(), "1f8b08000000000000ff");
});

Deno.test("memory does not grow with what is written", async () => {
  let [written, largest] = [0, 0];
  const writer = createSimtelWriter((chunk) => {
    written += chunk.length;
    largest = Math.max(largest, chunk.length);
  });
  await writer.writeHeader(header);
  const writeMany = async (count: number) => {
    for (let i = 0; i < count; i++) await writer.writeEvent(event);
  };
  await writeMany(100);
  const before = Deno.memoryUsage().rss;
  await writeMany(1500);
  const growth = Deno.memoryUsage().rss - before;
  await writer.finish();
  assert.ok(written > 200_000_000, `${written} bytes written`);
  assert.ok(growth < 80_000_000, `${growth} bytes more in memory`);
  assert.ok(largest < 2_000_000, `a chunk of ${largest} bytes`);
});
