import assert from "node:assert/strict";
import { gunzipSync, gzipSync, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { sharedPath, testShared } from "../testing/shared.ts";
import { openSimtel, SimtelError, type SimtelInput } from "./mod.ts";

const LST = () => sharedPath("simtel/data/lst_with_photons.simtel.zst");
const LASER = () => sharedPath("simtel/data/test_lasercal_v3.simtel.gz");
const PROD4 = () => sharedPath("simtel/data/prod4_pixelsettings_v3.gz");
const CALIB = () => sharedPath("simtel/data/calib_events.simtel.gz");

async function* inChunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < data.length; i += size) yield data.slice(i, i + size);
}

async function plainBytes(path: string): Promise<Uint8Array> {
  const file = await Deno.readFile(path);
  return new Uint8Array(path.endsWith("zst") ? zstdDecompressSync(file) : gunzipSync(file));
}

/** Reads to the end or to the error. */
async function read(input: SimtelInput) {
  const events = [];
  let error: unknown = null;
  await using file = await openSimtel(input);
  try {
    for await (const event of file) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { header: file.header, events, calibrations: new Map(file.calibrations), error };
}

function simtelError(error: unknown): SimtelError {
  assert(error instanceof SimtelError, `${error}`);
  return error;
}

testShared("chunks of any size give the same records", async () => {
  const bytes = await plainBytes(LST());
  const whole = await read(inChunks(bytes, bytes.length));
  assert.equal(whole.events.length, 1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5, max: 3000 }), async (size) => {
      assert.deepEqual(await read(inChunks(bytes, size)), whole);
    }),
    { numRuns: 8, examples: [[5], [16], [4096]] },
  );
});

testShared("the name of a file does not matter, its first bytes do", async () => {
  const bytes = await plainBytes(LST());
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/data.simtel.zst`;
    await Deno.writeFile(path, new Uint8Array(gzipSync(bytes)));
    await using file = await openSimtel(path);
    assert.equal(file.compression, "gzip");
    const stream = new Blob([bytes.slice()]).stream();
    assert.deepEqual(await read(stream), await read(path));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

testShared("records cross to a Worker unchanged, each ADC block in its own buffer", async () => {
  const { header, events, calibrations } = await read(LASER());
  assert.deepEqual(structuredClone({ header, events, calibrations }), {
    header,
    events,
    calibrations,
  });
  const buffers = events.flatMap(({ telescopes }) => telescopes.map(({ adc }) => adc!.values));
  assert.equal(new Set(buffers.map(({ buffer }) => buffer)).size, buffers.length);
  for (const values of buffers) assert.equal(values.byteLength, values.buffer.byteLength);
});

testShared("a cut file gives its events, then says where it is cut", async () => {
  const { events, error } = await read(LASER());
  assert.deepEqual(events.map(({ eventId }) => eventId), [100, 101, 104]);
  const { code, offset, objectPath, message } = simtelError(error);
  assert.deepEqual([code, offset, objectPath], ["truncated", 3545024, "2010[107] > 2204 > 2013"]);
  assert.match(message, /cut off .*byte 3545024 in object 2010\[107\] > 2204 > 2013/);

  await using file = await openSimtel(LASER(), { onTruncated: "warn" });
  let n = 0;
  for await (const _ of file) n++;
  assert.equal(n, 3);
  assert.deepEqual(file.truncation, { offset, objectPath });
});

testShared("a file cut anywhere gives the complete events and no others", async () => {
  const bytes = (await plainBytes(PROD4())).slice();
  const whole = await read(inChunks(bytes, 65536));
  // After an array event nothing more belongs to its event, so that is where it is complete.
  const ends = whole.events.map(({ offset }) => {
    const length = new DataView(bytes.buffer).getUint32(offset + 12, true) & 0x3fffffff;
    return offset + 16 + length;
  });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.integer({ min: whole.events[0]!.offset, max: bytes.length - 1 }),
        fc.constantFrom(...ends.flatMap((end) => [end - 1, end, end + 1])),
      ),
      async (cut) => {
        const { events, error } = await read(inChunks(bytes.subarray(0, cut), 65536));
        assert.equal(events.length, ends.filter((end) => end <= cut).length);
        if (error !== null) {
          const { code, offset } = simtelError(error);
          assert.deepEqual([code, offset], ["truncated", cut]);
        }
      },
    ),
    { numRuns: 25 },
  );
});

testShared("a file cut inside the header still opens once the run header is there", async () => {
  const bytes = await plainBytes(LST());
  await assert.rejects(
    () => openSimtel(inChunks(bytes.subarray(0, 10_000), 4096)),
    { name: "SimtelError", code: "truncated" },
  );
  const { header, events, error } = await read(inChunks(bytes.subarray(0, 30_000), 4096));
  assert.equal(header.runHeader.run, 5);
  assert.equal(events.length, 0);
  assert.equal(simtelError(error).code, "truncated");
});

testShared("damage is an error even where a cut would not be", async () => {
  const bytes = (await plainBytes(PROD4())).slice();
  const { events } = await read(inChunks(bytes, 65536));
  const third = events[2]!.offset;
  bytes[third + 16 + 8]! ^= 0x10;
  await using file = await openSimtel(inChunks(bytes, 65536), { onTruncated: "warn" });
  const ids: number[] = [];
  await assert.rejects(async () => {
    for await (const { eventId } of file) ids.push(eventId);
  }, (error: unknown) => {
    const { code, objectPath, offset } = simtelError(error);
    assert.equal(code, "corrupt");
    assert.match(objectPath, /^2010\[/);
    return offset >= third;
  });
  assert.deepEqual(ids, [100, 200]);
});

testShared("damaged compressed data give the events in front of the damage", async () => {
  const stored = await Deno.readFile(PROD4());
  const whole = await read(PROD4());
  const middle = Math.floor(stored.length * 0.6);
  stored.fill(0xff, middle, middle + 64);
  const { events, error } = await read(inChunks(stored, 65536));
  assert.equal(simtelError(error).code, "corrupt");
  assert(events.length > 0 && events.length < whole.events.length, `${events.length} events`);
  // The decoder may notice the damage only some values later.
  const sound = events.length - 1;
  assert.deepEqual(events.slice(0, sound), whole.events.slice(0, sound));
});

testShared("damage that only the checksum shows is an error at the end", async () => {
  const stored = await Deno.readFile(PROD4());
  stored[stored.length - 8]! ^= 1;
  const { events, error } = await read(inChunks(stored, 65536));
  assert.equal(events.length, 10);
  assert.equal(simtelError(error).code, "corrupt");
});

testShared("a cut zstd file gives the events in front of the cut", async () => {
  const path = sharedPath("simtel/data/40k_pixels.simtel.zst");
  const stored = await Deno.readFile(path);
  const { events, error } = await read(inChunks(stored.subarray(0, stored.length * 0.9), 65536));
  const { code, objectPath } = simtelError(error);
  assert.deepEqual(events.map(({ eventId }) => eventId), [600]);
  assert.equal(code, "truncated");
  assert.match(objectPath, /^2010\[/);
});

testShared("events that did not trigger and calibration events are counted, or given", async () => {
  await using counted = await openSimtel(CALIB());
  for await (const event of counted) assert.fail(`${event.eventId}`);
  const counts = {
    mcEvents: 10,
    triggeredEvents: 0,
    calibrationEvents: 1,
    telescopeEventsInTriggered: 0,
  };
  assert.deepEqual(counted.counts, counts);

  await using given = await openSimtel(CALIB(), { calibrationEvents: true, untriggered: true });
  const types: string[] = [];
  for await (const event of given) types.push(event.type);
  assert.deepEqual(given.counts, counts);
  assert.deepEqual(types.sort(), ["calibration", ...new Array(10).fill("untriggered")]);
});

testShared("true images can be left out", async () => {
  const truths = async (trueImages: boolean) => {
    await using file = await openSimtel(LST(), { trueImages });
    for await (const event of file) return event.telescopes.map(({ truePe }) => truePe !== null);
  };
  assert.deepEqual(await truths(true), [true]);
  assert.deepEqual(await truths(false), [false]);
});

testShared("leaving early closes the file", async () => {
  await using file = await openSimtel(PROD4());
  for await (const _ of file) break;
  const unread = await openSimtel(PROD4());
  await unread.close();
});

Deno.test("what is no sim_telarray file is told so", async () => {
  const open = (bytes: number[]) => openSimtel(inChunks(new Uint8Array(bytes), 100));
  const long = new Array(100).fill(65);
  await assert.rejects(() => open(long), { code: "not-eventio", offset: 0 });
  await assert.rejects(() => open([0xd4, 0x1f, 0x8a, 0x37, ...long]), { code: "big-endian" });
  await assert.rejects(() => open([0x37, 0x8a]), { code: "truncated", offset: 2 });
  await assert.rejects(() => open([]), { code: "no-header" });
  await assert.rejects(() => openSimtel("/no/such/file"), Deno.errors.NotFound);
});

testShared(
  "an essential object of an unknown version is an error, another one a warning",
  async () => {
    const bytes = (await plainBytes(LST())).slice();
    const view = new DataView(bytes.buffer);
    const setVersion = (type: number, version: number) => {
      for (let at = 0; at < bytes.length;) {
        const word = view.getUint32(at + 4, true);
        if ((word & 0xffff) === type) view.setUint32(at + 4, type | (version << 20), true);
        at += 16 + (view.getUint32(at + 12, true) & 0x3fffffff);
      }
    };
    setVersion(2001, 99);
    {
      await using file = await openSimtel(inChunks(bytes, 65536));
      for await (const event of file) assert.equal(event.eventId, 100);
      assert.deepEqual([...file.warnings], [["object 2001 of unknown version 99 left out", 1]]);
      assert.deepEqual(file.header.mcRunHeaders, []);
    }
    setVersion(2004, 99);
    await assert.rejects(() => openSimtel(inChunks(bytes, 65536)), {
      code: "unsupported",
      objectPath: "2004[1]",
    });
  },
);

testShared("memory stays flat over a long file", async () => {
  const bytes = (await plainBytes(PROD4())).slice();
  const { events } = await read(inChunks(bytes, 65536));
  const header = bytes.subarray(0, events[0]!.offset);
  const body = bytes.subarray(events[0]!.offset, events.at(-1)!.offset);
  const repeats = Math.ceil(300e6 / body.length);
  async function* long() {
    yield* inChunks(header, 65536);
    for (let i = 0; i < repeats; i++) yield* inChunks(body, 65536);
  }
  await using file = await openSimtel(long());
  let n = 0;
  let start = 0;
  let most = 0;
  for await (const event of file) {
    assert.equal(event.telescopes.length, 1);
    if (++n === 300) start = Deno.memoryUsage().rss;
    if (n % 100 === 0) most = Math.max(most, Deno.memoryUsage().rss);
  }
  assert(n >= repeats * (events.length - 1), `${n} events`);
  assert(most - start < 100e6, `memory grew by ${most - start} bytes`);
});
