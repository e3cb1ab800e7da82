import assert from "node:assert/strict";
import { join } from "node:path";
import { runFlow } from "../lib/engine/mod.ts";
import type { FlowGraph } from "../lib/graph/mod.ts";
import { sharedPath, testShared } from "../lib/testing/shared.ts";
import type { StereoRecord } from "../steps/stereo_reconstruct.ts";
import { engineOf, MODES, type TestMode } from "./conformance/_flow.ts";
import { assertDone } from "./_expected.ts";
import { FLOWS, graphOfFile, graphOfText, withFolder } from "./_flows.ts";

/** A shower as the table has it, lengths in metre and angles in degree. */
interface Row {
  readonly HillasReconstructor_is_valid: boolean;
  readonly HillasReconstructor_core_x: number;
  readonly HillasReconstructor_core_y: number;
  readonly HillasReconstructor_n_telescopes: number;
  readonly HillasReconstructor_n_images: number;
  readonly true_core_x: number;
  readonly true_core_y: number;
  readonly offset: number;
}

/** Executes a graph that writes JSON lines to a folder; gives them. */
async function rowsOf<R>(graph: FlowGraph, mode: TestMode, folder: string, base: URL = FLOWS) {
  const quarantine = join(folder, "aside");
  const report = await runFlow(graph, { ...engineOf(mode), base: base.href, quarantine });
  assertDone(report);
  const text = await Deno.readTextFile(join(folder, "rows.jsonl"));
  const rows = text.trim().split("\n").map((line) => JSON.parse(line) as R);
  return { report, rows, text };
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
const coreOffset = (row: Row) =>
  Math.hypot(
    row.HillasReconstructor_core_x - row.true_core_x,
    row.HillasReconstructor_core_y - row.true_core_y,
  );

let sequential = "";
for (const mode of MODES) {
  Deno.test(`${mode}: stereo.yaml finds the showers of the demo file, the same in every engine`, () =>
    withFolder(async (folder) => {
      const set = `showers.filename=${join(folder, "rows.jsonl")}`;
      const graph = await graphOfFile("stereo.yaml", [set]);
      const { report, rows, text } = await rowsOf<Row>(graph, mode, folder);
      const found = rows.filter((row) => row.HillasReconstructor_is_valid);
      assert.ok(found.length >= 25, `${found.length} of ${rows.length}`);
      assert.ok(median(found.map(({ offset }) => offset)) < 0.06);
      assert.ok(median(found.map(coreOffset)) < 10);
      for (const row of rows) {
        assert.ok(row.HillasReconstructor_n_images <= row.HillasReconstructor_n_telescopes);
      }
      const { cuts, join: joined, stereo } = report.nodes;
      assert.equal(cuts!.figures!["contained: left"], joined!.received);
      assert.equal(stereo!.figures!["reconstructed"], found.length);
      assert.equal(joined!.emitted, rows.length);
      sequential ||= text;
      assert.equal(text, sequential);
    }));
}

testShared(
  "stereo.yaml finds the event of history_meta_75 within 0.3 degrees and 30 m",
  () =>
    withFolder(async (folder) => {
      const data = sharedPath("simtel/data");
      const graph = await graphOfFile("stereo.yaml", [
        `files.pattern=${data}/history_meta_75.simtel.zst`,
        `reader.root=${data}`,
        `showers.filename=${join(folder, "rows.jsonl")}`,
      ]);
      const { rows: [event, ...more] } = await rowsOf<Row>(graph, "multiprocess", folder);
      assert.deepEqual(more, []);
      assert.equal(event!.HillasReconstructor_n_telescopes, 15);
      assert.ok(event!.HillasReconstructor_n_images >= 10);
      assert.ok(event!.offset < 0.3, `${event!.offset} degrees`);
      assert.ok(coreOffset(event!) < 30, `${coreOffset(event!)} m`);
    }),
);

/** Telescope 2 fails, the third of an event is dropped. */
const LOSSES = `
name: losses
nodes:
  simulator: { step: shower_simulator, params: { showers: 25, energyMin: 1 }, next: split }
  split:
    step: split_by
    params: { lists: [event.telescopes, telescopes, places, cameras] }
    next: lose
  lose: { step: ./_lose_step.ts, replicas: 3, onError: quarantine, next: dl1 }
  dl1: { step: dl1, replicas: 2, onError: quarantine, next: join }
  join:
    step: join_by
    params:
      size: nTelescopes
      pick: [telescope.telId, place, camera.geometry.focalLength, parameters.hillas, truth]
    next: { out: [members, stereo] }
  members: { step: jsonl_writer, params: { filename: members.jsonl } }
  stereo: { step: stereo_reconstruct, next: rows }
  rows: { step: jsonl_writer, params: { filename: rows.jsonl } }
`;

for (const mode of MODES) {
  Deno.test(`${mode}: telescopes that are quarantined or dropped do not block their events`, () =>
    withFolder(async (folder) => {
      const url = new URL("losses.yaml", import.meta.url);
      const graph = await graphOfText(LOSSES, url, [
        `rows.filename=${join(folder, "rows.jsonl")}`,
        `members.filename=${join(folder, "members.jsonl")}`,
      ]);
      const { report, rows } = await rowsOf<StereoRecord>(graph, mode, folder, url);
      const { simulator, lose, join: joined } = report.nodes;
      assert.ok(lose!.quarantined >= 5 && lose!.filtered >= 5, JSON.stringify(lose));
      const groups = (await Deno.readTextFile(join(folder, "members.jsonl"))).trim().split("\n")
        .map(
          (
            line,
          ): {
            key: { eventId: number };
            size: number;
            members: { telescope: { telId: number } }[];
          } => JSON.parse(line),
        );
      assert.equal(new Set(groups.map(({ key }) => key.eventId)).size, groups.length, "each once");
      assert.ok(groups.length > 15 && groups.length <= simulator!.emitted);
      let left = 0;
      for (const { size, members } of groups) {
        const ids = members.map(({ telescope }) => telescope.telId);
        assert.ok(!ids.includes(2));
        assert.deepEqual(ids, ids.toSorted((a, b) => a - b), "in the event's order");
        assert.ok(members.length <= size);
        left += members.length;
      }
      assert.equal(left, joined!.received);
      assert.equal(rows.length, groups.length);
      assert.ok(rows.some(({ altitude }) => altitude !== null));
    }));
}
