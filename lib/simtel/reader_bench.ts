/**
 * Speed of the reader: `deno run -A lib/simtel/reader_bench.ts`.
 *
 * Each file is read from memory, first as it is stored and then decompressed, until a second is
 * over. Megabytes (10⁶) are those of the decompressed data.
 *
 * @module
 */
import { sharedPath } from "../testing/shared.ts";
import { piecesOf, sourceOf } from "./byte_source.ts";
import { decompress } from "./decompress.ts";
import { openSimtel } from "./mod.ts";

const FILES = [
  "40k_pixels.simtel.zst",
  "calib_events.simtel.gz",
  "history_meta_75.simtel.zst",
  "lst_with_photons.simtel.zst",
  "prod4_pixelsettings_v3.gz",
  "test_lasercal_v3.simtel.gz",
];
const SECONDS = 1;

async function* inChunks(data: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < data.length; i += 262144) yield data.subarray(i, i + 262144);
}

async function plain(stored: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const { bytes } = await decompress(sourceOf(inChunks(stored)));
  try {
    for await (const part of piecesOf(bytes, 1 << 20)) parts.push(part);
  } catch {
    // One file is cut off; what is there will do.
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function readAll(data: Uint8Array): Promise<number> {
  const options = { calibrationEvents: true, onTruncated: "warn" } as const;
  await using file = await openSimtel(inChunks(data), options);
  let telescopeEvents = 0;
  for await (const event of file) telescopeEvents += event.telescopes.length;
  return telescopeEvents;
}

/** Runs `task` again and again; gives seconds per run. */
async function secondsOf(task: () => Promise<unknown>): Promise<number> {
  await task();
  await task();
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < 1000 * SECONDS) {
    await task();
    runs++;
  }
  return (performance.now() - start) / 1000 / runs;
}

if (import.meta.main) {
  console.log("file                          MB  stored MB/s  plain MB/s  telescope events/s");
  for (const name of FILES) {
    const stored = await Deno.readFile(sharedPath(`simtel/data/${name}`));
    const bytes = await plain(stored);
    const telescopeEvents = await readAll(bytes);
    const megabytes = bytes.length / 1e6;
    const whole = await secondsOf(() => readAll(stored));
    const parsing = await secondsOf(() => readAll(bytes));
    console.log(
      name.padEnd(28),
      megabytes.toFixed(1).padStart(4),
      (megabytes / whole).toFixed(0).padStart(11),
      (megabytes / parsing).toFixed(0).padStart(11),
      (telescopeEvents / whole).toFixed(0).padStart(19),
    );
  }
}
