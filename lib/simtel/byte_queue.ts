const EMPTY = new Uint8Array(0);

/**
 * The bytes of a chunked stream, taken in the pieces that a parser wants.
 *
 * Nothing is ever allocated for bytes that have not arrived. An error of the stream comes out of
 * the call that ran into it; what had arrived before can still be taken.
 */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** Chunks that have arrived; the first one is used up to `#position`. */
  #parts: Uint8Array[] = [];
  #position = 0;
  #size = 0;
  #taken = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Offset in the stream of the next byte to be taken. */
  get offset(): number {
    return this.#taken;
  }

  /** Number of bytes that have arrived and were not taken. */
  get size(): number {
    return this.#size;
  }

  /** Waits until `n` bytes are there; `false` if the stream ends before. */
  async has(n: number): Promise<boolean> {
    while (this.#size < n) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.#parts.push(next.value);
      this.#size += next.value.length;
    }
    return true;
  }

  /** The next `n` bytes, which must be there, without taking them. */
  peek(n: number): Uint8Array {
    let first = this.#parts[0] ?? EMPTY;
    if (first.length - this.#position < n) {
      first = this.#joined();
      this.#parts = [first];
      this.#position = 0;
    }
    return first.subarray(this.#position, this.#position + n);
  }

  /** Takes the next `n` bytes, which must be there. */
  take(n: number): Uint8Array {
    const bytes = this.peek(n);
    this.#advance(n);
    return bytes;
  }

  /** Takes all bytes that are there. */
  takeAll(): Uint8Array {
    return this.take(this.#size);
  }

  /** Takes what is left of the chunk that arrived first, at most `limit` bytes. */
  takeSome(limit = Infinity): Uint8Array {
    return this.take(Math.min((this.#parts[0]?.length ?? 0) - this.#position, limit));
  }

  /** Drops `n` bytes as they arrive; `false` if the stream ends before. */
  async skip(n: number): Promise<boolean> {
    let left = n;
    while (left > 0) {
      if (!await this.has(1)) return false;
      left -= this.takeSome(left).length;
    }
    return true;
  }

  /** Puts back the last `n` bytes of what was just taken. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const rest = this.#joined();
    this.#parts = rest.length > 0 ? [bytes, rest] : [bytes];
    this.#position = 0;
    this.#size += bytes.length;
    this.#taken -= bytes.length;
  }

  /** Ends the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #advance(n: number): void {
    this.#position += n;
    this.#size -= n;
    this.#taken += n;
    if (this.#position >= (this.#parts[0]?.length ?? 0)) {
      this.#parts.shift();
      this.#position = 0;
    }
  }

  #joined(): Uint8Array {
    if (this.#parts.length === 1 && this.#position === 0) return this.#parts[0]!;
    const joined = new Uint8Array(this.#size);
    let end = 0;
    this.#parts.forEach((part, i) => {
      const bytes = i === 0 ? part.subarray(this.#position) : part;
      joined.set(bytes, end);
      end += bytes.length;
    });
    return joined;
  }
}
