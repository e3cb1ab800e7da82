import assert from "node:assert/strict";
import { Memory } from "./_fixtures.ts";
import { createTableFile, FORMATS } from "./create.ts";
import { type Cell, checkOf, type Column, rowBytes } from "./schema.ts";

const refused = (column: Omit<Column, "name">, cell: Cell, message: string) =>
  assert.throws(() => checkOf({ name: "c", ...column })(cell), {
    name: "TableError",
    message: `column "c" takes ${message}`,
  });

Deno.test("values that would be changed by being written are refused", () => {
  refused({ type: "int8" }, 128, "int8, not 128");
  refused({ type: "uint32" }, -1, "uint32, not -1");
  refused({ type: "int64" }, 2 ** 53, "int64, not 9007199254740992");
  refused({ type: "int64" }, 2n ** 63n, "int64, not 9223372036854775808n");
  refused({ type: "int32" }, 1.5, "int32, not 1.5");
  refused({ type: "float64" }, "1", 'float64, not "1"');
  refused({ type: "bool" }, 1, "bool, not 1");
  refused({ type: "int16", length: 2 }, [1, 2, 3], "2 values of int16, not 3 values");
  refused({ type: "int16", length: 2 }, [1, 40_000], "2 values of int16, not 40000");
  refused({ type: "int64", length: 1 }, [0.5], "1 values of int64, not 0.5");
});

Deno.test("values that fit are taken, and null always is", () => {
  const taken = (column: Omit<Column, "name">, cell: Cell) =>
    checkOf({ name: "c", ...column })(cell);
  for (const type of ["int8", "float32", "bool", "string"] as const) taken({ type }, null);
  taken({ type: "int64" }, -(2n ** 63n));
  taken({ type: "uint8" }, 255);
  taken({ type: "float32" }, NaN);
  taken({ type: "bool", length: 2 }, [1, 0]);
  taken({ type: "int64", length: 1 }, BigInt64Array.of(1n) as unknown as ArrayLike<number>);
  taken({ type: "int16", length: 2 }, undefined);
});

Deno.test("the bytes of a row", () => {
  assert.equal(rowBytes([]), 0);
  const columns: Column[] = [
    { name: "a", type: "int16" },
    { name: "b", type: "bool", length: 3 },
    { name: "c", type: "string", bytes: 7 },
    { name: "d", type: "string" },
    { name: "e", type: "float64", length: 2 },
  ];
  assert.equal(rowBytes(columns), 2 + 3 + 7 + 64 + 16);
});

Deno.test("a table that is open already is refused other columns", async () => {
  const columns: Column[] = [{ name: "a", type: "int8" }, { name: "b", type: "int8" }];
  for (const format of FORMATS) {
    const file = await createTableFile(format, new Memory());
    file.open({ path: "/t", columns }).append([1, 2]);
    file.open({ path: "/t", columns: columns.map((column) => ({ ...column })) }).append([3, 4]);
    assert.throws(() => file.open({ path: "/t", columns: columns.toReversed() }), {
      name: "TableError",
      message: 'the table "/t" has a column "a" of int8, not a column "b" of int8',
    });
  }
});
