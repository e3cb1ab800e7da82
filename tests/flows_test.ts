import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { graphHash } from "../lib/graph/mod.ts";
import { openSimtel } from "../lib/simtel/mod.ts";
import { firstDifference } from "../lib/simtel/write/first_difference.ts";
import { sharedPath, testShared } from "../lib/testing/shared.ts";
import { MODES } from "./conformance/_flow.ts";
import { assertDone, assertSameLines, expectedLines } from "./_expected.ts";
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

Deno.test("the example is the same graph in both notations", async () => {
  const [yaml, jsonc] = await Promise.all(
    ["example.yaml", "example.jsonc"].map((f) => graphOfFile(f)),
  );
  assert.equal(graphHash(yaml!), graphHash(jsonc!));
  assert.equal(yaml!.nodes.length, 5);
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
