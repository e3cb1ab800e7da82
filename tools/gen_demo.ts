/**
 * Makes the demo file of the example flows, `flows/data/gamma_demo.simtel.zst`.
 *
 *     deno run -RW tools/gen_demo.ts          write it
 *     deno run -R tools/gen_demo.ts --check   compare it with a fresh one, exit 1 if it differs
 */

import { zstdDecompressSync } from "node:zlib";
import { simulateFile, type SimulationOptions } from "../lib/simtel/simulate/mod.ts";

/** The settings of the demo file. */
export const DEMO: SimulationOptions = {
  seed: 20,
  showers: 32,
  nSamples: 20,
  energyMin: 0.05,
  spectralIndex: -1.8,
  coreRadius: 320,
};

/** Where the demo file is. */
export const DEMO_FILE: URL = new URL("../flows/data/gamma_demo.simtel.zst", import.meta.url);

/** Simulates the demo file in memory. */
export async function makeDemo(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await simulateFile((chunk) => void chunks.push(chunk), DEMO, { compression: "zstd" });
  return await new Blob(chunks).bytes();
}

/**
 * Compares the stored demo file with a fresh one. Returns what is wrong, `null` if they are equal;
 * bytes that differ only by the compressor are told apart from a different simulation.
 */
export async function compareDemo(stored: Uint8Array): Promise<string | null> {
  const fresh = await makeDemo();
  if (sameBytes(stored, fresh)) return null;
  return sameBytes(zstdDecompressSync(stored), zstdDecompressSync(fresh))
    ? "the demo file is compressed differently (another zstd library?), its content is the same"
    : "the demo file differs from what the simulation gives now: run `deno run -RW tools/gen_demo.ts`";
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

if (import.meta.main) {
  if (Deno.args.includes("--check")) {
    const problem = await compareDemo(await Deno.readFile(DEMO_FILE));
    console.log(problem ?? "the demo file is up to date");
    Deno.exit(problem ? 1 : 0);
  }
  await Deno.mkdir(new URL(".", DEMO_FILE), { recursive: true });
  await Deno.writeFile(DEMO_FILE, await makeDemo());
}
