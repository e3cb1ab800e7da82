import assert from "node:assert/strict";
import { parquetReadObjects } from "hyparquet";
import { hasPython, PYTHON, testNeeding } from "../lib/testing/programs.ts";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import { Folder, simulated } from "./_fixtures.ts";
import { madeUpImages } from "./_table_fixtures.ts";
import tableWriter from "./table_writer.ts";

const images = (events: number) =>
  Array.from({ length: events }, (_, number) => madeUpImages(number)).flat();

/** What a Python program prints as JSON; `f` is the open PyTables file, `h` that of h5py. */
async function python(path: string, program: string): Promise<unknown> {
  const head = "import sys, json, warnings, h5py, tables\nimport numpy as np\n" +
    "warnings.simplefilter('ignore')\n" +
    "f = tables.open_file(sys.argv[1]); h = h5py.File(sys.argv[1])\n";
  const { success, stdout, stderr } = await new Deno.Command(PYTHON, {
    args: ["-c", head + program, path],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const missing = hasPython("h5py", "tables") ? null : "python3-h5py or python3-tables";

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
      "/configuration/telescope/pointing/tel_001",
      "/configuration/telescope/pointing/tel_002",
      "/dl1/event/telescope/images/tel_001",
      "/dl1/event/telescope/images/tel_002",
      "/dl1/event/telescope/parameters/tel_001",
      "/dl1/event/telescope/parameters/tel_002",
      "/simulation/event/subarray/shower",
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

testNeeding(
  missing,
  "table_writer: units, names and metadata are where ctapipe has them",
  async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("dl1.hdf5") };
    await testStep(tableWriter, { params }, images(2));
    const found = await python(
      params.filename,
      `
t = f.root.dl1.event.telescope.parameters.tel_001
def of(name, key):
    return t.attrs["CTAFIELD_%d_%s" % (t.colnames.index(name), key)]
g = f.root.configuration.instrument.telescope.camera.geometry_0
lay = f.root.configuration.instrument.subarray.layout
r = f.root._v_attrs
text = lambda value: str(value)
print(json.dumps({
  "unit": text(of("camera_frame_hillas_width", "UNIT")), "angle": text(of("camera_frame_hillas_psi", "UNIT")),
  "slope": text(of("camera_frame_timing_slope", "UNIT")), "name": text(of("camera_frame_hillas_width", "NAME")),
  "transform": text(of("camera_frame_hillas_width", "TRANSFORM")),
  "class": text(h["/dl1/event/telescope/parameters/tel_001"].attrs["CLASS"], ) if False else h["/dl1/event/telescope/parameters/tel_001"].attrs["CLASS"].decode(),
  "camera": [text(g.attrs.CAM_ID), text(g.attrs.PIX_TYPE), round(float(g.attrs.PIX_ROT), 6)],
  "pixel": [round(float(g[9][k]), 6) for k in ("pix_x", "pix_y", "pix_area")],
  "layout": [[int(row["tel_id"]), row["tel_description"].decode(), float(row["pos_x"]), int(row["camera_index"])] for row in lay],
  "pulse": f.root.configuration.instrument.telescope.camera.readout_0.read()["reference_pulse_shape_channel1"].tolist(),
  "pointing": f.root.configuration.telescope.pointing.tel_001.read()["telescope_pointing_altitude"].tolist(),
  "levels": text(r["CTA PRODUCT DATA LEVELS"]), "software": text(r["CTA ACTIVITY SOFTWARE NAME"]),
  "run": text(r["CTA PROCESS ID"]), "files": text(r["CONTEXT INPUT FILES"]),
}))`,
    );
    const cos = Math.cos(0.1), sin = Math.sin(0.1);
    const round = (value: number) => Math.round(value * 1e6) / 1e6;
    assert.deepEqual(found, {
      unit: "m",
      angle: "deg",
      slope: "m**-1",
      name: "width",
      transform: "quantity",
      class: "TABLE",
      camera: ["C0", "hexagon", round(18 / Math.PI)],
      pixel: [round(0.1 * cos - 0.1 * sin), round(0.1 * sin + 0.1 * cos), 0.002],
      layout: [[1, "LST_O0_C0", 0, 0], [2, "MST_O1_C1", 10, 1]],
      pulse: [0, 2, 1],
      pointing: [1.2],
      levels: "DL1_PARAMETERS",
      software: "ctapipe-flow",
      run: "7",
      files: "made_up.simtel.zst",
    });
  },
);

testNeeding(
  missing,
  "table_writer: a reader's records give the settings of simulations",
  async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("dl1.h5") };
    const records = (await simulated()).filter(({ kind }) => kind !== "event");
    assert.ok(records.length > 1);
    await testStep(tableWriter, { params }, [...records, ...images(1)]);
    const found = await python(
      params.filename,
      `r = f.root.configuration.simulation.run
a = r.read()
print(json.dumps([len(a), int(a["obs_id"][0]), float(a["energy_range_min"][0]), str(r.attrs["CTAFIELD_%d_UNIT" % r.colnames.index("max_alt")]),
  int(a["n_showers"][0])]))`,
    );
    const [header] = records;
    const mc = header!.kind === "header" ? header!.header.mcRunHeaders[0]! : null;
    assert.deepEqual(found, [1, 1, mc!.eRange[0], "rad", mc!.nShowers]);
  },
);

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
  assert.match(failed.message, /column "image" takes 19 values of float32, not 7 values/);
});

testNeeding(missing, "table_writer: reconstructed showers go where ctapipe has them", async () => {
  await using folder = await Folder.make();
  const truth = { trueEnergy: 2, trueAltitude: 1, trueAzimuth: 0, trueCoreX: 3, trueCoreY: 4 };
  const label = { file: "a.simtel", run: 3, telescopes: 4 };
  const found = { altitude: Math.PI / 3, azimuth: Math.PI, coreX: 1, coreY: 2, maxHeight: null };
  const nothing = { altitude: null, azimuth: null, coreX: null, coreY: null, maxHeight: null };
  const showers = [
    { ...label, eventId: 1, images: 3, ...found, directionSpread: 0.1, coreSpread: 5, ...truth },
    {
      ...label,
      eventId: 2,
      images: 0,
      ...nothing,
      directionSpread: null,
      coreSpread: null,
      ...truth,
    },
  ].map((shower, at) => ({ ...shower, offset: at === 0 ? Math.PI / 180 : null }));
  const params = { filename: folder.at("dl2.h5") };
  await testStep(tableWriter, { params }, [...images(1), ...showers]);
  const read = await python(
    params.filename,
    `t = f.root.dl2.event.subarray.geometry.HillasReconstructor
a = t.read()
p = "HillasReconstructor_"
print(json.dumps([a["event_id"].tolist(), round(float(a[p + "alt"][0]), 9), float(a[p + "az"][0]), float(a[p + "core_y"][0]),
  a[p + "is_valid"].tolist(), bool(np.isnan(a[p + "alt"][1])), a[p + "n_images"].tolist(), float(a["offset"][0]),
  str(t.attrs["CTAFIELD_%d_UNIT" % t.colnames.index(p + "alt")]), str(f.root._v_attrs["CTA PRODUCT DATA LEVELS"])]))`,
  );
  const expected = [[1, 2], 60, 180, 2, [true, false], true, [3, 0], 1, "deg"];
  assert.deepEqual(read, [...expected, "DL1_PARAMETERS,DL2"]);
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
