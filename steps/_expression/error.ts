/** What is wrong with an expression. @module */

/** An expression that has no meaning, or none for a value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";

  /** @param at offset in the expression's text, from 0 */
  constructor(readonly what: string, readonly at: number) {
    super(`at character ${at + 1}: ${what}`);
  }
}
