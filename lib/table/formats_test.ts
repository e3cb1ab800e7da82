import assert from "node:assert/strict";
import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { Memory } from "./_fixtures.ts";
import { readBack } from "./testdata/read_back.ts";
import { createTableFile, type Format, FORMATS } from "./create.ts";
import type { Plain } from "./file.ts";
import { type Cell, type Column, type Row, type Table, TableError } from "./schema.ts";
import { hasPython, testNeeding } from "../testing/programs.ts";

const columns: Column[] = [
  { name: "run", type: "int32" },
  { name: "id", type: "int64" },
  { name: "tel", type: "int16", fill: -1 },
  { name: "level", type: "uint32" },
  { name: "x", type: "float64", unit: "m", description: 'a "length", and more' },
  { name: "f", type: "float32" },
  { name: "ok", type: "bool" },
  { name: "who", type: "string", bytes: 48 },
  { name: "pixels", type: "float64", length: 3, unit: "ns" },
  { name: "mask", type: "bool", length: 2 },
];
const table: Table = { path: "/a/b", title: "T", columns, attributes: { note: "hm", n: 3 } };

/** Any text, and such as have signs that formats must quote; a zero byte ends texts in HDF5. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !text.includes("\0")),
  fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "#", " ", "'", "\\", "é", "a") }),
);

/** Any row that fits; zeros have no sign, as texts do not keep it. */
const anyRow = fc.tuple(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.option(fc.integer({ min: 0, max: 32767 })),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.option(fc.double().map((value) => value + 0)),
  fc.option(fc.float().map((value) => value + 0)),
  fc.boolean(),
  fc.option(anyText),
  fc.option(fc.array(fc.double().map((value) => value + 0), { minLength: 3, maxLength: 3 })),
  fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 2 }),
) as fc.Arbitrary<Row>;

/** What a reader of a format finds in the place of a cell. */
function expected(format: Format, { type, length, fill }: Column, cell: Cell): unknown {
  const packed = format === "hdf5" || format === "npy";
  const none = packed ? (type === "string" ? "" : type.startsWith("float") ? NaN : fill) : null;
  if (cell === null || cell === undefined) {
    return packed && length !== undefined ? new Array(length).fill(none) : none;
  }
  const inJson = format === "jsonl" || format.endsWith("csv") && length !== undefined;
  const item = (value: unknown) => {
    if (type === "bool") return Boolean(value);
    if (type === "float32") value = Math.fround(value as number);
    return inJson && typeof value === "number" && !Number.isFinite(value) ? null : value;
  };
  return length === undefined ? item(cell) : Array.from(cell as number[], item);
}

/** Writes rows; before each of `cuts` the file is left as it is, with bytes that are not whole. */
async function written(format: Format, rows: readonly Row[], cuts: readonly number[] = []) {
  let target = new Memory();
  let file = await createTableFile(format, target);
  file.describe({ who: "me" });
  let sink = file.open(table);
  for (const [at, row] of rows.entries()) {
    if (cuts.includes(at)) {
      const state: Plain = JSON.parse(JSON.stringify(file.checkpoint()));
      const whole = target.bytes;
      for (let more = 0; more < 5; more++) sink.append(row);
      target = new Memory(target.read(0, whole.length));
      file = await createTableFile(format, target, state);
      sink = file.open(table);
    }
    sink.append(row);
  }
  file.finish();
  return target.bytes;
}

const missing = hasPython("numpy") ? null : "python3-numpy";

for (const format of FORMATS) {
  testNeeding(missing, `${format}: rows are what they were, wherever it was cut off`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(30), { maxLength: 3 }),
        async (rows, cuts) => {
          const found = await readBack(format, await written(format, rows, cuts), table);
          const wanted = rows.map((row) =>
            columns.map((column, at) => expected(format, column, row[at]))
          );
          assert.deepEqual(found, wanted);
        },
      ),
      { numRuns: 6 },
    );
  });

  Deno.test(`${format}: a row that does not fit is refused, and is not in the file`, async () => {
    const target = new Memory();
    const file = await createTableFile(format, target);
    const sink = file.open({ path: "/t", columns: [{ name: "n", type: "int16" }] });
    sink.append([1]);
    for (const wrong of [1.5, 40_000, "1", true, 1n, [1]]) {
      assert.throws(() => sink.append([wrong]), {
        name: "TableError",
        message: /column "n" takes int16, not /,
      });
    }
    sink.append([2]);
    file.finish();
    const found = await readBack(format, target.bytes, {
      path: "/t",
      columns: [{ name: "n", type: "int16" }],
    });
    assert.deepEqual(found, [[1], [2]]);
  });
}

Deno.test("formats of one table refuse a second one", async () => {
  const file = await createTableFile("csv", new Memory());
  file.open(table);
  assert.throws(() => file.open({ ...table, path: "/c" }), TableError);
});

Deno.test("units and attributes are where Astropy and Arrow look for them", async () => {
  const row: Row = [1, 2n, 3, 4, 5, 6, true, "", [7, 8, 9], [0, 1]];
  const file = (await written("parquet", [row])).slice().buffer;
  const { key_value_metadata } = parquetMetadata(file);
  const [header] = key_value_metadata!.filter(({ key }) => key === "table_meta_yaml");
  const lines = header!.value!.split("\n");
  assert.equal(lines[0], "datatype:");
  const x = '- {"name": "x", "unit": "m", "datatype": "float64", "description": ';
  assert.ok(lines.some((line) => line.startsWith(x)), lines.join("\n"));
  assert.deepEqual(lines.slice(-3), ['- {"note": "hm"}', '- {"n": 3}', '- {"who": "me"}']);

  const { schema } = tableFromIPC(await written("arrow", [row]));
  const field = schema.fields.find(({ name }) => name === "x")!;
  assert.equal(field.metadata.get("unit"), "m");
  assert.deepEqual([...schema.metadata], [["note", "hm"], ["n", "3"], ["who", "me"]]);
});

Deno.test("a table without rows has its columns in every format", async () => {
  for (const format of FORMATS) {
    assert.deepEqual(await readBack(format, await written(format, []), table), []);
  }
});
