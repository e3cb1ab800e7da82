/** Arrays that are used again, where sender and receivers share a thread. @module */
import type { TypedArrayClass } from "../../step/define_step.ts";
import { markLent } from "./lent.ts";
import { POISON, SLOT_FROM } from "./pool.ts";

/** Buffers of one size that wait to be used again, at most. */
const MOST_FREE = 64;

/** Buffers of one packet that are remembered, to be used again. */
const MOST_USED = 64;

/** The arrays of one out-port whose receivers all borrow them. */
export class ReusedArrays {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #used: ArrayBuffer[] = [];

  /** Called before the first is given. */
  beforeFirst: (() => void) | null = null;

  /** @param poison overwrites arrays that are given back */
  constructor(readonly poison: boolean) {}

  /** An array of the packet to come, with whatever was there before. */
  alloc<T extends ArrayBufferView>(View: TypedArrayClass<T>, length: number): T {
    const bytes = length * View.BYTES_PER_ELEMENT;
    if (bytes < SLOT_FROM) return new View(length);
    this.beforeFirst?.();
    this.beforeFirst = null;
    const Over = View as unknown as new (buffer: ArrayBuffer, from: number, length: number) => T;
    return new Over(this.#buffer(2 ** Math.ceil(Math.log2(bytes))), 0, length);
  }

  /** The packet is through, and its arrays are free. */
  end(): true {
    for (let buffer = this.#used.pop(); buffer !== undefined; buffer = this.#used.pop()) {
      if (this.poison) new Uint8Array(buffer).fill(POISON);
      const free = this.#free.get(buffer.byteLength)!;
      if (free.length < MOST_FREE) free.push(buffer);
    }
    return true;
  }

  #buffer(bytes: number): ArrayBuffer {
    let free = this.#free.get(bytes);
    if (free === undefined) this.#free.set(bytes, free = []);
    let buffer = free.pop();
    if (buffer === undefined) markLent(buffer = new ArrayBuffer(bytes));
    if (this.#used.length >= MOST_USED) this.#used.shift(); // of packets that never went
    this.#used.push(buffer);
    return buffer;
  }
}
