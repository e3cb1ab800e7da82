/** Files that are not as they should be, from ones that our own simulator makes. @module */
import { gzipSync, zstdCompressSync } from "node:zlib";
import { openSimtel } from "ctapipe-flow/simtel";
import { simulateFile } from "ctapipe-flow/simtel/simulate";
import { concat } from "../../lib/simtel/fuzz/bytes.ts";
import { mutate } from "../../lib/simtel/fuzz/mutations.ts";
import { Random } from "../../lib/simtel/fuzz/random.ts";
import { dumpLine } from "../../steps/_dump.ts";
import { labelOf } from "../../steps/_messages.ts";

/** What has happened to a file. */
export interface Damage {
  readonly how:
    | "none"
    | "flipped"
    | "mutated"
    | "cut"
    | "empty"
    | "noise"
    | "a folder"
    | "a link to nothing";
  /** Where, and how much of it. */
  readonly seed: number;
  readonly packed: "plain" | "gzip" | "zstd";
}

const SIMULATED = [1, 2, 4, 5];
const known = new Map<number, Uint8Array<ArrayBuffer>>();

/** A whole file, always the same for a number. */
async function simulated(index: number): Promise<Uint8Array<ArrayBuffer>> {
  const seed = SIMULATED[index % SIMULATED.length]!;
  const before = known.get(seed);
  if (before) return before;
  const parts: Uint8Array[] = [];
  const sink = new WritableStream<Uint8Array>({
    write: (part) => {
      parts.push(part.slice());
    },
  });
  await simulateFile(sink, { seed, showers: 3, nLst: 2, nMst: 2, nSamples: 16 });
  known.set(seed, concat(...parts));
  return known.get(seed)!;
}

/** Puts a file, or what is in its place, at `path`. */
export async function putDamaged(path: string, index: number, damage: Damage): Promise<void> {
  const { how, packed } = damage;
  if (how === "a folder") return await Deno.mkdir(path);
  if (how === "a link to nothing") return await Deno.symlink(`${path}.gone`, path);
  const whole = await simulated(index);
  const pack = { plain: (data: Uint8Array) => data, gzip: gzipSync, zstd: zstdCompressSync };
  const data = new Uint8Array(pack[packed](whole));
  await Deno.writeFile(path, damaged(data, damage));
}

function damaged(data: Uint8Array<ArrayBuffer>, { how, seed }: Damage): Uint8Array {
  const random = new Random(seed);
  switch (how) {
    case "flipped":
      for (let n = random.pick([1, 1, 2, 8]); n > 0; n--) {
        data[random.below(data.length)]! ^= 1 << random.below(8);
      }
      return data;
    case "mutated":
      return mutate(data, random);
    case "cut":
      return data.subarray(0, random.below(data.length));
    case "empty":
      return data.subarray(0, 0);
    case "noise":
      return data.subarray(0, 4096).map(() => random.below(256));
    default:
      return data;
  }
}

/** What a file gives by the library alone, without any flow. */
export interface Content {
  /** As the dump steps write them. */
  readonly lines: readonly string[];
  /** Whether there is an error behind them. */
  readonly broken: boolean;
  /** Whether it is no file at all: nobody looks for such. */
  readonly missing?: true;
}

/** Reads a file as a flow has to. */
export async function contentOf(path: string, name: string): Promise<Content> {
  const lines: string[] = [];
  if ((await Deno.lstat(path)).isDirectory) return { lines, broken: false, missing: true };
  try {
    await using file = await openSimtel(path);
    const { header } = file;
    const labels = new Map(header.telescopes.map((each) => [each.telId, labelOf(each)]));
    const { run } = header.runHeader;
    for await (const event of file) {
      // an event whose telescopes nobody knows is not sent at all
      const known = event.telescopes.map((data) => ({ data, telescope: labels.get(data.telId) }));
      if (known.some(({ telescope }) => !telescope)) return { lines, broken: true };
      for (const { data, telescope } of known) {
        const { eventId, type: eventType } = event;
        const packet = {
          kind: "telescope_event",
          file: name,
          run,
          eventId,
          eventType,
          telescope: telescope!,
          data,
        } as const;
        lines.push(dumpLine(telescope!.type === "LST" ? "LST" : "OTHER", packet));
      }
    }
    return { lines, broken: false };
  } catch {
    return { lines, broken: true };
  }
}
