/** The science chain, from raw files to image parameters, beside the reader alone. @module */
import { fileURLToPath } from "node:url";
import { type ArrayEvent, openSimtel } from "../../lib/simtel/mod.ts";
import { fileSource, piecesOf } from "../../lib/simtel/byte_source.ts";
import { decompress } from "../../lib/simtel/decompress.ts";
import { createSimtelWriter } from "../../lib/simtel/write/mod.ts";
import { sharedPath } from "../../lib/testing/shared.ts";
import { type Taken, type Variant, VARIANTS } from "./chain_once.ts";
import { median } from "./statistics.ts";
import { markdownTable } from "./table.ts";

/** The public files with showers in cameras of large-sized telescopes. */
const FILES = [
  "history_meta_75.simtel.zst",
  "lst_with_photons.simtel.zst",
  "prod4_pixelsettings_v3.gz",
  "test_lasercal_v3.simtel.gz",
];

/** Files in a folder, and the bytes that they hold when they are decompressed. */
interface Data {
  readonly name: string;
  readonly folder: string;
  readonly bytes: number;
}

async function sizeOf(path: string): Promise<number> {
  const { bytes } = await decompress(fileSource(path));
  let size = 0;
  try {
    for await (const part of piecesOf(bytes, 1 << 20)) size += part.length;
  } catch {
    // One of the files is cut off; what is there counts.
  }
  return size;
}

/** The public files, each under so many names. */
async function publicFiles(folder: string, copies: number): Promise<Data> {
  let bytes = 0;
  for (const file of FILES) {
    const path = sharedPath(`simtel/data/${file}`);
    bytes += copies * await sizeOf(path);
    for (let i = 0; i < copies; i++) await Deno.symlink(path, `${folder}/${i}-${file}`);
  }
  return { name: `${FILES.length} public files × ${copies}`, folder, bytes };
}

/** Two files as they come out of a production: few headers, many events of one of the public ones. */
async function longFiles(folder: string, events: number): Promise<Data> {
  const path = sharedPath(`simtel/data/${FILES[2]}`);
  let bytes = 0;
  for (const name of ["one.simtel.zst", "two.simtel.zst"]) {
    using out = await Deno.create(`${folder}/${name}`);
    const writer = createSimtelWriter((chunk) => void out.writeSync(chunk), {
      compression: "zstd",
    });
    await using source = await openSimtel(path);
    const all = await Array.fromAsync(source);
    await writer.writeHeader(source.header);
    for (const calibration of source.calibrations.values()) {
      await writer.writeCalibration(calibration);
    }
    for (let i = 0; i < events; i++) {
      await writer.writeEvent(varied(all[i % all.length]!, i));
    }
    await writer.finish();
    bytes += await sizeOf(`${folder}/${name}`);
  }
  return { name: `2 long files of ${events} events`, folder, bytes };
}

/** The event under another number, with a little noise: equal ones would compress to nothing. */
function varied(event: ArrayEvent, number: number): ArrayEvent {
  let state = number + 1;
  const telescopes = event.telescopes.map((telescope) => {
    const { adc } = telescope;
    if (adc?.kind !== "adc_samples") return telescope;
    const values = adc.values.map((value) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return value + (state >>> 29);
    });
    return { ...telescope, adc: { ...adc, values } };
  });
  return { ...event, telescopes, eventId: 100 * (number + 1) };
}

/** Executes a variant in a process of its own. @throws if it did not end well */
async function once(variant: Variant, folder: string): Promise<Taken> {
  const script = fileURLToPath(new URL("chain_once.ts", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, variant, folder],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1)!);
}

function row(variant: Variant, { name, bytes }: Data, taken: readonly Taken[]): string[] {
  const of = (figure: (each: Taken) => number) => median(taken.map(figure));
  return [
    name,
    variant,
    of(({ count, ms }) => count / ms * 1000).toFixed(0),
    of(({ ms }) => bytes / ms / 1000).toFixed(0),
    of(({ count, cpuMs }) => cpuMs / count).toFixed(2),
    of(({ rssKiB }) => rssKiB * 1.024 / 1000).toFixed(0),
  ];
}

/**
 * Measures all variants in turns, and prints a table.
 *
 * @throws {Error} if one came out wrong, or not as the others
 */
export async function printChain(rounds: number, quick: boolean): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["public", "long"]) await Deno.mkdir(`${folder}/${name}`);
    const rows: string[][] = [];
    for (
      const data of [
        await publicFiles(`${folder}/public`, quick ? 3 : 40),
        await longFiles(`${folder}/long`, quick ? 40 : 1000),
      ]
    ) {
      const taken = new Map<Variant, Taken[]>();
      for (let round = 0; round < rounds; round++) {
        for (const variant of Object.keys(VARIANTS) as Variant[]) {
          taken.set(variant, [...taken.get(variant) ?? [], await once(variant, data.folder)]);
        }
      }
      checkSame([...taken.values()].flat());
      for (const [variant, each] of taken) rows.push(row(variant, data, each));
    }
    const head = ["files", "variant", "images/s", "MB/s", "CPU ms per image", "MB"];
    console.log(`${markdownTable(head, rows)}\n`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All have seen the same images, and in them the same light. */
function checkSame(taken: readonly Taken[]): void {
  const light = Math.max(...taken.map(({ intensity }) => intensity));
  for (const { count, intensity } of taken) {
    if (count !== taken[0]!.count) throw new Error(`${count} images, not ${taken[0]!.count}`);
    if (intensity > 0 && Math.abs(intensity / light - 1) > 1e-9) {
      throw new Error(`images with ${intensity} photo-electrons, not ${light}`);
    }
  }
}
