/**
 * Tells memory that is lent from memory that steps share on purpose or hand over: what is lent is
 * copied when it is sent on.
 *
 * @module
 */

const lent = new WeakSet<ArrayBufferLike>();

/** Notes, for this thread, that a buffer's contents are only lent. */
export function markLent(buffer: ArrayBufferLike): void {
  lent.add(buffer);
}

/** Whether what is in a buffer is only lent. */
export function isLent(buffer: ArrayBufferLike): boolean {
  return lent.has(buffer);
}
