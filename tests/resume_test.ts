/**
 * The real command line, killed again and again: what it has written in the end is, byte for byte,
 * what it writes undisturbed. A failure prints the seed; `-- --seed S` draws the same moments.
 *
 * @module
 */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { runCli, startCli } from "../lib/cli/_spawn.ts";
import { readJournal } from "../lib/engine/resume/journal.ts";

const { values } = parseArgs({
  args: Deno.args,
  strict: false,
  options: { seed: { type: "string" }, runs: { type: "string" } },
});

const NUMBERS = `
name: numbers
nodes:
  numbers: { step: int_generator, params: { count: 400000 }, next: { even: pair, odd: odd } }
  pair: { step: pair, next: { fives: fives, others: others } }
  odd: { step: odd, next: { fives: odds, others: odds } }
  fives: { step: string_writer, params: { filename: out/fives.txt } }
  others: { step: jsonl_writer, params: { filename: out/others.jsonl } }
  odds: { step: string_writer, params: { filename: out/odds.txt } }
`;

const SHOWERS = `
name: showers
nodes:
  simulator: { step: shower_simulator, params: { showers: 400, nLst: 2, nMst: 3 }, next: shunt }
  shunt: { step: shunt_telescope, next: { lst: lst, other: other } }
  lst: { step: lst_dump, next: { out: [lst_lines, lst_json] } }
  other: { step: other_dump, next: other_lines }
  lst_lines: { step: string_writer, params: { filename: out/lst.txt } }
  lst_json: { step: jsonl_writer, params: { filename: out/lst.jsonl } }
  other_lines: { step: string_writer, params: { filename: out/other.txt } }
`;

const PICTURES = `
name: pictures
nodes:
  simulator:
    step: shower_simulator
    params: { showers: 30, nLst: 2, nMst: 0, energyMin: 1, coreRadius: 100 }
    next: dl1
  dl1: { step: dl1, next: { out: [pages, files] } }
  pages: { step: camera_display, params: { filename: out/cameras.pdf } }
  files: { step: camera_display, params: { folder: out, what: peak_time } }
`;

/** A folder with a flow in it. */
class Place implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(flow: string): Promise<Place> {
    const path = await Deno.makeTempDir();
    await Deno.writeTextFile(`${path}/flow.yaml`, flow);
    return new Place(path);
  }

  at(name: string): string {
    return `${this.path}/${name}`;
  }

  /** All that was written, by name. */
  get outputs(): Record<string, string> {
    const names = [...Deno.readDirSync(this.at("out"))].map(({ name }) => name).sort();
    return Object.fromEntries(
      names.map((name) => [name, Deno.readTextFileSync(this.at(`out/${name}`))]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** A moment, and who is killed: the program and its parent, or only the parent, which it notices. */
interface Kill {
  /** So many cuts are waited for; then so many ms. */
  readonly cuts: number;
  readonly ms: number;
  readonly parentOnly: boolean;
}

const kill: fc.Arbitrary<Kill> = fc.record({
  cuts: fc.integer({ min: 0, max: 3 }),
  ms: fc.integer({ min: 0, max: 60 }),
  parentOnly: fc.boolean(),
});

const argsOf = (
  place: Place,
  mode: string,
) => ["run", place.at("flow.yaml"), "--mode", mode, "--progress", "none", "--log-level", "error"];
const resuming = (place: Place) => ["--resume", place.at("journal"), "--checkpoint-every", "10ms"];

/** Starts the flow and kills it. */
async function killed(place: Place, mode: string, { cuts, ms, parentOnly }: Kill): Promise<void> {
  const cut = () => readJournal(place.at("journal"))?.cut ?? -1;
  const before = cut();
  const child = startCli([...argsOf(place, mode), ...resuming(place)]);
  let ended = false;
  const status = child.status.finally(() => ended = true);
  while (!ended && cut() < before + cuts) await new Promise((r) => setTimeout(r, 1));
  await new Promise((r) => setTimeout(r, ms));
  for (const pid of parentOnly ? [] : childrenOf(child.pid)) killIfThere(pid);
  if (!ended) killIfThere(child.pid);
  await status;
  await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
}

/** Processes that a process of ours has started. */
function childrenOf(pid: number): number[] {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim();
    return text === "" ? [] : text.split(" ").map(Number);
  } catch {
    return []; // it has ended, or this is no Linux: then it notices by itself
  }
}

function killIfThere(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

const FLOWS = { numbers: NUMBERS, showers: SHOWERS, pictures: PICTURES };

for (const [name, flow] of Object.entries(FLOWS)) {
  for (const mode of ["sequential", "multiprocess"] as const) {
    Deno.test(`${mode}: ${name}: killed at any moment, it ends with the same bytes`, async () => {
      await using undisturbed = await Place.make(flow);
      assert.equal((await runCli(argsOf(undisturbed, mode))).code, 0);
      const expected = undisturbed.outputs;
      assert.ok(Object.values(expected).every((text) => text.length > 10_000));

      const kills = fc.array(kill, { minLength: 2, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(kills, async (kills) => {
          await using place = await Place.make(flow);
          for (const one of kills) await killed(place, mode, one);
          const { code, stderr } = await runCli([...argsOf(place, mode), ...resuming(place)]);
          assert.deepEqual([code, stderr.replace(/^all is done since .*\n/, "")], [0, ""]);
          const written = place.outputs;
          assert.deepEqual(Object.keys(written), Object.keys(expected));
          for (const [file, text] of Object.entries(written)) {
            assert.ok(text === expected[file], `${file} is not what it is undisturbed`);
          }
          assert.equal(readJournal(place.at("journal"))!.complete, true);
        }),
        {
          numRuns: Number(values.runs ?? 1),
          endOnFailure: true,
          ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
        },
      );
    });
  }
}

Deno.test("run --resume: mistakes are told in a line, with exit code 2", async () => {
  await using place = await Place.make(NUMBERS);
  const folder = place.at("journal");
  const again = (...args: string[]) => runCli([...argsOf(place, "sequential"), ...args]);
  assert.equal((await again("--max-packets", "10", ...resuming(place))).code, 0);
  const done = await again("--max-packets", "10", ...resuming(place));
  assert.deepEqual([done.code, done.stdout], [0, ""]);
  assert.match(done.stderr, /^all is done since [\dT:.-]+Z, as ".*journal" says\n$/);

  const other = await again("--resume", folder, "--set", "numbers.count=7");
  assert.equal(other.code, 2);
  assert.match(
    other.stderr,
    /^error: "[^"]+" cannot be resumed: of node "numbers" params\.count was 400000, now it is 7\n +hint: .*\n$/,
  );
  const alone = await again("--checkpoint-every", "1s");
  assert.equal(alone.code, 2);
  assert.match(alone.stderr, /^error: --checkpoint-every needs --resume\n/);
  await Deno.writeTextFile(place.at("file"), "");
  const inTheWay = await again("--resume", place.at("file"));
  assert.equal(inTheWay.code, 2);
  assert.match(inTheWay.stderr, /^error: ".*file" cannot be used: .*\n$/);
});

Deno.test("run --resume: consumers that cannot go on are told before it begins", async () => {
  await using place = await Place.make(`
name: telling
nodes:
  numbers: { step: int_generator, params: { count: 10 }, next: { even: tell, odd: [] } }
  tell: { step: ./tell.ts }
`);
  await Deno.writeTextFile(
    place.at("tell.ts"),
    `import { anyValue, defineStep } from "ctapipe-flow/step";
export default defineStep({
  name: "tell", kind: "consumer", summary: "Tell", input: anyValue, run() {},
});`,
  );
  const { code, stderr } = await runCli(
    ["run", place.at("flow.yaml"), "--progress", "plain", "--resume", place.at("journal")],
  );
  assert.equal(code, 0, stderr);
  assert.match(stderr, /tell.*has no `checkpoint`: what it was given after the last cut/);
});
