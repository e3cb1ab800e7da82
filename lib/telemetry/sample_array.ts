/** Typed arrays as people look at them: how long, from where to where, how the numbers are spread. @module */
import type { SampleSpecial } from "./message.ts";

/** Bins of a histogram. */
const BINS = 24;
/** So many numbers are looked at; of more every n-th is. */
const MOST_LOOKED_AT = 500_000;
/** Digits of a floating-point number: as many as 32 bits hold. */
const DIGITS = 7;

type ArraySample = Extract<SampleSpecial, { kind: "array" }>;

/** What can be counted through. */
interface Numbers {
  readonly length: number;
  readonly [index: number]: number | bigint;
}

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
// those of the language: a value may have others of the same name
const tagOf = Object.getOwnPropertyDescriptor(TypedArray, Symbol.toStringTag)!.get!;
const lengthOf = Object.getOwnPropertyDescriptor(TypedArray, "length")!.get!;

/** Such as `Float32Array`; undefined for what is no typed array. Runs nothing of the value's. */
export function typeOfArray(value: object): string | undefined {
  return tagOf.call(value) as string | undefined;
}

/** A typed array without its numbers. */
export function summarize(array: object, type: string): ArraySample {
  const numbers = array as Numbers;
  const length = lengthOf.call(array) as number;
  const every = Math.ceil(length / MOST_LOOKED_AT) || 1;
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < length; i += every) {
    const number = Number(numbers[i]);
    if (!Number.isFinite(number)) continue;
    if (number < min) min = number;
    if (number > max) max = number;
  }
  if (min > max) {
    return { kind: "array", type, length, min: null, max: null, histogram: [], values: null };
  }
  const histogram: number[] = new Array(BINS).fill(0);
  const half = max / 2 - min / 2; // the whole may be too large for a number
  for (let i = 0; i < length; i += every) {
    const number = Number(numbers[i]);
    if (!Number.isFinite(number)) continue;
    const part = half === 0 ? 0 : (number / 2 - min / 2) / half;
    histogram[Math.min(BINS - 1, Math.floor(BINS * part))]!++;
  }
  return { kind: "array", type, length, min, max, histogram, values: null };
}

/** The numbers of a typed array, floating-point ones to seven digits; non-finite ones as null. */
export function numbersOf(array: object): (number | null)[] {
  const numbers = array as Numbers;
  const values: (number | null)[] = [];
  const length = lengthOf.call(array) as number;
  for (let i = 0; i < length; i++) {
    const number = Number(numbers[i]);
    if (Number.isSafeInteger(number)) values.push(number === 0 ? 0 : number);
    else values.push(Number.isFinite(number) ? Number(number.toPrecision(DIGITS)) : null);
  }
  return values;
}
