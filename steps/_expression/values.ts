/**
 * What expressions compute with. A field that is not there, or NaN, is `null`, "not known": so is what is
 * computed from it, and whether it is greater than something. `and`, `or` and `not` go by Kleene's
 * logic, as databases do: a cut passes only what is known to be true.
 *
 * @module
 */

/** A function on numbers, by the name that expressions call it. */
interface Func {
  readonly least: number;
  readonly most: number;
  readonly of: (...numbers: number[]) => number;
}

const func = (of: Func["of"], least = 1, most = least): Func => ({ of, least, most });

/** The functions that there are. */
export const FUNCTIONS: ReadonlyMap<string, Func> = new Map([
  ["abs", func(Math.abs)],
  ["sqrt", func(Math.sqrt)],
  ["exp", func(Math.exp)],
  ["log", func(Math.log)],
  ["log10", func(Math.log10)],
  ["sin", func(Math.sin)],
  ["cos", func(Math.cos)],
  ["tan", func(Math.tan)],
  ["atan2", func(Math.atan2, 2)],
  ["hypot", func(Math.hypot, 1, 8)],
  ["min", func(Math.min, 1, 8)],
  ["max", func(Math.max, 1, 8)],
  ["deg", func((radian) => radian * 180 / Math.PI)],
  ["rad", func((degree) => degree * Math.PI / 180)],
]);

/** Names with a value of their own. */
export const CONSTANTS: ReadonlyMap<string, number | boolean | null> = new Map<
  string,
  number | boolean | null
>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["pi", Math.PI],
]);

/** Arithmetic on two numbers, by its sign. */
export const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
};

/** What may be compared by size. */
export type Ordered = number | bigint | string;

/** Comparisons, by their sign. */
export const COMPARISONS: Readonly<Record<string, (a: Ordered, b: Ordered) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** Whether both are false, true, or not known. */
export function and(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

/** Likewise. */
export function or(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}
