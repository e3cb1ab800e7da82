import assert from "node:assert/strict";
import { join } from "node:path";
import { graphHash } from "../lib/graph/mod.ts";
import { simtelInfo } from "../lib/simtel/mod.ts";
import { MODES } from "./conformance/_flow.ts";
import { assertDone, assertSameLines, expectedLines, simulatedBytes } from "./_expected.ts";
import { executeFile, flowPath, FLOWS, graphOfFile, sortedLines, withFolder } from "./_flows.ts";

const DEMO = flowPath("data/gamma_demo.simtel.zst");

Deno.test("every flow in flows/ is executed by a test", async () => {
  const here = new URL("./", import.meta.url);
  const tests = [...Deno.readDirSync(here)].filter(({ name }) => name.endsWith("_test.ts"));
  const texts = await Promise.all(tests.map(({ name }) => Deno.readTextFile(new URL(name, here))));
  const text = texts.join("");
  for await (const { name } of Deno.readDir(FLOWS)) {
    if (!/\.(yaml|jsonc?|ts)$/.test(name) || name === "flow.schema.json") continue;
    assert.ok(text.includes(`"${name}"`), `no test executes ${name}`);
  }
});

const ROUTING = ["02_routing.yaml", "02_routing.jsonc", "02_routing.ts", "02_routing.json"];
const ROUTED = [0, 2, 4, 5, 6, 8, 12, 14, -1, -3, -7, -9, -10, -11, -13].map(String).sort();

Deno.test("four notations, one graph", async () => {
  const hashes = await Promise.all(ROUTING.map(async (name) => graphHash(await graphOfFile(name))));
  assert.deepEqual(new Set(hashes).size, 1);
});

/** Lines without the name of the file that the events came from. */
const withoutFile = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/file=\S+ /, "")).sort();

/** What is to be written of showers that a flow simulates. */
async function simulatedLines(options: Parameters<typeof simulatedBytes>[0]): Promise<string[]> {
  let lines: string[] = [];
  await withFolder(async (folder) => {
    const file = join(folder, "simulated.zst");
    await Deno.writeFile(file, await simulatedBytes(options));
    lines = await expectedLines(file, false);
  });
  return withoutFile(lines);
}

for (const mode of MODES) {
  Deno.test(`${mode}: 01_hello.yaml writes every event`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "events.jsonl");
      const { report } = await executeFile("01_hello.yaml", mode, [`writer.filename=${out}`]);
      assertDone(report);
      const { events } = await simtelInfo(DEMO);
      const written = (await sortedLines(out)).map((line) => JSON.parse(line).event.eventId);
      assert.deepEqual(
        written.sort((a, b) => a - b),
        events.filter(({ type }) => type === "data").map(({ event_id }) => event_id),
      );
    }));

  for (const name of ROUTING) {
    Deno.test(`${mode}: ${name} writes its 15 lines`, () =>
      withFolder(async (folder) => {
        const out = join(folder, "numbers.txt");
        const { report } = await executeFile(name, mode, [`writer.filename=${out}`]);
        assertDone(report);
        assert.deepEqual(await sortedLines(out), ROUTED);
      }));
  }

  Deno.test(`${mode}: 03_broadcast.yaml gives both branches all of it`, () =>
    withFolder(async (folder) => {
      const [lines, raw] = [join(folder, "lst.txt"), join(folder, "lst.jsonl")] as const;
      const set = [`lines.filename=${lines}`, `raw.filename=${raw}`];
      const { report } = await executeFile("03_broadcast.yaml", mode, set);
      assertDone(report);
      const expected = (await expectedLines(DEMO, false)).filter((line) => line.startsWith("LST"));
      assertSameLines(await sortedLines(lines), expected);
      const copies = (await sortedLines(raw)).map((line) => JSON.parse(line))
        .map(({ eventId, telescope }) => `event=${eventId} type=data tel=${telescope.telId} `);
      assert.equal(copies.length, expected.length);
      for (const copy of copies) assert.ok(expected.some((line) => line.includes(copy)), copy);
    }));

  Deno.test(`${mode}: 04_fan_in.yaml writes what both producers give`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "lines.txt");
      const { report } = await executeFile("04_fan_in.yaml", mode, [`lines.filename=${out}`]);
      assertDone(report);
      const expected = [
        ...withoutFile(await expectedLines(DEMO, false)),
        ...await simulatedLines({ seed: 4, showers: 5 }),
      ];
      assertSameLines(withoutFile(await sortedLines(out)), expected.sort());
    }));

  Deno.test(`${mode}: 05_replicas.yaml shares the work and loses nothing`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "lines.txt");
      const { report } = await executeFile("05_replicas.yaml", mode, [`lines.filename=${out}`]);
      assertDone(report);
      const { perReplica, done, maxQueued } = report.nodes.dump!;
      assert.equal(perReplica.length, 4);
      assert.equal(perReplica.reduce((a, b) => a + b), done);
      assert.ok(maxQueued <= 8);
      const expected = await simulatedLines({ seed: 5, showers: 40 });
      assertSameLines(
        withoutFile(await sortedLines(out)),
        expected.map((line) => line.replace(/^LST/, "OTHER")).sort(),
      );
    }));

  Deno.test(`${mode}: 07_many_files.yaml reads every file that matches, in a folder of two`, () =>
    withFolder(async (folder) => {
      const files = [join(folder, "a.simtel.zst"), join(folder, "b.simtel.zst")] as const;
      await Deno.copyFile(DEMO, files[0]);
      await Deno.writeFile(files[1], await simulatedBytes({ seed: 2, showers: 4, nMst: 2 }));
      const out = join(folder, "lines.txt");
      const { report } = await executeFile("07_many_files.yaml", mode, [
        `files.pattern=${folder}/*.simtel.zst`,
        `reader.root=${folder}`,
        `lines.filename=${out}`,
      ]);
      assertDone(report);
      assert.equal(report.nodes.reader?.received, 2);
      assert.deepEqual(
        report.inputs.map(({ path }) => path).sort(),
        files,
        "the report names the files that were read",
      );
      const expected = (await Promise.all(files.map((f) => expectedLines(f, false))))
        .flat().map((line) => line.replace(/^LST/, "OTHER")).sort();
      assertSameLines(await sortedLines(out), expected);
    }));

  Deno.test(`${mode}: 09_simulate.yaml writes the bytes that the simulation writes itself`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "s.simtel.zst");
      const { report } = await executeFile("09_simulate.yaml", mode, [`writer.filename=${out}`]);
      assertDone(report);
      const expected = await simulatedBytes({ seed: 7, showers: 5 });
      const actual = await Deno.readFile(out);
      assert.equal(actual.length, expected.length);
      assert.equal(actual.findIndex((byte, i) => byte !== expected[i]), -1, "first other byte");
    }));

  Deno.test(`${mode}: 06_own_step.yaml executes a step from a file beside the flow`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "bright.jsonl");
      const set = [`bright_tels.filename=${out}`, "bright.threshold=200", "simulator.showers=8"];
      const { report } = await executeFile("06_own_step.yaml", mode, set);
      assertDone(report);
      const lines = (await sortedLines(out)).map((line) => JSON.parse(line));
      assert.ok(lines.length > 0 && lines.every(({ nPe }) => nPe >= 200));
      const bright = report.nodes.bright!;
      assert.ok(bright.done > lines.length, "faint ones are dropped");
      assert.equal(lines.length, report.nodes.bright_tels?.done);
    }));

  Deno.test(`${mode}: 08_typed.ts has a branch for each seed`, () =>
    withFolder(async (folder) => {
      const file = (name: string) => join(folder, `${name}.jsonl`);
      const outputs = ["faint", "lines_1", "lines_2", "lines_3"];
      const set = outputs.map((node) => `${node}.filename=${file(node)}`);
      const { report } = await executeFile("08_typed.ts", mode, set);
      assertDone(report);
      assert.equal(report.outputs.length, 4);
      for (const seed of [1, 2, 3]) {
        const bright = await sortedLines(file(`lines_${seed}`));
        assert.ok(bright.length > 0);
        for (const line of bright) assert.ok(JSON.parse(line).nPe >= 100 * seed);
        const lst = (await simulatedLines({ seed, showers: 10 })).filter((l) =>
          l.startsWith("LST")
        );
        assert.equal(report.nodes[`brightness_${seed}`]!.done, lst.length);
      }
    }));
}
