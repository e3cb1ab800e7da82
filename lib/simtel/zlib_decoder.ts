import type { Zlib } from "node:zlib";
import type { Transform } from "node:stream";
import { corruptData } from "./compression_error.ts";

/** What a decoder of `node:zlib` does its work with; by this name since Node 0.6, in Deno as well. */
interface Handle {
  writeSync(
    flush: number,
    input: Uint8Array,
    from: number,
    length: number,
    output: Uint8Array,
    outputFrom: number,
    outputLength: number,
  ): void;
  onerror: (message: string) => void;
}

interface Internals {
  readonly _handle: Handle;
  /** How much room of the output, and how many bytes of the input, the last call left over. */
  readonly _writeState: Uint32Array;
}

const NO_FLUSH = 0;

/**
 * A `node:zlib` decoder that is called, and writes into memory of its caller.
 *
 * What is public of these decoders are streams: they take a turn of the event loop per piece of
 * input, and fresh memory per piece of output, which is more work than decompressing. Streams also
 * swallow what was decoded just before an error.
 */
export class ZlibDecoder {
  readonly #stream: Transform & Zlib;
  readonly #handle: Handle;
  readonly #left: Uint32Array;
  #error: string | null = null;
  /** How many bytes of its input the last call has used. */
  used = 0;

  constructor(stream: Transform & Zlib) {
    const { _handle, _writeState } = stream as unknown as Internals;
    this.#stream = stream;
    this.#handle = _handle;
    this.#left = _writeState;
    this.#handle.onerror = (message) => this.#error = message;
  }

  /**
   * Decodes some of the input, from its beginning on; how much, {@link used} tells. Neither input
   * used nor output made: the decoder has come to the end of its data.
   *
   * @param into not empty
   * @returns how many bytes were put into `into`
   * @throws {SimtelError} `corrupt`, after all output in front of the damage
   */
  decode(input: Uint8Array, into: Uint8Array): number {
    if (this.#error === null) this.#write(input, into);
    else this.#left.set([into.length, input.length]);
    const [room, rest] = this.#left as unknown as [number, number];
    this.used = input.length - rest;
    const made = into.length - room;
    if (this.#error === null || made > 0) return made;
    throw corruptData(`the compressed data are damaged (${this.#error})`);
  }

  /** Frees the decoder. */
  close(): void {
    this.#stream.close();
  }

  #write(input: Uint8Array, into: Uint8Array): void {
    this.#left.set([into.length, input.length]);
    try {
      this.#handle.writeSync(NO_FLUSH, input, 0, input.length, into, 0, into.length);
    } catch (error) {
      this.#error = error instanceof Error ? error.message : String(error); // zstd does not tell
    }
  }
}
