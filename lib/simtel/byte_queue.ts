import type { ByteSource } from "./byte_source.ts";

/** More than this is never asked for ahead: it should be in the processor's cache when it is parsed. */
const ROOM = 512 * 1024;
/**
 * After so many bytes the thread has a turn for other things. A source may never let it: little is
 * read where much comes out of it.
 */
const TURN_EVERY = 16 * 1024 * 1024;

/**
 * The bytes of a source, taken in the pieces that a parser wants.
 *
 * All of them go through one buffer, and what is taken are views of it: they are valid until the
 * queue is asked again whether it has bytes. Nothing is ever allocated for bytes that have not
 * arrived: the buffer grows when it is full. An error of the source comes out of the call that ran
 * into it; what had arrived before can still be taken.
 */
export class ByteQueue {
  readonly #source: ByteSource;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(ROOM);
  /** The bytes from here to `#end` have arrived and were not taken. */
  #start = 0;
  #end = 0;
  #taken = 0;
  /** Bytes that may come until the next turn. */
  #untilTurn = TURN_EVERY;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Offset in the data of the next byte to be taken. */
  get offset(): number {
    return this.#taken;
  }

  /** Number of bytes that have arrived and were not taken. */
  get size(): number {
    return this.#end - this.#start;
  }

  /** Waits until `n` bytes are there; `false` if the data end before. */
  async has(n: number): Promise<boolean> {
    while (this.size < n) {
      this.#makeRoom(n);
      const length = await this.#source.read(this.#buffer.subarray(this.#end));
      if (length === 0) return false;
      this.#end += length;
      this.#untilTurn -= length;
      if (this.#untilTurn <= 0) await this.#turn();
    }
    return true;
  }

  /** The next `n` bytes, which must be there, without taking them. */
  peek(n: number): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(this.#start, this.#start + n);
  }

  /** Takes the next `n` bytes, which must be there. */
  take(n: number): Uint8Array<ArrayBuffer> {
    const bytes = this.peek(n);
    this.#start += n;
    this.#taken += n;
    return bytes;
  }

  /** Takes all bytes that are there. */
  takeAll(): Uint8Array<ArrayBuffer> {
    return this.take(this.size);
  }

  /** Drops `n` bytes as they arrive; `false` if the data end before. */
  async skip(n: number): Promise<boolean> {
    for (let left = n; left > 0;) {
      if (!await this.has(1)) return false;
      left -= this.take(Math.min(this.size, left)).length;
    }
    return true;
  }

  /** Ends the source. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async #turn(): Promise<void> {
    this.#untilTurn = TURN_EVERY;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Makes room behind what is there, where `n` bytes are wanted in one piece. */
  #makeRoom(n: number): void {
    const { length } = this.#buffer;
    if (this.#start + n <= length && this.#end < length) return;
    const bytes = this.#buffer.subarray(this.#start, this.#end);
    if (bytes.length > length / 2) this.#buffer = new Uint8Array(2 * length);
    this.#buffer.set(bytes);
    this.#start = 0;
    this.#end = bytes.length;
  }
}
