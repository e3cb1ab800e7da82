import { createZstdDecompress } from "node:zlib";
import type { ByteQueue } from "./byte_queue.ts";
import type { ByteSource } from "./byte_source.ts";
import { corruptData, cutData } from "./compression_error.ts";
import { ZlibDecoder } from "./zlib_decoder.ts";

const FRAME_MAGIC = 0xfd2fb528;
/** Skippable frames have the magics 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE_MAGIC = 0x184d2a50;
/** No block is larger, compressed or not. */
const MAX_BLOCK = 128 * 1024;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * Decompresses a sequence of zstd frames (RFC 8878).
 *
 * The decoder of the runtime decodes one frame only and is silent when its input ends too early.
 * So this walks over frame and block headers itself and gives each frame to a decoder of its own.
 */
export class ZstdFrames implements ByteSource {
  readonly #input: ByteQueue;
  #decoder: ZlibDecoder | null = null;
  /** Bytes of the present part of the frame that the decoder has yet to use; all of them are there. */
  #left = 0;
  /** What follows that part. */
  #next: "block" | "checksum" | "end" = "end";
  #hasChecksum = false;

  constructor(input: ByteQueue) {
    this.#input = input;
  }

  /** @throws {SimtelError} `truncated` or `corrupt`, after all that can be decompressed */
  async read(into: Uint8Array): Promise<number> {
    for (;;) {
      if (this.#decoder === null && !await this.#begin()) return 0;
      const made = this.#decode(this.#decoder!, into);
      if (made > 0) return made;
      if (this.#left === 0) await this.#advance();
    }
  }

  async close(): Promise<void> {
    this.#end();
    await this.#input.close();
  }

  #decode(decoder: ZlibDecoder, into: Uint8Array): number {
    const made = decoder.decode(this.#input.peek(this.#left), into);
    if (made === 0 && decoder.used === 0 && this.#left > 0) {
      throw corruptData("a zstd frame ends before its last block");
    }
    this.#input.take(decoder.used);
    this.#left -= decoder.used;
    return made;
  }

  /** Begins a frame; `false` if there is none. */
  async #begin(): Promise<boolean> {
    const input = this.#input;
    while (await input.has(1)) {
      const magic = uint(await this.#coming(4));
      if (magic === FRAME_MAGIC) {
        const descriptor = (await this.#coming(5))[4]!;
        this.#hasChecksum = (descriptor & 0x04) !== 0;
        await this.#take(5 + frameHeaderRest(descriptor), "block");
        this.#decoder = new ZlibDecoder(createZstdDecompress());
        return true;
      }
      if ((magic & ~0xf) !== SKIPPABLE_MAGIC) {
        throw corruptData("what follows a zstd frame is not another one");
      }
      const size = uint((await this.#coming(8)).subarray(4));
      if (!await input.skip(8 + size)) throw cutData();
    }
    return false;
  }

  /** Goes on to the next part of the frame. */
  async #advance(): Promise<void> {
    if (this.#next === "end") return this.#end();
    if (this.#next === "checksum") return await this.#take(4, "end");
    const block = uint(await this.#coming(3));
    const isLast = (block & 1) !== 0;
    const next = !isLast ? "block" : this.#hasChecksum ? "checksum" : "end";
    await this.#take(3 + contentSize((block >>> 1) & 3, block >>> 3), next);
  }

  #end(): void {
    this.#decoder?.close();
    this.#decoder = null;
  }

  async #take(size: number, next: "block" | "checksum" | "end"): Promise<void> {
    await this.#coming(size);
    this.#left = size;
    this.#next = next;
  }

  async #coming(n: number): Promise<Uint8Array> {
    if (!await this.#input.has(n)) throw cutData();
    return this.#input.peek(n);
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

/** Little-endian unsigned integer of up to four bytes. */
function uint(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
