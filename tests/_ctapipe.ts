/** Whether ctapipe can read a file, for tests. @module */
import assert from "node:assert/strict";
import { PYTHON } from "../lib/testing/programs.ts";

/** What ctapipe would find in a file. */
export interface CtapipeFile {
  /** By their rows of the layout. */
  readonly telescopes: readonly number[];
  /** Frames of the pointing, by run. */
  readonly blocks: Readonly<Record<string, string>>;
  readonly events: readonly CtapipeEvent[];
}

/** An event; null is the intensity of an image without parameters. */
export type CtapipeEvent = readonly [
  run: number,
  event: number,
  type: string,
  telescopes: readonly number[],
  intensities: readonly (number | null)[],
];

/** Reads a file as ctapipe does. Fails where ctapipe would. */
export async function readAsCtapipe(path: string): Promise<CtapipeFile> {
  const program = new URL("ctapipe_reads.py", import.meta.url).pathname;
  const { success, stdout, stderr } = await new Deno.Command(PYTHON, { args: [program, path] })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
