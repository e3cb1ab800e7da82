import assert from "node:assert/strict";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { piecesOf, sourceOf } from "./byte_source.ts";
import { decompress } from "./decompress.ts";
import { SimtelError } from "./errors.ts";

const zstd = (data: Uint8Array) =>
  new Uint8Array(zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
const gzip = (data: Uint8Array) => new Uint8Array(gzipSync(data));

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function skippable(content: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint32(0, 0x184d2a53, true);
  header.setUint32(4, content.length, true);
  return concat(new Uint8Array(header.buffer), content);
}

async function* inChunks(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < data.length; i += size) yield data.slice(i, i + size);
}

async function run(data: Uint8Array, chunk = 1000, piece = 1500) {
  const parts: Uint8Array[] = [];
  const { compression, bytes } = await decompress(sourceOf(inChunks(data, chunk)));
  let error: unknown = null;
  try {
    for await (const part of piecesOf(bytes, piece)) parts.push(part);
  } catch (thrown) {
    error = thrown;
  }
  return { compression, data: concat(...parts), error };
}

function codeOf(error: unknown): string {
  assert(error instanceof SimtelError, `${error}`);
  return error.code;
}

const text = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 251 ^ (i >> 6));
const other = new Uint8Array(3000).fill(42);

Deno.test("plain data pass through", async () => {
  const result = await run(text);
  assert.deepEqual(result, { compression: "none", data: text, error: null });
});

Deno.test("all members and frames are decompressed, in chunks of any size", async () => {
  const files = {
    gzip: concat(gzip(text), gzip(new Uint8Array(0)), gzip(other), new Uint8Array(5)),
    zstd: concat(
      skippable(text),
      zstd(text),
      skippable(new Uint8Array(0)),
      zstd(new Uint8Array(0)),
      zstd(other),
      skippable(other),
    ),
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("gzip" as const, "zstd" as const),
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 9000 }),
      async (kind, chunk, piece) => {
        const result = await run(files[kind], chunk, piece);
        assert.deepEqual(result, { compression: kind, data: concat(text, other), error: null });
      },
    ),
    { numRuns: 40, examples: [["gzip", 1, 1], ["zstd", 1, 1], ["gzip", 700, 1], ["zstd", 700, 1]] },
  );
});

Deno.test("a cut is reported wherever it is, after what comes before it", async () => {
  for (const compress of [gzip, zstd]) {
    const first = compress(text);
    const file = concat(first, compress(other));
    for (let cut = 4; cut < file.length; cut += cut < 40 ? 1 : 37) {
      if (cut === first.length) continue;
      const { data, error } = await run(file.subarray(0, cut));
      assert.equal(codeOf(error), "truncated", `${compress.name} cut at ${cut}`);
      assert.deepEqual(data, concat(text, other).subarray(0, data.length));
      if (cut >= first.length) assert(data.length >= text.length);
    }
  }
});

Deno.test("a cut file gives everything in front of the cut", async () => {
  const noise = new Uint8Array(400_000);
  for (let i = 0; i < noise.length; i += 65536) {
    crypto.getRandomValues(noise.subarray(i, i + 65536));
  }
  for (const compress of [gzip, zstd]) {
    const { data, error } = await run(compress(noise).subarray(0, 390_000), 8192);
    assert.equal(codeOf(error), "truncated");
    assert(data.length > 250_000, `${data.length}`);
  }
});

Deno.test("a damaged file gives what comes before the damage", async () => {
  const words = Uint8Array.from({ length: 700_000 }, (_, i) => Math.imul(i, i * 2654435761) >>> 27);
  for (const compress of [gzip, zstd]) {
    const file = compress(words);
    file.fill(0xff, Math.floor(file.length * 0.7), Math.floor(file.length * 0.9));
    for (const [chunk, piece] of [[8192, 100_000], [1 << 20, 1 << 20], [100, 77]]) {
      const { data, error } = await run(file, chunk, piece);
      assert.equal(codeOf(error), "corrupt", compress.name);
      const most = Math.floor(words.length * 0.5); // a block of zstd is lost as a whole
      assert(data.length > most, `${compress.name}: ${data.length} of ${words.length}`);
      assert.deepEqual(data.subarray(0, most), words.subarray(0, most));
    }
  }
});

Deno.test("damaged data are reported", async () => {
  for (const compress of [gzip, zstd]) {
    const file = compress(text);
    const body = file.slice();
    body[Math.floor(file.length / 2)]! ^= 0x55;
    assert.match(codeOf((await run(body)).error), /corrupt|truncated/);
    const trailing = concat(file, text);
    assert.equal(codeOf((await run(trailing)).error), "corrupt", compress.name);
    const checksum = gzip(text);
    checksum[checksum.length - 6]! ^= 1;
    assert.equal(codeOf((await run(checksum)).error), "corrupt");
  }
});

Deno.test("a small input that expands enormously is never held in memory", async () => {
  const block = new Uint8Array(64 * 1024 * 1024);
  for (const compress of [gzip, zstd]) {
    const part = compress(block);
    const { bytes } = await decompress(sourceOf(inChunks(concat(part, part, part, part), 65536)));
    const before = Deno.memoryUsage().rss;
    let total = 0;
    let most = 0;
    for await (const piece of piecesOf(bytes, 256 * 1024)) {
      total += piece.length;
      if (total % (8 * 1024 * 1024) < piece.length) {
        most = Math.max(most, Deno.memoryUsage().rss - before);
      }
    }
    assert.equal(total, 4 * block.length);
    assert(most < 180 * 1024 * 1024, `${compress.name} took ${most} bytes`);
  }
});

Deno.test("an unfinished reader can be closed", async () => {
  let closed = false;
  async function* source() {
    try {
      while (true) yield gzip(text);
    } finally {
      closed = true;
    }
  }
  const { bytes } = await decompress(sourceOf(source()));
  assert(await bytes.read(new Uint8Array(10)) > 0);
  await bytes.close();
  assert(closed);
});
