import assert from "node:assert/strict";
import { testNeeding } from "../lib/testing/programs.ts";
import { testStep } from "../lib/testing/step_context.ts";
import { Folder, simulated } from "./_fixtures.ts";
import { madeUpImages } from "./_table_fixtures.ts";
import tableWriter from "./table_writer.ts";
import { missing, python } from "../tests/_hdf5.ts";

const images = (events: number) =>
  Array.from({ length: events }, (_, number) => madeUpImages(number)).flat();

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
  "table_writer: a reader's records describe all telescopes and simulations",
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
c = f.root.configuration.instrument
lay = c.subarray.layout.read()
opt = c.telescope.optics.read()
ro = c.telescope.camera.readout_0
print(json.dumps({
  "runs": [len(a), int(a["obs_id"][0]), float(a["energy_range_min"][0]), int(a["n_showers"][0])],
  "unit": str(r.attrs["CTAFIELD_%d_UNIT" % r.colnames.index("max_alt")]),
  "telescopes": lay["tel_id"].tolist(), "cameras": lay["camera_index"].tolist(), "optics": lay["optics_index"].tolist(),
  "area": [round(float(x), 3) if x == x else None for x in opt["mirror_area"]],
  "samples": int(ro.attrs.NSAMPLES), "points": len(ro.read())}))`,
    );
    const [first] = records;
    assert.ok(first!.kind === "header");
    const { mcRunHeaders: [mc], telescopes } = first!.header;
    const { pixelSettings } = telescopes[0]!;
    const area = (at: number) => Math.round(telescopes[at]!.camera.mirrorArea! * 1e3) / 1e3;
    assert.ok(area(0) > area(2));
    assert.deepEqual(found, {
      runs: [1, 1, mc!.eRange[0], mc!.nShowers],
      unit: "rad",
      telescopes: [...telescopes.map(({ telId }) => telId), 1, 2],
      cameras: [0, 0, 1, 1, 2, 3],
      optics: [0, 0, 1, 1, 2, 3],
      area: [area(0), area(2), null, null],
      samples: pixelSettings!.sumBins,
      points: pixelSettings!.refShapeDims?.[1] ?? 0,
    });
  },
);

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

testNeeding(missing, "table_writer: triggers have their times, types and pixels", async () => {
  await using folder = await Folder.make();
  const params = { filename: folder.at("dl1.h5") };
  const [one, other] = madeUpImages(3);
  await testStep(tableWriter, { params }, [...images(2), one, { ...other, trigger: null }]);
  const found = await python(
    params.filename,
    `t = f.root.dl1.event.telescope.trigger.read()
a = f.root.dl1.event.subarray.trigger.read()
i = f.root.simulation.event.telescope.impact.tel_002
print(json.dumps({
  "seconds": [round(float(x - 59105) * 86400, 3) for x in a["time"]],
  "types": a["event_type"].tolist(), "masks": a["tels_with_trigger"].tolist(),
  "telescopes": t["tel_id"].tolist(), "pixels": t["n_trigger_pixels"].tolist(), "delays": t["delay"].tolist(),
  "unit": str(f.root.dl1.event.telescope.trigger.attrs.CTAFIELD_5_UNIT),
  "impact": round(float(i[0]["true_impact_distance"]), 6), "name": str(i.attrs.CTAFIELD_3_NAME)}))`,
  );
  // 2020-09-13 12:26:40 UTC, and 37 leap seconds.
  const start = (12 * 60 + 26) * 60 + 40 + 37;
  const [x, y, z] = other!.place.position;
  const cos = 0.5, sin = Math.sqrt(3) / 2;
  assert.deepEqual(found, {
    seconds: [start + 0.25, start + 1.25, start + 3.25],
    types: [32, 32, 32],
    masks: [[true, true], [true, true], [true, true]],
    telescopes: [1, 2, 1, 2, 1, 2],
    pixels: [10, -1, 11, -1, 13, -1],
    delays: [0, 2.5, 0, 2.5, 0, 2.5],
    unit: "ns",
    // The shower comes from the west at 60°: the axis rises along y.
    impact: Math.round(Math.hypot(x, y * sin - z * cos) * 1e6) / 1e6,
    name: "distance",
  });
});

testNeeding(
  missing,
  "table_writer: rows beside those of triggers have tables of their own",
  async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("dl1.h5"), images: true };
    const [one, other] = madeUpImages(1);
    const alone = { ...one!.trigger!, telescopes: [1], delays: [0] };
    const packets = [{ ...one, trigger: alone }, { ...other, trigger: alone }, one];
    await testStep(tableWriter, { params }, packets);
    const found = await python(
      params.filename,
      `print(json.dumps({t._v_pathname[20:]: int(t.nrows) for t in f.walk_nodes("/dl1/event/telescope", "Table")}))`,
    );
    assert.deepEqual(found, {
      "/trigger": 1,
      "/images/tel_001": 1,
      "/images/tel_001_more_19_pixels": 1,
      "/images/tel_002": 0,
      "/images/tel_002_more_7_pixels": 1,
      "/parameters/tel_001": 1,
      "/parameters/tel_001_more": 1,
      "/parameters/tel_002_more": 1,
    });
  },
);

testNeeding(
  missing,
  "table_writer: parameters as angles on the sky, with ctapipe's names",
  async () => {
    await using folder = await Folder.make();
    const params = { filename: folder.at("dl1.h5"), frame: "telescope" } as const;
    await testStep(tableWriter, { params }, images(5));
    const found = await python(
      params.filename,
      `t = f.root.dl1.event.telescope.parameters.tel_001
r = t[1]
def unit(name): return str(t.attrs["CTAFIELD_%d_UNIT" % t.colnames.index(name)])
print(json.dumps([t.colnames[3:16], [unit("hillas_" + n) for n in ("fov_lon", "r", "psi")], unit("timing_slope"),
  {n: round(float(r[n]), 6) for n in ("hillas_fov_lon", "hillas_fov_lat", "hillas_length", "hillas_psi", "hillas_skewness", "timing_slope")},
  bool(np.isnan(t[4]["hillas_psi"]))]))`,
    );
    const degrees = 180 / Math.PI;
    const round = (value: number) => Math.round(value * 1e6) / 1e6;
    assert.deepEqual(found, [
      [
        ...["intensity", "skewness", "kurtosis", "fov_lon", "fov_lat", "r", "phi"],
        ...["length", "width", "psi"],
      ].map((name) => `hillas_${name}`).concat(
        ["intercept", "deviation", "slope"].map((name) => `timing_${name}`),
      ),
      ["deg", "deg", "deg"],
      "deg**-1",
      {
        hillas_fov_lon: round(0.2 / 28 * degrees),
        hillas_fov_lat: round(0.1 / 28 * degrees),
        hillas_length: round(0.04 / 28 * degrees),
        hillas_psi: -60, // -30 in the camera: the axis looks the other way
        hillas_skewness: -0.25,
        timing_slope: round(-8 * 28 / degrees),
      },
      true,
    ]);
  },
);
