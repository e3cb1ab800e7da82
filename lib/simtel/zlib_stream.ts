import type { Zlib } from "node:zlib";
import type { Transform } from "node:stream";
import { corruptData } from "./compression_error.ts";

/**
 * Drives a `node:zlib` decoder chunk by chunk, pulling its output as it is wanted.
 *
 * Piping or iterating the stream would lose what was decoded just before an error, and listening to
 * `data` would hold whatever a small input expands to. Here the input of one `write` is taken up
 * only as fast as its output is read, and all of that output is handed on before an error is.
 */
export class ZlibStream {
  readonly #stream: Transform & Zlib;
  #error: Error | null = null;
  #ended = false;
  #wake: () => void = () => {};

  constructor(stream: Transform & Zlib) {
    this.#stream = stream;
    stream.on("readable", () => this.#wake());
    stream.on("end", () => {
      this.#ended = true;
      this.#wake();
    });
    stream.on("error", (error: Error) => {
      this.#error = error;
      this.#wake();
    });
  }

  /** Whether the decoder has found the end of its data. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Number of bytes of input that the decoder has used. */
  get bytesUsed(): number {
    return this.#stream.bytesWritten;
  }

  /**
   * Decodes one chunk of the input.
   *
   * @throws {SimtelError} `corrupt`, after all output in front of the damage.
   */
  async *write(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let taken = false;
    this.#stream.write(chunk, () => {
      taken = true;
      this.#wake();
    });
    yield* this.#readUntil(() => taken);
  }

  /** Tells the decoder that there is no more input and reads the rest of its output. */
  async *end(): AsyncGenerator<Uint8Array> {
    this.#stream.end();
    yield* this.#readUntil(() => this.#ended);
  }

  /** Frees the decoder. */
  destroy(): void {
    this.#stream.destroy();
  }

  async *#readUntil(done: () => boolean): AsyncGenerator<Uint8Array> {
    while (true) {
      const woken = new Promise<void>((resolve) => this.#wake = resolve);
      const output = this.#stream.read() as Uint8Array | null;
      if (output !== null) {
        yield output;
      } else if (this.#error !== null) {
        throw corruptData(`the compressed data are damaged (${this.#error.message})`);
      } else if (done()) {
        return;
      } else {
        await woken;
      }
    }
  }
}
