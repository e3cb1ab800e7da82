/**
 * Tells memory that is lent from memory that steps share on purpose: views on the former are copied
 * when they are sent on, views on the latter cross as they are.
 *
 * @module
 */

const lent = new WeakSet<SharedArrayBuffer>();

/** Notes, for this thread, that a buffer's contents are only lent. */
export function markLent(buffer: SharedArrayBuffer): void {
  lent.add(buffer);
}

/** Whether what is in a buffer is only lent. */
export function isLent(buffer: ArrayBufferLike): boolean {
  return buffer instanceof SharedArrayBuffer && lent.has(buffer);
}
