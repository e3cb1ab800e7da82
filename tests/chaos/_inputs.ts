/** Cases of the real command line whose input files are damaged, or not there. @module */
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { quarantineFiles, readPacket } from "../../lib/engine/mod.ts";
import type { OnErrorSpec } from "../../lib/graph/mod.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";
import { type Content, contentOf, type Damage, putDamaged } from "./_damage.ts";
import { count, countNodes, emptyTally, type Tally } from "./_tally.ts";
import { type Ended, runTool, shortened } from "./_tool.ts";

/** Files, and what becomes of those that cannot be read. */
export interface InputCase {
  readonly layer: "inputs";
  readonly mode: Mode;
  readonly files: readonly Damage[];
  readonly onError: OnErrorSpec | null;
  readonly replicas: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  how: fc.constantFrom<Damage["how"][]>(
    "none",
    "none",
    "flipped",
    "flipped",
    "mutated",
    "cut",
    "cut",
    "empty",
    "noise",
    "a folder",
    "a link to nothing",
  ),
  seed: fc.nat(),
  packed: fc.constantFrom("plain", "plain", "gzip", "zstd"),
});

/** Random cases. */
export const inputCase: fc.Arbitrary<InputCase> = fc.record({
  layer: fc.constant("inputs" as const),
  mode: fc.constantFrom<Mode>("sequential", "multiprocess"),
  files: fc.array(damage, { minLength: 1, maxLength: 4 }),
  onError: fc.constantFrom<(OnErrorSpec | null)[]>(
    null,
    "skip",
    "quarantine",
    { retry: { times: 1, backoffMs: 1 }, then: "skip" },
    { retry: { times: 2, backoffMs: 0 }, then: "quarantine" },
  ),
  replicas: fc.integer({ min: 1, max: 2 }),
});

/** What a case is, for people. */
export function inputText({ mode, files, onError, replicas }: InputCase): string {
  const each = files.map(({ how, packed, seed }) => `${packed} ${how} (${seed})`).join(", ");
  return `  ${mode}: ${each}; onError ${JSON.stringify(onError)}, x${replicas}`;
}

/** Executes a case. @throws {Error} if something is not as it must be */
export async function tryInputs(one: InputCase): Promise<Tally> {
  const folder = await Deno.makeTempDir({ prefix: "chaos-" });
  try {
    await Deno.mkdir(join(folder, "tmp"));
    await Deno.mkdir(join(folder, "data"));
    const names = one.files.map((_, at) => `${at}.simtel`);
    await Promise.all(
      names.map((name, at) => putDamaged(join(folder, "data", name), at, one.files[at]!)),
    );
    const contents = await Promise.all(
      names.map((name) => contentOf(join(folder, "data", name), name)),
    );
    await Deno.writeTextFile(join(folder, "flow.jsonc"), JSON.stringify(flowOf(one)));
    const args = [`--mode=${one.mode}`, "--report=report.json", "--quarantine=quarantine"];
    const ended = await runTool(folder, args);
    try {
      return await check(one, folder, contents, ended);
    } catch (error) {
      throw new Error(
        `${(error as Error).message}\nexit code ${ended.code}, it said:\n${
          shortened(ended.stderr)
        }`,
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function flowOf({ onError, replicas }: InputCase) {
  return {
    name: "inputs",
    nodes: {
      files: { step: "list_files", params: { pattern: "data/*.simtel" }, next: "read" },
      read: {
        step: "read_simtel",
        params: { root: "data" },
        next: { events: "shunt" },
        replicas,
        ...(onError && { onError }),
      },
      shunt: { step: "shunt_telescope", next: { lst: "lst", other: "other" } },
      lst: { step: "lst_dump", next: "writer" },
      other: { step: "other_dump", next: "writer" },
      writer: { step: "string_writer", params: { filename: "lines.txt" } },
    },
  };
}

async function check(
  { onError, files }: InputCase,
  folder: string,
  contents: readonly Content[],
  { code, stderr }: Ended,
): Promise<Tally> {
  assert.doesNotMatch(stderr, /this is a bug/i);
  const report: Report = JSON.parse(await Deno.readTextFile(join(folder, "report.json")));
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
  assert.equal(code, report.exitCode);
  const broken = contents.filter(({ broken }) => broken).length;
  const written = await linesOf(join(folder, "lines.txt"));
  const isEmpty = contents.every(({ missing }) => missing);
  const fails = isEmpty || (broken > 0 && onError === null);
  assert.equal(report.status, fails ? "failed" : "done", report.errors[0]?.message);
  const { skipped, quarantined, retries = 0 } = report.nodes.read!;
  const tally = { ...emptyTally(), cases: 1 };
  for (const { how } of files) if (how !== "none") count(tally, `a file is ${how}`);
  countNodes(tally, Object.values(report.nodes));
  if (fails) {
    assert.equal(written, null, "failed, and the results have their name");
    const drafted = await linesOf(join(folder, "lines.txt.partial"));
    const all = new Set(contents.flatMap(({ lines }) => lines));
    for (const line of drafted ?? []) assert.ok(all.has(line), line);
    const where = isEmpty
      ? /: node files, run, /
      : /error\[[\w-]+\]: node read, run, packet files#\d/;
    assert.match(stderr, where);
    return tally;
  }
  // nothing of a file that cannot be read to its end
  const expected = contents.filter(({ broken }) => !broken).flatMap(({ lines }) => lines);
  assert.deepEqual(written?.toSorted(), expected.toSorted());
  const isKept = JSON.stringify(onError).includes("quarantine");
  assert.deepEqual([skipped, quarantined], isKept ? [0, broken] : [broken, 0]);
  const times = typeof onError === "object" ? onError?.retry?.times ?? 0 : 0;
  assert.equal(retries, times * broken);
  await checkKept(folder, isKept ? contents.map(({ broken }) => broken) : []);
  return tally;
}

/** What is in quarantine must be the files that could not be read. */
async function checkKept(folder: string, broken: readonly boolean[]): Promise<void> {
  const kept = await quarantineFiles(join(folder, "quarantine")).catch(() => []);
  const paths = await Promise.all(kept.map(async ({ path }) => (await readPacket(path)).value));
  const names = paths.map((path) => String(path).replace(/^.*\//, "")).sort();
  assert.deepEqual(names, broken.flatMap((is, at) => is ? [`${at}.simtel`] : []));
}

async function linesOf(path: string): Promise<string[] | null> {
  const text = await Deno.readTextFile(path).catch(() => null);
  return text === null ? null : text.split("\n").filter((line) => line !== "");
}
