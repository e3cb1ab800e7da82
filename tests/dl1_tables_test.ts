/** What dl1.yaml writes of all shared files, read by Python, against what is expected. @module */
import assert from "node:assert/strict";
import { parquetReadObjects } from "hyparquet";
import { hasPython, PYTHON, testNeeding } from "../lib/testing/programs.ts";
import { hasShared, sharedPath } from "../lib/testing/shared.ts";
import { Folder } from "../steps/_fixtures.ts";
import { expectedOf, FILES } from "./_dl1.ts";
import { assertDone } from "./_expected.ts";
import { execute, graphOfFile } from "./_flows.ts";

const DATA = sharedPath("simtel/data");

/** All image parameters of a file, by telescope, and some of its images, as PyTables reads them. */
const PROGRAM = `
import sys, json, math, tables
plain = lambda v: None if isinstance(v, float) and not math.isfinite(v) else v
with tables.open_file(sys.argv[1]) as f:
    rows = []
    for t in sorted(f.walk_nodes("/dl1/event/telescope/parameters", "Table"), key=lambda t: t._v_name):
        for r in t.read():
            rows.append({n: plain(r[n].item()) for n in t.colnames})
    images = [[t._v_name, int(t.nrows), str(t.coldtypes["image"].base), [float(r["image"].sum(dtype="f8")) for r in t.read()]]
              for t in f.walk_nodes("/dl1/event/telescope/images", "Table")]
    showers = f.root.simulation.event.subarray.shower.read()["true_energy"].tolist()
    runs = f.root.configuration.simulation.run.read()["n_showers"].tolist()
json.dump({"rows": rows, "images": images, "showers": showers, "runs": runs}, sys.stdout)
`;

type Row = Readonly<Record<string, number | null>>;

// deno-lint-ignore no-explicit-any
type Figures = any;

/** What is expected of an image. */
interface Expected {
  readonly file: string;
  readonly event: number;
  readonly tel: number;
  readonly figures: Figures;
}

async function expectedImages(): Promise<Expected[]> {
  const all: Expected[] = [];
  for (const file of FILES.toSorted()) {
    for (const { type, event_id, telescopes } of (await expectedOf(file)).events) {
      if (type !== "data") continue;
      for (const [tel, { dl1 }] of Object.entries<Figures>(telescopes ?? {})) {
        const figures = dl1?.neighbor_peak_7_3_corrected ?? dl1?.adc_sum;
        if (figures !== undefined) all.push({ file, event: event_id, tel: Number(tel), figures });
      }
    }
  }
  return all;
}

/** Tolerances are those of the definitions. */
function assertRow(row: Row, { event, tel, figures }: Expected): void {
  const what = `event ${event}, telescope ${tel}`;
  const { hillas, cleaning, leakage } = figures;
  assert.deepEqual([row.event_id, row.tel_id], [event, tel]);
  assert.deepEqual(
    [row.morphology_n_pixels, row.morphology_n_islands],
    [cleaning.n_pixels, cleaning.n_islands],
    what,
  );
  const close = (
    name: string,
    expected: number | null | undefined,
    relative: number,
    abs: number,
  ) => {
    const found = row[name]!;
    if (expected === null || expected === undefined) {
      return assert.equal(found, null, `${what} ${name}`);
    }
    const off = Math.abs(found - expected);
    assert.ok(off <= relative * Math.abs(expected) + abs, `${what} ${name}: ${found}, ${expected}`);
  };
  close("camera_frame_hillas_intensity", hillas?.intensity, 1e-5, 1e-3);
  for (const name of ["x", "y", "r", "length", "width"]) {
    close(`camera_frame_hillas_${name}`, hillas?.[name], 1e-5, 1e-6);
  }
  close("camera_frame_hillas_kurtosis", hillas?.kurtosis, 1e-4, 1e-5);
  if (hillas == null || figures.hillas_well_conditioned_axis) {
    close("camera_frame_hillas_skewness", hillas?.skewness, 1e-4, 1e-5);
    close("camera_frame_hillas_psi", hillas?.psi_deg, 0, 1e-3);
  }
  close("camera_frame_hillas_phi", hillas?.phi_deg, 0, 1e-3);
  for (const name of Object.keys(leakage ?? {})) {
    close(`leakage_${name}`, leakage[name], 1e-5, 1e-6);
  }
}

const missing = hasPython("tables") ? hasShared() ? null : DATA : "python3-tables";

for (const mode of ["sequential", "multiprocess"] as const) {
  testNeeding(
    missing,
    `${mode}: one HDF5 and one Parquet file have the figures of all files`,
    async () => {
      await using folder = await Folder.make();
      const graph = await graphOfFile("dl1.yaml", [
        `files.pattern=${DATA}/*.{zst,gz}`,
        `reader.root=${DATA}`,
        `hdf5.filename=${folder.at("dl1.h5")}`,
        "hdf5.images=true",
        `parquet.filename=${folder.at("dl1.parquet")}`,
      ]);
      const { report } = await execute(graph, mode);
      assertDone(report);
      const expected = await expectedImages();
      assert.ok(expected.length > 30, `${expected.length} images`);

      const file = (await Deno.readFile(folder.at("dl1.parquet"))).buffer as ArrayBuffer;
      const parquet = (await parquetReadObjects({ file })).map((row) =>
        ({ ...row, event_id: Number(row.event_id) }) as unknown as Row
      );
      assert.equal(parquet.length, expected.length);
      parquet.forEach((row, at) => assertRow(row, expected[at]!));

      const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
        args: ["-c", PROGRAM, folder.at("dl1.h5")],
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const { rows, images, showers, runs } = JSON.parse(new TextDecoder().decode(stdout));
      assert.equal(rows.length, expected.length);
      const byTelescope = expected.toSorted((a, b) => a.tel - b.tel);
      rows.forEach((row: Row, at: number) => assertRow(row, byTelescope[at]!));
      const sums = images.flatMap(([, , type, sums]: [string, number, string, number[]]) => {
        assert.equal(type, "float32");
        return sums;
      });
      const totals = expected.map(({ figures }) => figures.charge_total);
      const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
      sorted(totals).forEach((total, at) =>
        assert.ok(Math.abs(sorted(sums)[at]! - total) <= 1e-5 * Math.abs(total) + 1e-2)
      );
      assert.equal(
        showers.length,
        new Set(expected.map(({ file, event }) => `${file} ${event}`)).size,
      );
      assert.equal(runs.length, FILES.length);
    },
  );
}
