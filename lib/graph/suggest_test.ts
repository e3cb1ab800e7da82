import assert from "node:assert/strict";
import fc from "fast-check";
import { didYouMean, nearest, quoted } from "./suggest.ts";

Deno.test("slips of the keys find the name that was meant", () => {
  const known = ["lst_dump", "other_dump", "string_writer", "queueLimit", "file", "out"];
  const slips = {
    lst_dmp: "lst_dump",
    lstDump: "lst_dump",
    queue_limit: "queueLimit",
    flie: "file",
    strng_writer: "string_writer",
    string_wrter_: "string_writer",
    other: "other_dump",
    ot: "out",
  };
  for (const [slip, meant] of Object.entries(slips)) assert.equal(nearest(slip, known), meant);
});

Deno.test("what is far from every name suggests none", () => {
  for (const name of ["", "_", "x", "completely_else", "dump", "x".repeat(10_000)]) {
    assert.equal(nearest(name, ["lst_dump", "a"]), null, name.slice(0, 20));
  }
});

Deno.test("a few names are listed where none is near, many are not", () => {
  assert.equal(didYouMean("zzzz", ["a", "b"]), "known are a, b");
  assert.equal(didYouMean("zzzz", []), null);
  assert.equal(didYouMean("zzzz", Array.from({ length: 17 }, (_, n) => `name_${n}`)), null);
});

Deno.test("a known name is nearest to itself; the answer is always a known name", () => {
  fc.assert(fc.property(fc.string(), fc.array(fc.string(), { maxLength: 8 }), (name, known) => {
    const found = nearest(name, known);
    assert.ok(found === null || known.includes(found));
    if (/^[a-z]+$/.test(name)) {
      assert.equal(nearest(name, [...known.filter((k) => k.toLowerCase() !== name), name]), name);
    }
  }));
});

Deno.test("names are quoted, escaped and kept short", () => {
  assert.equal(quoted('a"\n'), '"a\\"\\n"');
  assert.equal(quoted("x".repeat(500)).length, 62);
});
