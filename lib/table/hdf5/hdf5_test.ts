import assert from "node:assert/strict";
import { testNeeding } from "../../testing/programs.ts";
import { Memory } from "../_fixtures.ts";
import type { Column } from "../schema.ts";
import { missing, python } from "./_fixtures.ts";
import { Hdf5File } from "./mod.ts";

const columns: Column[] = [{ name: "n", type: "int64" }, { name: "x", type: "float64" }];

testNeeding(missing, "hdf5: trees of one, two and three levels find every chunk", async () => {
  for (const rows of [1, 64, 65, 4096, 4097, 9000]) {
    const target = new Memory();
    const file = new Hdf5File(target, undefined, 16); // a row is a chunk
    const sink = file.open({ path: "/t", columns });
    for (let n = 0; n < rows; n++) sink.append([n, n / 2]);
    file.finish();
    const found = await python(
      target.bytes,
      `d = h5py.File(name)["t"][:]
print(json.dumps([len(d), bool((d["n"] == np.arange(len(d))).all()), float(d["x"].sum())]))`,
    );
    assert.deepEqual(found, [rows, true, rows * (rows - 1) / 4]);
  }
});

testNeeding(missing, "hdf5: a group of many tables, groups of groups, attributes", async () => {
  const target = new Memory();
  const file = new Hdf5File(target);
  for (let tel = 0; tel < 300; tel++) {
    const path = `/dl1/event/tel_${tel}`;
    const sink = file.open({ path, columns, attributes: { tel, "half tel": tel / 2, text: "ä" } });
    for (let row = 0; row < tel % 3; row++) sink.append([tel, NaN]);
  }
  file.describe({ "CTA PRODUCT": "é", empty: "" });
  file.finish();
  const found = await python(
    target.bytes,
    `import warnings; warnings.simplefilter("ignore")
f = tables.open_file(name)
g = f.root.dl1.event
a = g.tel_299.attrs
print(json.dumps([len(f.list_nodes(g)), [int(t.nrows) for t in (g.tel_0, g.tel_1, g.tel_299)],
  int(a.tel), float(a["half tel"]), str(a.text), str(f.root._v_attrs["CTA PRODUCT"]), str(f.root._v_attrs.empty),
  int(g.tel_299.read()["n"][1]), str(g.tel_1.coldtypes["n"])]))`,
  );
  assert.deepEqual(found, [300, [0, 1, 2], 299, 149.5, "ä", "é", "", 299, "int64"]);
});

testNeeding(missing, "hdf5: what PyTables adds to a file of ours fits", async () => {
  const target = new Memory();
  const file = new Hdf5File(target);
  const sink = file.open({ path: "/a/t", columns });
  for (let n = 0; n < 10_000; n++) sink.append([n, 0]);
  file.finish();
  const found = await python(
    target.bytes,
    `with tables.open_file(name, "a") as f:
    f.root.a.t.append([(10000 + k, 1.0) for k in range(9000)])
    f.create_table("/a/b", "more", f.root.a.t.read(0, 3), createparents=True)
    f.root.a.t.attrs.new = "x"
with tables.open_file(name) as f:
    d = f.root.a.t.read()
    print(json.dumps([bool((d["n"] == np.arange(19000)).all()), float(d["x"].sum()), int(f.root.a.b.more.nrows)]))`,
  );
  assert.deepEqual(found, [true, 9000, 3]);
});

Deno.test("hdf5: paths that are none, and tables where groups are, are refused", () => {
  const file = new Hdf5File(new Memory());
  for (const path of ["t", "/", "/a//b", "/a/", "/./t", "/a.b"]) {
    assert.throws(() => file.open({ path, columns }), {
      name: "TableError",
      message: /is no path of an HDF5 table: write it like "\/dl2\/my_table"$/,
    });
  }
  file.open({ path: "/a", columns });
  assert.throws(() => {
    file.open({ path: "/a/b", columns });
    file.finish();
  }, { name: "TableError", message: '"/a/b" leads through a table' });
});
