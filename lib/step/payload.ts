/** Names for what flows along edges, so that a flow can be checked before it is executed. @module */

/** A kind of value that flows along edges. Two ports fit when they share a name, or one is `any`. */
export interface Payload<T> {
  /** More than one only for an input that takes several kinds ({@link oneOf}). */
  readonly names: readonly string[];
  /** The buffers inside a value that go along with it to another Worker instead of being copied. */
  moves?(value: T): ArrayBuffer[];
  /** Carries the type only; never set. */
  readonly type?: T;
}

/** The value type of a payload. */
export type ValueOf<P> = P extends Payload<infer T> ? T : never;

/**
 * Names a kind of value.
 *
 * With `moves`, the listed buffers are handed over, not copied: a step may emit such a value only
 * once and must not touch it afterwards.
 */
export function payload<T>(
  name: string,
  options: { moves?: (value: T) => ArrayBuffer[] } = {},
): Payload<T> {
  return Object.freeze({ names: Object.freeze([name]), ...options });
}

/** An input that takes any of several kinds. */
export function oneOf<P extends Payload<unknown>[]>(...kinds: P): Payload<ValueOf<P[number]>> {
  const names = [...new Set(kinds.flatMap((kind) => kind.names))];
  return Object.freeze({ names: Object.freeze(names) });
}

/** Fits every port. */
// deno-lint-ignore no-explicit-any
export const anyValue: Payload<any> = payload("any");

/** A line of text. */
export const text: Payload<string> = payload("text");

/** A number. */
export const number: Payload<number> = payload("number");

/** A path of a file, absolute. */
export const filePath: Payload<string> = payload("file_path");
