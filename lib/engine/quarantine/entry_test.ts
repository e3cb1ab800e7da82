import assert from "node:assert/strict";
import fc from "fast-check";
import { DamagedEntry, entryBytes, type EntryHeader, readEntry } from "./entry.ts";
import { decodeValue, encodeValue } from "./value.ts";

const HEADER: Omit<EntryHeader, "schema" | "value"> = {
  flow: "some flow",
  graphHash: "0".repeat(64),
  node: "dump",
  step: "lst_dump",
  replica: 0,
  packet: "reader#17.2",
  lineage: { producer: "reader", seq: 17, branch: ".2" },
  attempts: 4,
  error: { code: "run_failed", phase: "run", message: "a\nb", hint: null, stack: null },
  when: "2026-01-01T00:00:00.000Z",
};

Deno.test("what is written is read back", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withBigInt: true,
      }),
      (value) => {
        const { header, value: bytes } = readEntry(entryBytes(HEADER, encodeValue(value)));
        assert.deepEqual(header, {
          schema: "ctapipe-flow/quarantine/1",
          ...HEADER,
          value: header.value,
        });
        assert.deepEqual(decodeValue(bytes), structuredClone(value));
      },
    ),
  );
});

Deno.test("a file that was changed or cut anywhere is told from a whole one", () => {
  const whole = entryBytes(HEADER, encodeValue({ image: new Float32Array(20) }));
  const headerEnd = whole.indexOf(10);
  for (let at = 0; at < whole.length; at++) {
    assert.throws(() => readEntry(whole.subarray(0, at)), DamagedEntry);
    if (at <= headerEnd) continue; // a text may be changed to another
    const changed = whole.slice();
    changed[at]! ^= 1;
    assert.throws(() => readEntry(changed), DamagedEntry);
  }
});

Deno.test("a file of another kind, or of a later version, is refused by name", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.throws(
    () => readEntry(bytes('{"schema":"ctapipe-flow/quarantine/2"}\n')),
    /quarantine\/2/,
  );
  assert.throws(() => readEntry(bytes("hello\n")), /line of JSON/);
  assert.throws(() => readEntry(bytes("null\n")), DamagedEntry);
});

/** Values of the first version; if they are written otherwise now, raise the schema's version. */
const FIRST = "800d040905696d61676509047465787409036d617009016e140a0800000000000000c03f000000c0" +
  "0b010000000c0111010000000901610501000000070200000000000000";

Deno.test("what was written by the first version is still read, and written", () => {
  const value = { image: Float32Array.from([1.5, -2]), text: "Č", map: new Map([["a", 1]]), n: 2n };
  assert.deepEqual(decodeValue(Uint8Array.fromHex(FIRST)), value);
  assert.equal(encodeValue(value).toHex(), FIRST);
});

Deno.test("what cannot be written down is refused, with the place", () => {
  assert.throws(() => encodeValue({ a: [() => 1] }), /value\.a\[0\] is a function/);
  const array = new Uint8Array(8);
  structuredClone(array, { transfer: [array.buffer] });
  assert.throws(() => encodeValue(array), /detached/);
});
