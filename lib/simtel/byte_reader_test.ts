import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteReader } from "./byte_reader.ts";
import { SimtelObject } from "./simtel_object.ts";

function readerOf(bytes: ArrayLike<number>): ByteReader {
  const header = {
    type: 1,
    version: 0,
    ident: 7,
    length: bytes.length,
    user: false,
    extended: false,
    onlySubObjects: false,
  };
  return new SimtelObject(header, Uint8Array.from(bytes), 100, 116).reader();
}

/** The encoding in its plainest form: as many leading one-bits as bytes that follow. */
function encodeCnt(value: bigint): number[] {
  const size = Array.from({ length: 9 }, (_, k) => k).find((k) => value < 1n << BigInt(7 * k + 7));
  const following = size ?? 8;
  const bytes = [];
  for (let i = following; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
  const ones = (0xff << (8 - following)) & 0xff;
  return following === 8 ? [0xff, ...bytes.slice(1)] : [bytes[0]! | ones, ...bytes.slice(1)];
}

function encodeScnt(value: bigint): number[] {
  return encodeCnt(value >= 0n ? 2n * value : -2n * value - 1n);
}

Deno.test("variable-length integers of all lengths are decoded", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 63 }), fc.bigInt(0n, (1n << 63n) - 1n), (shift, bits) => {
      const value = bits >> BigInt(shift);
      assert.equal(readerOf(encodeCnt(value)).cnt(), Number(value));
      const half = value >> 1n;
      assert.equal(readerOf(encodeScnt(half)).scnt(), Number(half));
      assert.equal(readerOf(encodeScnt(-half)).scnt(), Number(-half));
    }),
  );
  assert.equal(readerOf(new Array(9).fill(0xff)).cnt(), 2 ** 64);
});

Deno.test("difference-coded traces of 16-bit samples are decoded", () => {
  const sample = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(
      fc.array(fc.array(sample, { minLength: 7, maxLength: 7 }), { maxLength: 9 }),
      (traces) => {
        const bytes = traces.flatMap((trace) =>
          trace.flatMap((value, i) => encodeScnt(BigInt(value - (i > 0 ? trace[i - 1]! : 0))))
        );
        const reader = readerOf([...bytes, 0]);
        const out = new Uint16Array(traces.length * 7);
        reader.traces(out, 0, traces.length, 7);
        assert.deepEqual([...out], traces.flat());
        assert.equal(reader.remaining, 1);
        if (bytes.length === 0) return;
        const short = readerOf(bytes.slice(0, -1));
        assert.throws(() => short.traces(out, 0, traces.length, 7), { code: "corrupt" });
      },
    ),
  );
});

Deno.test("traces that leave 16 bits are refused", () => {
  for (const values of [[-1n], [65536n], [1n << 40n], [65535n, 1n], [-(1n << 62n)]]) {
    const reader = readerOf(values.flatMap(encodeScnt));
    const out = new Uint16Array(values.length);
    assert.throws(() => reader.traces(out, 0, 1, values.length), { code: "corrupt" });
  }
});

Deno.test("a count is checked before anything is made for it", () => {
  for (const n of [-1, 3, 2 ** 31, NaN, Infinity]) {
    for (const read of ["u8s", "i16s", "i32s", "f32s", "f64s", "f16s", "scnts"] as const) {
      assert.throws(() => readerOf([1, 0])[read](n), { code: "corrupt" }, `${read}(${n})`);
    }
  }
  assert.throws(() => readerOf([1, 0]).reserve(2 ** 40), { code: "too-large" });
  assert.throws(() => readerOf([0xff, 0xff, 65]).str(), { code: "corrupt" });
});

Deno.test("an error says where it is", () => {
  const reader = readerOf([1, 2, 3]);
  reader.u16();
  assert.throws(() => reader.i32(), {
    code: "corrupt",
    offset: 118,
    objectPath: "1[7]",
    message: "4 bytes expected, but only 1 remain (at byte 118 in object 1[7] of the " +
      "decompressed data); the file is damaged, copy it again",
  });
});

Deno.test("text is UTF-8, or Latin-1 where it cannot be", () => {
  assert.equal(readerOf([3, 0, 0xc3, 0xa9, 65]).str(), "éA");
  assert.equal(readerOf([2, 0xe9, 65]).vstr(), "éA");
});
