/**
 * Messages as bytes: a head with the length, then a record of the codec. Frames begin at multiples
 * of 16, which the codec's typed arrays are fastest at.
 *
 * @module
 */
import { Decoder } from "../codec/decoder.ts";
import { Encoder } from "../codec/encoder.ts";

const HEAD = 16;
const LEAST = 64 * 1024;
const MOST = 2 ** 30;

const padded = (bytes: number) => (bytes + HEAD - 1) & -HEAD;

/** Bytes that are none of the other side's: somebody else has written there. */
export class DamagedFrames extends Error {
  override readonly name = "DamagedFrames";
}

/** Makes frames; what it makes is to be read, in order, by one {@link FrameReader}. */
export class FrameWriter {
  readonly #encoder = new Encoder();
  #bytes = new Uint8Array(LEAST);

  /**
   * A message as one frame, which stays as it is.
   *
   * @throws {SendError} if it holds what cannot be written down, such as a function
   */
  write(message: unknown): Uint8Array<ArrayBuffer> {
    for (;;) {
      const end = this.#encoder.write(message, this.#bytes, HEAD, this.#bytes.length - HEAD);
      if (end >= 0) {
        new DataView(this.#bytes.buffer).setUint32(0, end - HEAD, true);
        return this.#bytes.slice(0, padded(end));
      }
      if (this.#bytes.length === MOST) throw new RangeError("the value is larger than 1 GiB");
      this.#bytes = new Uint8Array(Math.min(MOST, 4 * this.#bytes.length));
    }
  }
}

/** Reads what one {@link FrameWriter} made, however it was cut on its way. */
export class FrameReader {
  readonly #decoder = new Decoder();
  #bytes = new Uint8Array(LEAST);
  #from = 0;
  #to = 0;

  /**
   * The messages that are whole now.
   *
   * @throws {DamagedFrames} if the bytes are none of the writer's
   */
  *read(chunk: Uint8Array): Generator<unknown, void, void> {
    this.#append(chunk);
    while (this.#to - this.#from >= HEAD) {
      const { buffer, byteOffset } = this.#bytes;
      const length = new DataView(buffer, byteOffset).getUint32(this.#from, true);
      if (length === 0 || length > MOST) throw new DamagedFrames(`a frame of ${length} bytes`);
      const whole = padded(HEAD + length);
      if (this.#to - this.#from < whole) return;
      const start = this.#from + HEAD;
      this.#from += whole;
      yield this.#decode(start, start + length);
    }
  }

  #decode(start: number, end: number): unknown {
    try {
      return this.#decoder.read(this.#bytes, start, end);
    } catch (error) {
      throw new DamagedFrames(String(error));
    }
  }

  #append(chunk: Uint8Array): void {
    const rest = this.#to - this.#from;
    if (this.#to + chunk.length > this.#bytes.length) {
      const larger = rest + chunk.length > this.#bytes.length / 2
        ? new Uint8Array(2 * (rest + chunk.length))
        : this.#bytes;
      larger.set(this.#bytes.subarray(this.#from, this.#to));
      [this.#bytes, this.#from, this.#to] = [larger, 0, rest];
    }
    this.#bytes.set(chunk, this.#to);
    this.#to += chunk.length;
  }
}
