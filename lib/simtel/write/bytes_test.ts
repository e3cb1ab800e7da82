import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteWriter } from "./bytes.ts";

/** Reads the counts back with BigInt arithmetic: written from the format, not from the writer. */
function decodeCounts(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++]!;
    let following = 0;
    while (following < 8 && first & 0x80 >> following) following++;
    let value = following >= 7 ? 0n : BigInt(first & 0x7f >> following);
    for (let i = 0; i < following; i++) value = value * 256n + BigInt(bytes[at++]!);
    values.push(value);
  }
  return values;
}

const unzigzag = (u: bigint): bigint => u % 2n === 0n ? u / 2n : -(u - 1n) / 2n - 1n;

function written(write: (w: ByteWriter) => void, capacity?: number): Uint8Array {
  const w = new ByteWriter(capacity);
  write(w);
  return w.copy();
}

Deno.test("counts have the lengths of the format at every boundary", () => {
  for (let bytes = 1; bytes <= 7; bytes++) {
    const limit = 2 ** (7 * bytes);
    assert.equal(written((w) => w.cnt(limit - 1)).length, bytes);
    assert.equal(written((w) => w.cnt(limit)).length, bytes + 1);
    assert.deepEqual(decodeCounts(written((w) => w.cnt(limit))), [BigInt(limit)]);
  }
});

Deno.test("counts and signed counts come back for any integer that fits", () => {
  fc.assert(fc.property(fc.array(fc.maxSafeNat()), (values) => {
    const bytes = written((w) => values.forEach((v) => w.cnt(v)), 16);
    assert.deepEqual(decodeCounts(bytes), values.map(BigInt));
  }));
  const signed = fc.oneof(fc.integer(), fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }));
  fc.assert(fc.property(fc.array(signed), (values) => {
    const bytes = written((w) => w.scnts(values), 16);
    assert.deepEqual(decodeCounts(bytes).map(unzigzag), values.map((v) => BigInt(v)));
  }));
});

Deno.test("counts refuse what they cannot hold", () => {
  for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => written((w) => w.cnt(bad)), RangeError, String(bad));
  }
  for (const bad of [0.5, NaN, 2 ** 52, -(2 ** 52)]) {
    assert.throws(() => written((w) => w.scnt(bad)), RangeError, String(bad));
  }
});

Deno.test("difference coding gives the bytes of the documented example", () => {
  const bytes = written((w) => w.differences(Uint16Array.of(267, 287, 322, 308, 310), 0, 5));
  assert.deepEqual([...bytes], [0x82, 0x16, 0x28, 0x46, 0x1b, 0x04]);
});

Deno.test("difference-coded arrays of 16 and 32 bits come back as running sums", () => {
  const any = fc.oneof(
    fc.uint16Array({ maxLength: 60 }),
    fc.uint32Array({ maxLength: 60 }),
  );
  fc.assert(fc.property(any, fc.nat(5), (values, skip) => {
    const start = Math.min(skip, values.length);
    const bytes = written((w) => w.differences(values, start, values.length - start), 16);
    let sum = 0n;
    const sums = decodeCounts(bytes).map((u) => sum += unzigzag(u));
    assert.deepEqual(sums, [...values.subarray(start)].map(BigInt));
  }));
});

Deno.test("text, half floats and growth", () => {
  assert.deepEqual([...written((w) => w.str("é"))], [2, 0, 0xc3, 0xa9]);
  assert.deepEqual([...written((w) => w.vstr("ab"))], [2, 0x61, 0x62]);
  assert.throws(() => written((w) => w.str("x".repeat(0x8000))), RangeError);
  assert.deepEqual([...written((w) => w.f16s([1, -2]))], [0x00, 0x3c, 0x00, 0xc0]);
  const long = new Uint8Array(100).map((_, i) => i);
  assert.deepEqual(written((w) => (w.u8(9), w.bytes(long)), 16), Uint8Array.of(9, ...long));
});
