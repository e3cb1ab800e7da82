import assert from "node:assert/strict";
import fc from "fast-check";
import { Memory } from "../_fixtures.ts";
import type { Column, Table } from "../schema.ts";
import { missing, python } from "./_fixtures.ts";
import { Hdf5File } from "./mod.ts";
import { testNeeding } from "../../testing/programs.ts";

const growing = (length: number): Table => ({
  path: "/t",
  columns: [{ name: "n", type: "int32" }, { name: "mask", type: "bool", length }],
});

testNeeding(missing, "hdf5: an array in the last column may get longer at any time", async () => {
  const steps = fc.array(
    fc.record({ wider: fc.integer({ min: 0, max: 3 }), rows: fc.integer({ min: 0, max: 40 }) }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (steps, interrupted) => {
      const target = new Memory();
      let file = new Hdf5File(target, undefined, 64);
      let length = 1, n = 0;
      for (const { wider, rows } of steps) {
        length += wider;
        const sink = file.open(growing(length));
        for (let row = 0; row < rows; row++, n++) {
          sink.append([n, Array.from({ length }, (_, at) => at === n % length ? 1 : 0)]);
        }
        if (interrupted) file = new Hdf5File(target, file.checkpoint(), 64);
      }
      file.finish();
      const expected: number[] = [];
      let width = 1;
      for (const { wider, rows } of steps) {
        width += wider;
        for (let row = 0; row < rows; row++) expected.push(expected.length % width);
      }
      const found = await python(
        target.bytes,
        `t = tables.open_file(name).root.t
a = t.read()
print(json.dumps([list(a["mask"].shape), a["n"].tolist(), [np.flatnonzero(m).tolist() for m in a["mask"]]]))`,
      );
      assert.deepEqual(found, [
        [n, length],
        expected.map((_, at) => at),
        expected.map((at) => [at]),
      ]);
    }),
    { numRuns: 8 },
  );
});

Deno.test("hdf5: no other column may change, and no array get shorter", () => {
  const file = new Hdf5File(new Memory());
  file.open(growing(3));
  const refused = /^the table "\/t" has a column "mask" of 3 bool, not /;
  assert.throws(() => file.open(growing(2)), { name: "TableError", message: refused });
  const wider = growing(4);
  const [n, mask] = wider.columns as [Column, Column];
  const other = { ...wider, columns: [{ ...n, type: "int64" as const }, mask] };
  assert.throws(() => file.open(other), { name: "TableError", message: /column "n" of int32/ });
});

Deno.test("hdf5: rows for the shorter array of before are refused", () => {
  const file = new Hdf5File(new Memory());
  const before = file.open(growing(1));
  file.open(growing(2)).append([1, [0, 1]]);
  const message = '"/t" was opened anew with a longer array: rows go to that one';
  assert.throws(() => before.append([2, [1]]), { name: "TableError", message });
});

testNeeding(missing, "hdf5: times and enumerations are marked as ctapipe marks them", async () => {
  const target = new Memory();
  const file = new Hdf5File(target);
  const columns: Column[] = [
    { name: "time", type: "float64", time: "tai" },
    { name: "known", type: "uint8", enumeration: "http.HTTPStatus" },
    { name: "unknown", type: "uint8", enumeration: "no_such_package.Kind" },
  ];
  file.open({ path: "/t", columns }).append([60_000.5, 200, 1]);
  file.finish();
  const found = await python(
    target.bytes,
    `a = tables.open_file(name).root.t.attrs
print(json.dumps([str(a.CTAFIELD_0_TRANSFORM), str(a.CTAFIELD_0_TIME_FORMAT), str(a.CTAFIELD_0_TIME_SCALE),
  str(a.CTAFIELD_1_TRANSFORM), a.CTAFIELD_1_ENUM(200).name, type(a.CTAFIELD_2_ENUM).__name__]))`,
  );
  // PyTables unpickles what it can import, and gives the bytes of what it cannot.
  assert.deepEqual(found, ["time", "mjd", "tai", "enum", "OK", "bytes_"]);
});
