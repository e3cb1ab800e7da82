import { crc32, createInflateRaw } from "node:zlib";
import type { ByteQueue } from "./byte_queue.ts";
import type { ByteSource } from "./byte_source.ts";
import { corruptData, cutData } from "./compression_error.ts";
import { ZlibDecoder } from "./zlib_decoder.ts";

const DEFLATE = 8;
const FLAG_HEADER_CRC = 0x02;
const FLAG_EXTRA = 0x04;
const FLAG_NAME = 0x08;
const FLAG_COMMENT = 0x10;

/**
 * Decompresses a sequence of gzip members (RFC 1952), checking length and CRC of each.
 *
 * The gunzip of the runtime takes a damaged second member for trailing garbage and drops it without
 * a word, so members are told apart here. Zero bytes may follow the last member.
 */
export class GzipMembers implements ByteSource {
  readonly #input: ByteQueue;
  #decoder: ZlibDecoder | null = null;
  #crc = 0;
  #length = 0;

  constructor(input: ByteQueue) {
    this.#input = input;
  }

  /** @throws {SimtelError} `truncated` or `corrupt`, after all that can be decompressed */
  async read(into: Uint8Array): Promise<number> {
    for (;;) {
      if (this.#decoder === null && !await this.#begin()) return 0;
      const made = await this.#inflate(this.#decoder!, into);
      if (made > 0) return made;
      await this.#end();
    }
  }

  async close(): Promise<void> {
    this.#decoder?.close();
    this.#decoder = null;
    await this.#input.close();
  }

  /** Begins a member; `false` if there is none. */
  async #begin(): Promise<boolean> {
    const input = this.#input;
    if (!await input.has(1)) return false;
    if (input.peek(1)[0] === 0) return await expectZeros(input);
    await skipHeader(input);
    this.#decoder = new ZlibDecoder(createInflateRaw());
    this.#crc = 0;
    this.#length = 0;
    return true;
  }

  /** Some of the content of a member; 0 at its end. */
  async #inflate(decoder: ZlibDecoder, into: Uint8Array): Promise<number> {
    for (;;) {
      const isCut = !await this.#input.has(1);
      const made = decoder.decode(this.#input.peek(this.#input.size), into);
      this.#input.take(decoder.used);
      if (made > 0) {
        const output = into.subarray(0, made);
        this.#crc = crc32(output, this.#crc);
        this.#length += made;
        return made;
      }
      if (isCut) throw cutData();
      if (decoder.used === 0) return 0;
    }
  }

  /** Ends a member. */
  async #end(): Promise<void> {
    this.#decoder!.close();
    this.#decoder = null;
    if (!await this.#input.has(8)) throw cutData();
    const [crc, length] = new Uint32Array(this.#input.take(8).slice().buffer);
    if (crc !== this.#crc || length !== this.#length % 2 ** 32) {
      throw corruptData("the checksum of a gzip member is wrong");
    }
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

/** @returns false, when all of the input are zeros */
async function expectZeros(input: ByteQueue): Promise<false> {
  while (await input.has(1)) {
    if (input.takeAll().some((byte) => byte !== 0)) {
      throw corruptData("what follows a gzip member is not another one");
    }
  }
  return false;
}

async function need(input: ByteQueue, n: number): Promise<void> {
  if (!await input.has(n)) throw cutData();
}
