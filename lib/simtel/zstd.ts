import { createZstdDecompress } from "node:zlib";
import type { ByteQueue } from "./byte_queue.ts";
import { corruptData, cutData } from "./compression_error.ts";
import { ZlibStream } from "./zlib_stream.ts";

const FRAME_MAGIC = 0xfd2fb528;
/** Skippable frames have the magics 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE_MAGIC = 0x184d2a50;
/** No block is larger, compressed or not. */
const MAX_BLOCK = 128 * 1024;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
const OUTPUT_CHUNK = 128 * 1024;

/**
 * Decompresses a sequence of zstd frames (RFC 8878).
 *
 * The decoder of the runtime decodes one frame only and is silent when its input ends too early.
 * So this walks over frame and block headers itself and gives each frame to a decoder of its own.
 */
export async function* zstdFrames(input: ByteQueue): AsyncGenerator<Uint8Array> {
  while (await input.has(1)) {
    await need(input, 4);
    const magic = uint(input.peek(4));
    if (magic === FRAME_MAGIC) {
      yield* frame(input);
    } else if ((magic & ~0xf) === SKIPPABLE_MAGIC) {
      await need(input, 8);
      if (!await input.skip(8 + uint(input.peek(8).subarray(4)))) throw cutData();
    } else {
      throw corruptData("what follows a zstd frame is not another one");
    }
  }
}

async function* frame(input: ByteQueue): AsyncGenerator<Uint8Array> {
  await need(input, 5);
  const descriptor = input.peek(5)[4]!;
  const headerSize = 5 + frameHeaderRest(descriptor);
  await need(input, headerSize);
  const decoder = new ZlibStream(createZstdDecompress({ chunkSize: OUTPUT_CHUNK }));
  try {
    yield* decoder.write(input.take(headerSize));
    let last = false;
    while (!last) {
      await need(input, 3);
      const block = uint(input.peek(3));
      last = (block & 1) !== 0;
      const size = 3 + contentSize((block >>> 1) & 3, block >>> 3);
      await need(input, size);
      yield* decoder.write(input.take(size));
    }
    if (descriptor & 0x04) {
      await need(input, 4);
      yield* decoder.write(input.take(4));
    }
    yield* decoder.end();
  } finally {
    decoder.destroy();
  }
}

/** Size of the frame header behind magic and descriptor: window, dictionary id, content size. */
function frameHeaderRest(descriptor: number): number {
  const singleSegment = (descriptor & 0x20) !== 0;
  const dictionaryId = [0, 1, 2, 4][descriptor & 3]!;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  return (singleSegment ? 0 : 1) + dictionaryId + contentSize;
}

function contentSize(blockType: number, blockSize: number): number {
  if (blockType === RLE_BLOCK) return 1;
  if (blockType === RESERVED_BLOCK || blockSize > MAX_BLOCK) {
    throw corruptData("damaged zstd block header");
  }
  return blockSize;
}

async function need(input: ByteQueue, n: number): Promise<void> {
  if (!await input.has(n)) throw cutData();
}

/** Little-endian unsigned integer of up to four bytes. */
function uint(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
