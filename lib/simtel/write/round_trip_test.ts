import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { zstdDecompressSync } from "node:zlib";
import { sharedPath, testShared } from "../../testing/shared.ts";
import {
  type ArrayEvent,
  openSimtel,
  type SimtelHeader,
  type SimtelInput,
  type TelescopeCalibration,
  type UntriggeredEvent,
} from "../mod.ts";
import { simulateFile } from "../simulate/mod.ts";
import { firstDifference } from "./first_difference.ts";
import { type Compression, createSimtelWriter } from "./mod.ts";

interface Content {
  header: SimtelHeader;
  /** With the calibrations that were known when each came. */
  events: [ArrayEvent | UntriggeredEvent, TelescopeCalibration[]][];
}

async function read(input: SimtelInput): Promise<Content> {
  await using file = await openSimtel(input, {
    untriggered: true,
    calibrationEvents: true,
    onTruncated: "warn",
  });
  const events: Content["events"] = [];
  for await (const event of file) events.push([event, [...file.calibrations.values()]]);
  return { header: file.header, events };
}

async function write({ header, events }: Content, compression: Compression): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const writer = createSimtelWriter((chunk) => void chunks.push(chunk), { compression });
  await writer.writeHeader(header);
  for (const [event, calibrations] of events) {
    for (const calibration of calibrations) await writer.writeCalibration(calibration);
    await writer.writeEvent(event);
  }
  await writer.finish();
  return new Blob(chunks);
}

/** The event without its place in the file, which another layout of the same content changes. */
const placeless = (event: ArrayEvent | UntriggeredEvent) => ({ ...event, offset: 0 });

async function assertRoundTrip(content: Content, compression: Compression): Promise<Content> {
  const again = await read((await write(content, compression)).stream());
  assert.equal(firstDifference(again.header, content.header), null);
  assert.equal(again.events.length, content.events.length);
  content.events.forEach(([event], i) => {
    const back = placeless(again.events[i]![0]);
    assert.equal(firstDifference(back, placeless(event), `event ${event.eventId}`), null);
  });
  const last = [again, content].map(({ events }) => events.at(-1)?.[1]);
  assert.equal(firstDifference(...(last as [unknown, unknown])), null);
  return again;
}

const PUBLIC_FILES = [
  "40k_pixels.simtel.zst",
  "calib_events.simtel.gz",
  "history_meta_75.simtel.zst",
  "lst_with_photons.simtel.zst",
  "prod4_pixelsettings_v3.gz",
  "test_lasercal_v3.simtel.gz",
];

for (const name of PUBLIC_FILES) {
  testShared(`${name} read, written and read again is the same`, async () => {
    const content = await read(sharedPath(`simtel/data/${name}`));
    assert.ok(content.events.length > 0);
    await assertRoundTrip(content, "none");
  });
}

/** Leaf objects by type, walked by hand: what the simulator of the original wrote. */
function leaves(bytes: Uint8Array): Map<number, { version: number; hex: string }[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, { version: number; hex: string }[]>();
  const walk = (start: number, end: number, headerStart: number) => {
    for (let at = start; at < end;) {
      at += headerStart;
      const [word, ident, size] = [0, 4, 8].map((offset) => view.getUint32(at + offset, true));
      const content = at + 12;
      at = content + size! % 2 ** 30;
      if (size! & 2 ** 30) walk(content, at, 0);
      else {
        const type = word! & 0xffff;
        const hex = `${ident} ${bytes.subarray(content, at).toHex()}`;
        found.set(type, [...found.get(type) ?? [], { version: word! >>> 20, hex }]);
      }
    }
  };
  walk(0, bytes.length, 4);
  return found;
}

/** Types that carry more than the records keep, or that are left out. */
const NOT_KEPT = [100, 1205, 2022, 2023];

testShared("objects in the layout of the original have the bytes of the original", async () => {
  const compared = new Set<number>();
  for (const name of ["history_meta_75.simtel.zst", "lst_with_photons.simtel.zst"]) {
    const path = sharedPath(`simtel/data/${name}`);
    const original = leaves(zstdDecompressSync(await Deno.readFile(path)));
    const written = leaves(await (await write(await read(path), "none")).bytes());
    for (const [type, objects] of original) {
      const copies = written.get(type) ?? [];
      if (NOT_KEPT.includes(type) || copies[0]!.version !== objects[0]!.version) continue;
      assert.equal(firstDifference(copies, objects, `type ${type}`), null);
      compared.add(type);
    }
  }
  const essential = [71, 75, 1208, 1216, 2000, 2001, 2002, 2004, 2005, 2009, 2011, 2013, 2015];
  assert.deepEqual(essential.filter((type) => !compared.has(type)), []);
});

Deno.test("a simulated file comes back through every compression, bit by bit", async () => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const counts = await simulateFile((chunk) => void chunks.push(chunk), {
    seed: 4,
    showers: 4,
    reuse: 2,
    nMst: 2,
  });
  const content = await read(new Blob(chunks).stream());
  assert.equal(content.events.length, counts.events);
  for (const compression of ["none", "gzip", "zstd"] as const) {
    await assertRoundTrip(content, compression);
  }
  const again = Buffer.from(await (await write(content, "none")).bytes());
  assert.ok(again.equals(await new Blob(chunks).bytes()));
});
