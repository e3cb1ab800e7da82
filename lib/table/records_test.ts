import assert from "node:assert/strict";
import { columnsOf, rowOf } from "./records.ts";

Deno.test("columns of a record: names of objects in it, types of what they hold", () => {
  const record = {
    n: 1,
    id: 5n,
    ok: true,
    who: "me",
    gone: null,
    at: { x: 1, deep: { y: 2 } },
    when: new Date(0),
    list: [1, 2],
    pixels: new Float32Array(3),
    large: new BigInt64Array(1),
  };
  const columns = columnsOf(record, { n: "int32", at_x: "float32" }, 10);
  assert.deepEqual(columns.map(({ name, type, length, bytes }) => [name, type, length ?? bytes]), [
    ["n", "int32", undefined],
    ["id", "int64", undefined],
    ["ok", "bool", undefined],
    ["who", "string", 10],
    ["gone", "float64", undefined],
    ["at_x", "float32", undefined],
    ["at_deep_y", "float64", undefined],
    ["when", "string", 10],
    ["list", "float64", 2],
    ["pixels", "float32", 3],
    ["large", "int64", 1],
  ]);
  const row = rowOf({ at: { x: 7 }, when: new Date(0), id: 6n }, columns);
  assert.deepEqual(row.slice(0, 8), [
    undefined,
    6n,
    undefined,
    undefined,
    undefined,
    7,
    undefined,
    "1970-01-01T00:00:00.000Z",
  ]);
});

Deno.test("records that are no rows are refused with their field", () => {
  const columns = columnsOf({ a: { b: 1 } });
  const refused = (record: Record<string, unknown>, message: RegExp) =>
    assert.throws(() => rowOf(record, columns), { name: "TableError", message });
  refused({ a: { b: 1, c: 2 } }, /no column for the field "a_c".* first record, a_b$/);
  refused({ a: { b: [1, "x"] } }, /field "a_b" is a list of other things than numbers/);
  refused({ a: { b: () => 1 } }, /field "a_b" is function/);
  refused({ a: { b: new Map() } }, /field "a_b" is object/);
  assert.throws(() => columnsOf({ a_b: 1, a: { b: 2 } }), /two fields give a column "a_b"/);
});
