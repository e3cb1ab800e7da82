/** Numbers as text that reads back as the same number. @module */

/**
 * A finite number in a form that JSON, YAML and TypeScript share. Whole numbers that have more digits
 * than a number keeps get an exponent: as plain digits they would be refused.
 */
export function numberText(value: number): string {
  const text = JSON.stringify(value);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes("e")
    ? value.toExponential()
    : text;
}
