import { sourceOf } from "../byte_source.ts";
import { decompress } from "../decompress.ts";
import { decode } from "../layout.ts";
import { layoutOf } from "../layouts.ts";
import { openSimtel, SimtelError } from "../mod.ts";
import { readObjects } from "../object_stream.ts";
import type { SimtelObject } from "../simtel_object.ts";
import { inChunks } from "./bytes.ts";
import { seedInputs } from "./inputs.ts";
import { LARGEST_INPUT, mutate } from "./mutations.ts";
import { Random } from "./random.ts";

/** What a case may take in bytes; the decoder's own budget for an object is half of it. */
const MEMORY = { fixed: 64 * 1024 * 1024, perByte: 512 };
const MOST_SECONDS = 5;

/** How many cases ended how; a failure is described so that it can be run again. */
export interface FuzzResult {
  cases: number;
  errors: number;
  results: number;
  failures: string[];
  /** Most memory that one case took, in bytes. */
  mostMemory: number;
  /** How many errors of each code. */
  codes: Map<string, number>;
}

/** Which cases to run. */
export interface FuzzOptions {
  cases: number;
  seed: number;
  /** Runs this case only. */
  only?: number;
}

/** Runs the cases. The same seed gives the same cases, independent of each other. */
export async function fuzz({ cases, seed, only }: FuzzOptions): Promise<FuzzResult> {
  const inputs = await seedInputs();
  const result: FuzzResult = {
    cases: 0,
    errors: 0,
    results: 0,
    failures: [],
    mostMemory: 0,
    codes: new Map(),
  };
  for (let index = only ?? 0; index < (only === undefined ? cases : only + 1); index++) {
    const random = new Random(seed * 1_000_003 + index);
    const [name, input] = random.pick(inputs);
    const damaged = mutate(input, random);
    result.cases++;
    const failure = await runCase(damaged, random, result);
    if (failure !== null) {
      result.failures.push(`--seed ${seed} --only ${index} (${name}): ${failure}`);
    }
  }
  return result;
}

/** Runs one case; says what is wrong with its outcome, if anything. */
async function runCase(
  input: Uint8Array,
  random: Random,
  result: FuzzResult,
): Promise<string | null> {
  const chunk = random.pick([7, 100, 4096, LARGEST_INPUT]);
  const before = memory();
  const start = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("hangs")), 1000 * MOST_SECONDS);
  });
  try {
    await Promise.race([
      random.below(2) === 0 ? readFile(input, chunk) : readAll(input, chunk),
      late,
    ]);
    result.results++;
  } catch (error) {
    if (!(error instanceof SimtelError)) return `${(error as Error)?.stack ?? error}`;
    if (!Number.isInteger(error.offset) || error.offset < 0) return `offset ${error.offset}`;
    result.errors++;
    result.codes.set(error.code, (result.codes.get(error.code) ?? 0) + 1);
  } finally {
    clearTimeout(timer);
  }
  const taken = memory() - before;
  result.mostMemory = Math.max(result.mostMemory, taken);
  const allowed = MEMORY.fixed + MEMORY.perByte * input.length;
  if (taken > allowed) return `${taken} bytes of memory for an input of ${input.length}`;
  const seconds = (performance.now() - start) / 1000;
  return seconds > MOST_SECONDS ? `took ${seconds} s` : null;
}

/** Reads the input as a file, with everything that can be decoded. */
async function readFile(input: Uint8Array, chunk: number): Promise<void> {
  const options = { calibrationEvents: true, untriggered: true } as const;
  await using file = await openSimtel(inChunks(input, chunk), options);
  for await (const event of file) if (event.offset < 0) throw new Error("offset below zero");
}

/** Decodes every object of the input by itself, at any depth. */
async function readAll(input: Uint8Array, chunk: number): Promise<void> {
  const { bytes } = await decompress(sourceOf(inChunks(input, chunk)));
  for await (const object of readObjects(bytes)) decodeAll(object);
}

function decodeAll(object: SimtelObject): void {
  const layout = layoutOf(object.type);
  if (layout !== undefined) decode(object, layout);
  else if (object.header.onlySubObjects) {
    for (const child of object.children()) {
      decodeAll(child);
    }
  }
}

function memory(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

/** Runs the undamaged inputs; for a test that they are sound to begin with. */
export async function readSeedInputs(): Promise<string[]> {
  const small = (await seedInputs()).filter(([name]) => name.startsWith("small file"));
  const seen: string[] = [];
  for (const [, input] of small) {
    await using file = await openSimtel(inChunks(input, 4096), {
      calibrationEvents: true,
      untriggered: true,
    });
    const types: string[] = [];
    for await (const event of file) types.push(`${event.type} ${event.eventId}`);
    seen.push(types.join(", "));
  }
  return seen;
}
