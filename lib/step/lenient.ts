/** Whether this thread loads modules for what is in them, not for what they do. @module */

let lenient = false;

/**
 * Says that a flow with mistakes is to be let pass while its module is loaded: they are told from
 * its document, with their places, and a step in the same module is needed all the same.
 */
export function beLenient(): void {
  lenient = true;
}

/** Whether {@link beLenient} was called in this thread. */
export const isLenient = (): boolean => lenient;
