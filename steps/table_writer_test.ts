import assert from "node:assert/strict";
import { parquetReadObjects } from "hyparquet";
import { testNeeding } from "../lib/testing/programs.ts";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import { Folder } from "./_fixtures.ts";
import { madeUpImages } from "./_table_fixtures.ts";
import tableWriter from "./table_writer.ts";
import { missing, python } from "../tests/_hdf5.ts";

const images = (events: number) =>
  Array.from({ length: events }, (_, number) => madeUpImages(number)).flat();

testNeeding(missing, "table_writer: PyTables finds DL1 tables with their values", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("dl1.h5"), images: true };
  await testStep(tableWriter, { params }, images(6));
  assert.deepEqual(folder.names(), ["dl1.h5"]);
  const found = await python(
    params.filename,
    `
t1 = f.root.dl1.event.telescope.parameters.tel_001
t2 = f.root.dl1.event.telescope.parameters.tel_002.read()
a = t1.read()
im = f.root.dl1.event.telescope.images.tel_002.read()
s = f.root.simulation.event.subarray.shower.read()
print(json.dumps({
  "nodes": sorted(n._v_pathname for n in f.walk_nodes("/", "Table")),
  "types": [str(t1.coldtypes[n]) for n in ("obs_id", "event_id", "tel_id", "camera_frame_hillas_x", "morphology_n_pixels")],
  "events": a["event_id"].tolist(), "runs": sorted(set(a["obs_id"].tolist())),
  "tel": t2["tel_id"].tolist(),
  "intensity": [x if x == x else None for x in a["camera_frame_hillas_intensity"].tolist()],
  "psi": round(float(a["camera_frame_hillas_psi"][0]), 9), "no psi": bool(np.isnan(t2["camera_frame_hillas_psi"]).all()),
  "phi": round(float(a["camera_frame_hillas_phi"][0]), 9),
  "slope": float(a["camera_frame_timing_slope"][0]), "pixels": a["morphology_n_pixels"].tolist(),
  "image": im["image"][2].tolist(), "mask": im["image_mask"][0].tolist(), "time": str(im["peak_time"].dtype),
  "showers": s["event_id"].tolist(), "energy": s["true_energy"].tolist(), "alt": round(float(s["true_alt"][0]), 9),
  "primary": s["true_shower_primary_id"].tolist()[0],
}))`,
  );
  assert.deepEqual(found, {
    nodes: [
      "/configuration/instrument/subarray/layout",
      "/configuration/instrument/telescope/camera/geometry_0",
      "/configuration/instrument/telescope/camera/geometry_1",
      "/configuration/instrument/telescope/camera/readout_0",
      "/configuration/instrument/telescope/camera/readout_1",
      "/configuration/instrument/telescope/optics",
      "/configuration/observation/observation_block",
      "/configuration/observation/scheduling_block",
      "/configuration/telescope/pointing/tel_001",
      "/configuration/telescope/pointing/tel_002",
      "/dl1/event/subarray/trigger",
      "/dl1/event/telescope/images/tel_001",
      "/dl1/event/telescope/images/tel_002",
      "/dl1/event/telescope/parameters/tel_001",
      "/dl1/event/telescope/parameters/tel_002",
      "/dl1/event/telescope/trigger",
      "/simulation/event/subarray/shower",
      "/simulation/event/telescope/images/tel_001",
      "/simulation/event/telescope/images/tel_002",
      "/simulation/event/telescope/impact/tel_001",
      "/simulation/event/telescope/impact/tel_002",
      "/simulation/event/telescope/parameters/tel_001",
      "/simulation/event/telescope/parameters/tel_002",
    ],
    types: ["int32", "int64", "int16", "float64", "int32"],
    events: [100, 101, 102, 103, 104, 105],
    runs: [7],
    tel: [2, 2, 2, 2, 2, 2],
    intensity: [0, 100, 200, 300, null, 500],
    psi: -30,
    "no psi": true,
    phi: 45,
    slope: 8,
    pixels: [0, 1, 2, 3, 0, 5],
    image: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
    mask: [true, false, false, true, false, false, true],
    time: "float32",
    showers: [100, 101, 102, 103, 104, 105],
    energy: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
    alt: 60,
    primary: 5626,
  });
});

Deno.test("table_writer: a file of one table has parameters, images or showers", async () => {
  await using folder = await Folder.make();
  const read = async (table: string) => {
    const filename = folder.at(`${table}.parquet`);
    await testStep(tableWriter, { params: { filename, table } }, images(5));
    return await parquetReadObjects({ file: (await Deno.readFile(filename)).buffer });
  };
  const parameters = await read("parameters");
  assert.equal(parameters.length, 10);
  assert.deepEqual(parameters.map(({ tel_id }) => tel_id).slice(0, 4), [1, 2, 1, 2]);
  assert.deepEqual(parameters[2]!.event_id, 101n);
  assert.equal(parameters[2]!.camera_frame_hillas_intensity, 100);
  assert.equal(parameters[8]!.camera_frame_hillas_intensity, null);
  assert.equal(parameters[8]!.morphology_n_pixels, 0);
  assert.deepEqual((await read("showers")).map(({ true_energy }) => true_energy), [
    0.5,
    1.5,
    2.5,
    3.5,
    4.5,
  ]);
  const failed = await read("images").then(() => null, (error) => error);
  assert.match(
    failed.message,
    /has a column "image" of 19 float32, not a column "image" of 7 float32/,
  );
});

Deno.test("table_writer: any records, with objects in them, to JSON lines and CSV", async () => {
  await using folder = await Folder.make();
  const records = [{ id: 1n, at: { x: 1, y: null }, ok: true, who: "a,b" }, { id: 2n, who: "c" }];
  await testStep(tableWriter, { params: { filename: folder.at("r.csv") } }, records);
  assert.equal(folder.text("r.csv"), 'id,at_x,at_y,ok,who\n1,1,,True,"a,b"\n2,,,,c\n');
  await testStep(tableWriter, { params: { filename: folder.at("r.jsonl") } }, records);
  assert.equal(
    folder.text("r.jsonl").split("\n")[1],
    '{"id":2,"at_x":null,"at_y":null,"ok":null,"who":"c"}',
  );
});

Deno.test("table_writer says which record does not fit, and why", async () => {
  await using folder = await Folder.make();
  const failure = async (records: unknown[], params: Record<string, unknown> = {}) => {
    const filename = folder.at("r.csv");
    const all = { params: { filename, ...params } as { filename: string } };
    const error = await testStep(tableWriter, all, records).then(() => null, (error) => error);
    assert.ok(error instanceof StepFailed);
    return error.message;
  };
  assert.match(
    await failure([{ a: 1 }, { a: 1, b: 2 }]),
    /no column for the field "b": columns are those of the first record, a$/,
  );
  assert.match(await failure([{ a: 1 }, { a: "x" }]), /column "a" takes float64, not "x"/);
  assert.match(await failure([{ a: ["x"] }]), /field "a" is a list of other things than numbers/);
  assert.match(await failure([{ a: 1 }], { columns: { b: "int8" } }), /no field "b" for a column/);
  assert.match(await failure([{ a: 300 }], { columns: { a: "int8" } }), /"a" takes int8, not 300/);
  const long = { filename: folder.at("r.npy"), textBytes: 3 };
  assert.match(await failure(["abc", "äb", "aäb"], long), /texts of at most 3 bytes.*not "aäb"$/);
  const odd = testStep(tableWriter, { params: { filename: "r.xyz" } }, [1]);
  await assert.rejects(
    odd,
    /param "filename" is "r\.xyz": its ending says no format: add `format`/,
  );
  const [image] = madeUpImages(0);
  assert.match(
    await failure([{ ...image, parameters: null }]),
    /has no parameters: connect a step/,
  );
});

testNeeding(missing, "table_writer: an image of 40,000 pixels is one column", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("large.h5"), images: true };
  await testStep(tableWriter, { params }, [0, 1, 2].flatMap((n) => madeUpImages(n, [40_000])));
  const found = await python(
    params.filename,
    `a = f.root.dl1.event.telescope.images.tel_001.read()["image"]
print(json.dumps([list(a.shape), float(a[2][39999]), int(f.root.configuration.instrument.telescope.camera.geometry_0.nrows)]))`,
  );
  assert.deepEqual(found, [[3, 40_000], 39_999.5, 40_000]);
});

Deno.test("table_writer leaves .partial when the flow failed, and it can be read", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("v.npy") };
  await testStep(tableWriter, { params, outcome: "failed" }, [1, 2]);
  assert.deepEqual(folder.names(), ["v.npy.partial"]);
  assert.match(folder.text("v.npy.partial"), /'shape': \( +2,\)/);
});

Deno.test("table_writer: a folder that is not there is told with the path", async () => {
  const params = { filename: "/nowhere/at_all/t.csv" };
  await assert.rejects(testStep(tableWriter, { params }, [1]), /cannot write "\/nowhere\/at_all/);
});
