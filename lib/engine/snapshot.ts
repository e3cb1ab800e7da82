/** Copies of values as they are at the moment of sending. @module */
import { isLent } from "./slots/lent.ts";
import { Kind, putTogether, setCause, takeApart } from "./codec/parts.ts";
import { crossingFault, describeFault, SendError } from "./crossing.ts";

/** %TypedArray%.prototype.slice: always copies, where a Buffer's own `slice` does not. */
const sliceOf: (this: ArrayBufferView) => unknown =
  Object.getPrototypeOf(Uint8Array.prototype).slice;

/**
 * A copy of a value that later changes do not reach, as structured clone gives it: identities and
 * cycles are kept, except that views on one buffer get a buffer each. Far cheaper than structured
 * clone for the small values of which batches are made.
 *
 * @param moving buffers that belong to the receiver from now on and are not copied
 * @param made gets the buffers of the copies: nobody else has them, so they may move as well
 * @throws {SendError} if the value holds what cannot cross
 */
export function snapshot(
  value: unknown,
  moving: readonly ArrayBuffer[],
  made: ArrayBuffer[] = [],
): unknown {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "function" || typeof value === "symbol") refuse(value);
    return value;
  }
  return new Copier(value, moving, made).copy(value);
}

class Copier {
  #seen: Map<object, unknown> | null = null;

  constructor(
    readonly whole: unknown,
    readonly moving: readonly ArrayBuffer[],
    readonly made: ArrayBuffer[],
  ) {}

  copy(value: unknown): unknown {
    if (typeof value === "function" || typeof value === "symbol") refuse(this.whole);
    if (typeof value !== "object" || value === null) return value;
    const known = this.#seen?.get(value);
    return known === undefined ? this.#copyObject(value) : known;
  }

  #copyObject(value: object): unknown {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#copyPlain(value);
    if (Array.isArray(value)) return this.#copyList(value);
    if (ArrayBuffer.isView(value)) return this.#copyView(value);
    if (value instanceof Map) {
      const copy = this.#note(value, new Map());
      for (const [key, item] of value) copy.set(this.copy(key), this.copy(item));
      return copy;
    }
    if (value instanceof Set) {
      const copy = this.#note(value, new Set());
      for (const item of value) copy.add(this.copy(item));
      return copy;
    }
    return this.#copyOther(value);
  }

  #copyPlain(value: object): object {
    const copy: Record<string, unknown> = this.#note(value, {});
    for (const key of Object.keys(value)) {
      const inside = this.copy((value as Record<string, unknown>)[key]);
      if (key === "__proto__") {
        Object.defineProperty(copy, key, { value: inside, enumerable: true });
      } else copy[key] = inside;
    }
    return copy;
  }

  #copyList(value: readonly unknown[]): unknown[] {
    const copy: unknown[] = this.#note(value, new Array(value.length));
    for (const key of Object.keys(value)) {
      (copy as unknown as Record<string, unknown>)[key] = this.copy(
        (value as unknown as Record<string, unknown>)[key],
      );
    }
    return copy;
  }

  /** A view on a moving or shared buffer stays; of another, or a lent one, the part in view is copied. */
  #copyView(value: ArrayBufferView): unknown {
    const { buffer } = value;
    if (buffer instanceof SharedArrayBuffer) {
      if (!isLent(buffer)) return value;
    } else if (this.moving.includes(buffer)) return value;
    if (value instanceof DataView) {
      const { byteOffset, byteLength } = value;
      const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
      this.made.push(bytes.buffer);
      return this.#note(value, new DataView(bytes.buffer));
    }
    const copy = sliceOf.call(value) as ArrayBufferView<ArrayBuffer>;
    this.made.push(copy.buffer);
    return this.#note(value, copy);
  }

  #copyOther(value: object): unknown {
    if (crossingFault(value)) refuse(this.whole);
    const apart = value instanceof Error && !(value instanceof DOMException) && takeApart(value);
    if (apart) {
      const copy = this.#note(value, putTogether(apart.kind, apart.parts));
      if (apart.kind === Kind.ERROR_WITH_CAUSE) setCause(copy, this.copy(apart.cause));
      return copy;
    }
    return this.#note(value, structuredClone(value));
  }

  #note<T>(value: object, copy: T): T {
    (this.#seen ??= new Map()).set(value, copy);
    return copy;
  }
}

function refuse(value: unknown): never {
  const fault = crossingFault(value);
  throw new SendError(fault ? describeFault(fault) : "the value cannot cross to another Worker");
}
