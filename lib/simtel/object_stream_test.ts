import assert from "node:assert/strict";
import { zstdCompressSync } from "node:zlib";
import { sourceOf } from "./byte_source.ts";
import { decompress } from "./decompress.ts";
import { readObjects } from "./object_stream.ts";

/** A top-level object header. */
function header(type: number, length: number, flags = 0): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xd41f8a37, true);
  view.setUint32(4, type, true);
  view.setUint32(8, 5, true);
  view.setUint32(12, length + flags, true);
  return bytes;
}

const ONLY_SUB_OBJECTS = 0x40000000;

async function collect(...chunks: Uint8Array[]): Promise<string[]> {
  const paths: string[] = [];
  async function* stream() {
    yield* chunks;
  }
  for await (const object of readObjects(sourceOf(stream()))) {
    paths.push(object.path);
    if (!object.header.onlySubObjects) continue;
    for (const child of object.children()) paths.push(child.path);
  }
  return paths;
}

Deno.test("a long object that is not wanted is skipped without being held", async () => {
  const chunk = new Uint8Array(1 << 20);
  const nChunks = 1000;
  async function* stream() {
    yield header(9999, nChunks * chunk.length);
    for (let i = 0; i < nChunks; i++) yield chunk;
    yield header(2020, 0);
  }
  const before = Deno.memoryUsage().rss;
  const types: number[] = [];
  const options = {
    wanted: (type: number) => type === 2020,
    onTopLevel: ({ type }: { type: number }) => types.push(type),
  };
  let wanted = 0;
  for await (const { offset } of readObjects(sourceOf(stream()), options)) {
    assert.equal(offset, 16 + nChunks * chunk.length);
    wanted++;
  }
  assert.deepEqual([types, wanted], [[9999, 2020], 1]);
  assert(Deno.memoryUsage().rss - before < 50e6);
});

Deno.test("a file that expands enormously leaves others their turn", async () => {
  const zeros = zstdCompressSync(new Uint8Array(256 << 20));
  const inner = zstdCompressSync(header(9999, 256 << 20));
  async function* stream() {
    yield inner;
    yield zeros;
  }
  const { bytes } = await decompress(sourceOf(stream()));
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  for await (const _ of readObjects(bytes, { wanted: () => false }));
  clearInterval(ticking);
  assert(turns >= 5, `${turns}`);
});

Deno.test("a length is believed only as far as bytes arrive", async () => {
  const gigabyte = header(2010, 200 * 2 ** 20);
  await assert.rejects(() => collect(gigabyte, new Uint8Array(10)), {
    code: "truncated",
    offset: 26,
    objectPath: "2010[5]",
  });
  await assert.rejects(() => collect(header(2010, 2 ** 30 - 1)), { code: "too-large" });
});

Deno.test("a child must lie within its parent", async () => {
  const child = (length: number) => header(2011, length).subarray(4);
  assert.deepEqual(
    await collect(header(2010, 16, ONLY_SUB_OBJECTS), child(4), new Uint8Array(4)),
    ["2010[5]", "2010[5] > 2011"],
  );
  await assert.rejects(
    () => collect(header(2010, 16, ONLY_SUB_OBJECTS), child(5), new Uint8Array(4)),
    { code: "corrupt", offset: 16, objectPath: "2010[5]" },
  );
});

Deno.test("something else between two objects is an error", async () => {
  await assert.rejects(
    () => collect(header(2020, 4), new Uint8Array(4), new Uint8Array(20).fill(1)),
    { code: "corrupt", offset: 20 },
  );
});
