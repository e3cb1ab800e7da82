import assert from "node:assert/strict";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { runFlow } from "../lib/engine/mod.ts";
import { ImageExtractor, imageParameters, tailCuts } from "../lib/image/mod.ts";
import { hasPython, PYTHON, testNeeding } from "../lib/testing/programs.ts";
import { hasShared, sharedPath, testShared } from "../lib/testing/shared.ts";
import type { TestMode } from "./conformance/_flow.ts";
import { FILES, telescopeEventsIn } from "./_dl1.ts";
import { assertDone } from "./_expected.ts";
import { execute, graphOfFile, graphOfText, withFolder } from "./_flows.ts";
import { SPOILED } from "./_spoil_step.ts";

/** A row of a table, as far as it is checked here. */
type Row = Record<string, unknown>;

/** What the flow is to write of the shared files, worked out without any flow. */
async function expectedRows(): Promise<Row[]> {
  const extractor = new ImageExtractor({ extractor: "neighbor_peak" });
  const rows: Row[] = [];
  for (const file of FILES.toSorted()) {
    for (const { data, camera, telescope, ...event } of await telescopeEventsIn(file)) {
      if (event.eventType === "calibration") continue;
      const image = extractor.extract(data.adc!, camera);
      const kit = extractor.kits.of(camera);
      const mask = tailCuts(image.charge, kit.neighbours);
      const parameters = imageParameters({ ...image, mask }, kit);
      const { hillas, leakage, concentration, timing, nPixels, nIslands } = parameters;
      const degrees = (angle: number | null = null) =>
        angle === null ? null : angle * (180 / Math.PI);
      rows.push({
        event_id: event.eventId,
        tel_id: telescope.telId,
        camera_frame_hillas_intensity: hillas?.intensity ?? null,
        camera_frame_hillas_x: hillas?.x ?? null,
        camera_frame_hillas_length: hillas?.length ?? null,
        camera_frame_hillas_psi: degrees(hillas?.psi),
        camera_frame_hillas_kurtosis: hillas?.kurtosis ?? null,
        camera_frame_timing_intercept: timing?.intercept ?? null,
        leakage_intensity_width_2: leakage?.intensityWidth2 ?? null,
        concentration_pixel: concentration?.pixel ?? null,
        morphology_n_pixels: nPixels,
        morphology_n_islands: nIslands,
      });
    }
  }
  return rows;
}

/** The columns of a row that are checked, as plain numbers. */
function checkedOf(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((name) => {
    const value = row[name];
    if (value === null || value === undefined || Number.isNaN(value)) return [name, null];
    return [name, Number(value)];
  }));
}

/** Executes the flow on all shared files, two readers and two calibrators. */
async function dl1Of(folder: string, mode: TestMode): Promise<{ h5: string; parquet: Uint8Array }> {
  const data = sharedPath("simtel/data");
  const [h5, parquet] = [join(folder, `${mode}.h5`), join(folder, `${mode}.parquet`)];
  const graph = await graphOfFile("dl1.yaml", [
    `files.pattern=${data}/*z*`,
    `reader.root=${data}`,
    `hdf5.filename=${h5}`,
    `parquet.filename=${parquet}`,
  ]);
  const nodes = graph.nodes.map((node) => node.id === "reader" ? { ...node, replicas: 2 } : node);
  assertDone((await execute({ ...graph, nodes }, mode)).report);
  return { h5, parquet: await Deno.readFile(parquet) };
}

testShared(
  "dl1.yaml writes a row per image of all shared files; every engine the same",
  () =>
    withFolder(async (folder) => {
      const { parquet } = await dl1Of(folder, "sequential");
      const rows = await parquetReadObjects({ file: parquet.buffer as ArrayBuffer });
      const expected = await expectedRows();
      const columns = Object.keys(expected[0]!);
      assert.deepEqual(rows.map((row) => checkedOf(row, columns)), expected);
      for (const mode of ["multiprocess", "deterministic"] as const) {
        assert.deepEqual((await dl1Of(folder, mode)).parquet, parquet, mode);
      }
    }),
);

const PROGRAM = `
import sys, json, h5py
with h5py.File(sys.argv[1]) as f:
    tables = f["dl1/event/telescope/parameters"]
    rows = [[int(r["event_id"]), int(r["tel_id"]), float(r["camera_frame_hillas_intensity"])]
            for name in sorted(tables) for r in tables[name][:]]
print(json.dumps([[e, t, None if q != q else q] for e, t, q in rows]))
`;

testNeeding(
  !hasShared() ? sharedPath("") : hasPython("h5py") ? null : "python3-h5py",
  "the HDF5 file of dl1.yaml holds for Python what it should",
  () =>
    withFolder(async (folder) => {
      const { h5 } = await dl1Of(folder, "multiprocess");
      const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
        args: ["-c", PROGRAM, h5],
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const rows = JSON.parse(new TextDecoder().decode(stdout)) as [number, number, number][];
      const expected = (await expectedRows()).map((row) =>
        [row.event_id, row.tel_id, row.camera_frame_hillas_intensity] as [number, number, number]
      );
      // a table per telescope, each in the order of its events
      const byTelescope = expected.toSorted(([, one], [, other]) => one - other);
      assert.equal(rows.length, byTelescope.length);
      for (const [i, [eventId, telId, intensity]] of byTelescope.entries()) {
        assert.deepEqual(rows[i]!.slice(0, 2), [eventId, telId]);
        if (intensity === null) assert.equal(rows[i]![2], null);
        else assert.ok(Math.abs(rows[i]![2] / intensity - 1) < 1e-6);
      }
    }),
);

const ODD = `
name: odd
nodes:
  simulator: { step: shower_simulator, params: { showers: 20, energyMin: 1 }, next: spoil }
  spoil: { step: ./_spoil_step.ts, next: dl1 }
  dl1: { step: dl1, onError: quarantine, replicas: 2, next: rows }
  rows: { step: jsonl_writer, ordered: true, params: { filename: rows.jsonl } }
`;

for (const mode of ["sequential", "multiprocess"] as const) {
  Deno.test(`${mode}: odd data give nulls or are put aside, and nothing else suffers`, () =>
    withFolder(async (folder) => {
      const out = join(folder, "rows.jsonl");
      const graph = await graphOfText(ODD, new URL("odd.yaml", import.meta.url), [
        `rows.filename=${out}`,
      ]);
      const base = new URL("./", import.meta.url).href;
      const report = await runFlow(graph, { mode, base, quarantine: join(folder, "aside") });
      assertDone(report);
      const rounds = Math.floor(report.nodes.spoil!.emitted / SPOILED.length);
      assert.ok(rounds >= 3, `${rounds} of each kind`);
      const { quarantined, filtered, done } = report.nodes.dl1!;
      const left = report.nodes.spoil!.emitted % SPOILED.length;
      const of = (...kinds: number[]) =>
        kinds.length * rounds + kinds.filter((k) => k < left).length;
      assert.equal(quarantined, of(3, 4, 7));
      assert.equal(filtered, of(8));
      assert.equal(done, of(0, 1, 2, 5, 6));
      const rows = (await Deno.readTextFile(out)).split("\n").slice(0, -1).map((row) =>
        JSON.parse(row)
      );
      const sound = rows.filter(({ parameters }) => parameters.hillas !== null);
      assert.ok(sound.length > 0 && sound.length <= of(0));
      for (const { parameters } of rows) {
        if (parameters.hillas === null) assert.equal(parameters.nPixels, 0);
      }
    }));
}
