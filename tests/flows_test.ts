import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { graphHash } from "../lib/graph/mod.ts";
import { openSimtel, simtelInfo } from "../lib/simtel/mod.ts";
import { simulateFile, type SimulationOptions } from "../lib/simtel/simulate/mod.ts";
import { firstDifference } from "../lib/simtel/write/first_difference.ts";
import type { Report } from "../lib/telemetry/report.ts";
import { sharedPath, testShared } from "../lib/testing/shared.ts";
import { MODES } from "./conformance/_flow.ts";
import {
  execute,
  executeFile,
  flowPath,
  FLOWS,
  graphOfFile,
  graphOfText,
  sortedLines,
  withFolder,
} from "./_flows.ts";

function assertDone(report: Report): void {
  assert.deepEqual(report.errors.map(({ node, message }) => `${node}: ${message}`), []);
  assert.equal(report.status, "done");
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
}

/** The lines that the example is to write of a file, made from figures of another program part. */
async function expectedLines(path: string, calibrationEvents: boolean): Promise<string[]> {
  const info = await simtelInfo(path);
  const described = new Map(info.telescopes.map((each) => [each.tel_id, each]));
  return info.events.filter(({ type }) => type === "data" || calibrationEvents).flatMap((event) =>
    Object.entries(event.telescopes).map(([id, { adc }]) => {
      const { type, camera_name } = described.get(Number(id))!;
      const tag = type === "LST" ? "LST" : "OTHER";
      const head = `${tag} file=${info.file} run=${info.run_header.run} event=${event.event_id}`;
      const which = `type=${event.type} tel=${id} ${type} ${camera_name}`;
      if (!adc) return `${head} ${which} no data`;
      const shape = adc.shape.length === 3 ? adc.shape : [...adc.shape, 1];
      const crc = "crc32_le_u2" in adc ? adc.crc32_le_u2 : adc.crc32_le_u4;
      const { sum, min, max } = adc;
      return `${head} ${which} ${adc.kind} ${shape.join("x")} sum=${sum} min=${min} max=${max} ` +
        `crc32=${crc}`;
    })
  ).sort();
}

/** A file that the simulation wrote without any flow. */
async function simulatedBytes(options: SimulationOptions): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const sink = (chunk: Uint8Array<ArrayBuffer>) => void chunks.push(chunk);
  const { triggered } = await simulateFile(sink, options, { compression: "zstd" });
  assert.ok(triggered > 0);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Compares lists of lines without printing all of them. */
function assertSameLines(actual: readonly string[], expected: readonly string[]): void {
  assert.equal(actual.length, expected.length, "number of lines");
  const at = actual.findIndex((line, index) => line !== expected[index]);
  if (at >= 0) assert.equal(actual[at], expected[at]);
}

Deno.test("the example is the same graph in both notations", async () => {
  const [yaml, jsonc] = await Promise.all(
    ["example.yaml", "example.jsonc"].map((f) => graphOfFile(f)),
  );
  assert.equal(graphHash(yaml!), graphHash(jsonc!));
  assert.equal(yaml!.nodes.length, 5);
});

Deno.test("every flow in flows/ is executed by a test of this file", async () => {
  const own = await Deno.readTextFile(new URL(import.meta.url));
  for await (const { name } of Deno.readDir(FLOWS)) {
    if (!/\.(yaml|jsonc)$/.test(name)) continue;
    assert.ok(own.includes(`"${name}"`), `no test executes ${name}`);
  }
});

const HERE = new URL("outside.yaml", import.meta.url);
const DEMO = flowPath("data/gamma_demo.simtel.zst");

for (const mode of MODES) {
  for (const name of ["example.yaml", "example.jsonc"]) {
    Deno.test(`${mode}: ${name} writes what simtelInfo says of the file`, () =>
      withFolder(async (folder) => {
        const out = join(folder, "new", "strings.txt");
        const { report } = await executeFile(name, mode, [`string_writer.filename=${out}`]);
        assertDone(report);
        const expected = await expectedLines(DEMO, false);
        assert.ok(expected.length > 10);
        assertSameLines(await sortedLines(out), expected);
        assert.deepEqual(report.outputs.map(({ path }) => path), [out]);
        assert.deepEqual(report.inputs.map(({ path }) => basename(path)), [basename(DEMO)]);
        assert.deepEqual([...Deno.readDirSync(join(folder, "new"))].length, 1, "no .partial left");
      }));
  }

  Deno.test(`${mode}: many_files.yaml reads every file that matches, in a folder of two`, () =>
    withFolder(async (folder) => {
      const files = [join(folder, "a.simtel.zst"), join(folder, "b.simtel.zst")] as const;
      await Deno.copyFile(DEMO, files[0]);
      await Deno.writeFile(files[1], await simulatedBytes({ seed: 2, showers: 4, nMst: 2 }));
      const out = join(folder, "lines.txt");
      const { report } = await executeFile("many_files.yaml", mode, [
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

  Deno.test(`${mode}: simulate.yaml writes the bytes that the simulation writes itself`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "s.simtel.zst");
      const { report } = await executeFile("simulate.yaml", mode, [`writer.filename=${out}`]);
      assertDone(report);
      const expected = await simulatedBytes({ seed: 7, showers: 5 });
      const actual = await Deno.readFile(out);
      assert.equal(actual.length, expected.length);
      assert.equal(actual.findIndex((byte, i) => byte !== expected[i]), -1, "first other byte");
    }));

  Deno.test(`${mode}: own_step.yaml executes a step from a file beside the flow`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "bright.jsonl");
      const set = [`bright_tels.filename=${out}`, "bright.threshold=200", "simulator.showers=8"];
      const { report } = await executeFile("own_step.yaml", mode, set);
      assertDone(report);
      const lines = (await sortedLines(out)).map((line) => JSON.parse(line));
      assert.ok(lines.length > 0 && lines.every(({ nPe }) => nPe >= 200));
      const bright = report.nodes.bright!;
      assert.ok(bright.done > lines.length, "faint ones are dropped");
      assert.equal(lines.length, report.nodes.bright_tels?.done);
    }));

  Deno.test(`${mode}: a file outside of root is denied, and the message says what to add`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "lines.txt");
      const graph = await graphOfText(
        `
          name: outside
          nodes:
            paths: { step: ./_paths_step.ts, params: { paths: ["${DEMO}"] }, next: reader }
            reader: { step: read_simtel, params: { root: ${folder} }, next: lines }
            lines: { step: jsonl_writer, params: { filename: ${out} } }
        `,
        HERE,
      );
      const { report } = await execute(graph, mode, HERE);
      assert.equal(report.exitCode, 1);
      const [error] = report.errors;
      assert.equal(error?.node, "reader");
      assert.equal(error?.code, "permission_denied");
      assert.deepEqual(error?.denial, { kind: "read", resource: DEMO });
      assert.equal(
        error?.hint,
        `to allow it, add to node "reader":  permissions: { read: ["${DEMO}"] }`,
      );
      assert.ok(report.ledger.balanced);
      await assert.rejects(Deno.stat(out), Deno.errors.NotFound);
      assert.ok((await Deno.stat(`${out}.partial`)).isFile);
    }));

  const counts: [file: string, lst: number, other: number, set?: string][] = [
    ["history_meta_75.simtel.zst", 4, 11],
    ["prod4_pixelsettings_v3.gz", 10, 0],
    ["lst_with_photons.simtel.zst", 1, 0],
    ["40k_pixels.simtel.zst", 0, 2],
    ["calib_events.simtel.gz", 0, 0],
    ["calib_events.simtel.gz", 1, 6, "reader.calibrationEvents=true"],
    ["test_lasercal_v3.simtel.gz", 10, 0, "reader.onTruncated=warn"],
  ];
  for (const [file, lst, other, option] of counts) {
    testShared(
      `${mode}: the example finds ${lst} and ${other} in ${file} ${option ?? ""}`,
      () =>
        withFolder(async (folder) => {
          const path = sharedPath(`simtel/data/${file}`);
          const out = join(folder, "strings.txt");
          const set = [`reader.filename=${path}`, `string_writer.filename=${out}`];
          const { report, logs } = await executeFile("example.yaml", mode, [
            ...set,
            ...option ? [option] : [],
          ]);
          assertDone(report);
          assert.equal(report.nodes.lst_dump?.done, lst);
          assert.equal(report.nodes.other_dump?.done, other);
          const calibration = option === "reader.calibrationEvents=true";
          assertSameLines(await sortedLines(out), await expectedLines(path, calibration));
          const warnings = logs.filter(({ level }) => level === "warning");
          assert.equal(warnings.length, option === "reader.onTruncated=warn" ? 1 : 0);
          for (const { node, message } of warnings) {
            assert.equal(node, "reader");
            assert.match(message, /cut off at byte 3545024 .* inside \d+/);
          }
        }),
    );
  }

  testShared(
    `${mode}: a file that is cut off delivers what it has, then fails the flow`,
    () =>
      withFolder(async (folder) => {
        const path = sharedPath("simtel/data/test_lasercal_v3.simtel.gz");
        const out = join(folder, "strings.txt");
        await Deno.writeTextFile(out, "old\n");
        const set = [`reader.filename=${path}`, `string_writer.filename=${out}`];
        const { report } = await executeFile("example.yaml", mode, set);
        assert.equal(report.exitCode, 1);
        assert.equal(report.errors.length, 1);
        const [error] = report.errors;
        assert.equal(error?.node, "reader");
        assert.equal(error?.code, "truncated");
        assert.match(error!.message, /at byte 3545024 in object \d+/);
        assert.equal(report.nodes.lst_dump?.done, 10);
        assert.ok(report.ledger.balanced);
        assert.deepEqual(await sortedLines(out), ["old"]);
        assertSameLines(await sortedLines(`${out}.partial`), await expectedLines(path, false));
      }),
  );

  for (const file of ["lst_with_photons.simtel.zst", "calib_events.simtel.gz"]) {
    testShared(
      `${mode}: ${file} read, written and read again has the same events`,
      () =>
        withFolder(async (folder) => {
          const path = sharedPath(`simtel/data/${file}`);
          const out = join(folder, "copy.simtel.zst");
          const graph = await graphOfText(
            `
            name: copy
            nodes:
              reader:
                step: simtel_reader
                params: { filename: ${path}, calibrationEvents: true }
                next: { events: writer, records: writer }
              writer: { step: simtel_writer, params: { filename: ${out} } }
          `,
            new URL("copy.yaml", FLOWS),
          );
          assertDone((await execute(graph, mode)).report);
          const [before, after] = await Promise.all([path, out].map(contentOf));
          assert.equal(firstDifference(after, before), null);
        }),
    );
  }
}

async function contentOf(path: string) {
  await using file = await openSimtel(path, { calibrationEvents: true, untriggered: true });
  const events = await Array.fromAsync(file, (event) => ({ ...event, offset: 0 }));
  return { header: file.header, events, calibrations: [...file.calibrations] };
}
