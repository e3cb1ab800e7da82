import { crc32, createInflateRaw } from "node:zlib";
import type { ByteQueue } from "./byte_queue.ts";
import { corruptData, cutData } from "./compression_error.ts";
import { ZlibStream } from "./zlib_stream.ts";

const DEFLATE = 8;
const FLAG_HEADER_CRC = 0x02;
const FLAG_EXTRA = 0x04;
const FLAG_NAME = 0x08;
const FLAG_COMMENT = 0x10;
const OUTPUT_CHUNK = 128 * 1024;

/**
 * Decompresses a sequence of gzip members (RFC 1952), checking length and CRC of each.
 *
 * The gunzip of the runtime takes a damaged second member for trailing garbage and drops it without
 * a word, so members are told apart here. Zero bytes may follow the last member.
 */
export async function* gzipMembers(input: ByteQueue): AsyncGenerator<Uint8Array> {
  while (await input.has(1)) {
    if (input.peek(1)[0] === 0) return await expectZeros(input);
    await skipHeader(input);
    yield* member(input);
  }
}

async function* member(input: ByteQueue): AsyncGenerator<Uint8Array> {
  const inflate = new ZlibStream(createInflateRaw({ chunkSize: OUTPUT_CHUNK }));
  let crc = 0;
  let length = 0;
  let used = 0;
  let finished = false;
  try {
    while (!finished) {
      if (!await input.has(1)) throw cutData();
      const bytes = input.takeSome();
      for await (const output of inflate.write(bytes)) {
        crc = crc32(output, crc);
        length += output.length;
        yield output;
      }
      const rest = used + bytes.length - inflate.bytesUsed;
      used = inflate.bytesUsed;
      input.putBack(bytes.subarray(bytes.length - rest));
      finished = rest > 0 || inflate.ended;
    }
  } finally {
    inflate.destroy();
  }
  if (!await input.has(8)) throw cutData();
  const trailer = new DataView(input.take(8).slice().buffer);
  if (trailer.getUint32(0, true) !== crc || trailer.getUint32(4, true) !== length % 2 ** 32) {
    throw corruptData("the checksum of a gzip member is wrong");
  }
}

async function skipHeader(input: ByteQueue): Promise<void> {
  await need(input, 10);
  const header = input.take(10);
  if (header[0] !== 0x1f || header[1] !== 0x8b || header[2] !== DEFLATE) {
    throw corruptData("what follows a gzip member is not another one");
  }
  const flags = header[3]!;
  if (flags & FLAG_EXTRA) {
    await need(input, 2);
    const size = input.take(2);
    if (!await input.skip(size[0]! + 256 * size[1]!)) throw cutData();
  }
  if (flags & FLAG_NAME) await skipText(input);
  if (flags & FLAG_COMMENT) await skipText(input);
  if ((flags & FLAG_HEADER_CRC) && !await input.skip(2)) throw cutData();
}

/** Skips a text that a zero byte ends. */
async function skipText(input: ByteQueue): Promise<void> {
  do await need(input, 1); while (input.take(1)[0] !== 0);
}

async function expectZeros(input: ByteQueue): Promise<void> {
  while (await input.has(1)) {
    if (input.takeSome().some((byte) => byte !== 0)) {
      throw corruptData("what follows a gzip member is not another one");
    }
  }
}

async function need(input: ByteQueue, n: number): Promise<void> {
  if (!await input.has(n)) throw cutData();
}
