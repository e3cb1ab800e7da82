/** Sum with Neumaier's compensation: exact to the last digit or so, in any order. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Smallest and largest value; `null` for none. */
export function range(values: Iterable<number>): { min: number | null; max: number | null } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? { min: null, max: null } : { min, max };
}

/** An array cut into rows of equal length. */
export function rows<T extends { length: number; subarray(a: number, b: number): T }>(
  values: T,
  n: number,
): T[] {
  const length = n > 0 ? values.length / n : 0;
  return Array.from({ length: n }, (_, i) => values.subarray(i * length, (i + 1) * length));
}

/** A number for JSON: `null` stands for what JSON cannot say. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The first values of an array. */
export function first(values: ArrayLike<number>, n: number): number[] {
  return Array.from({ length: Math.min(n, values.length) }, (_, i) => values[i]!);
}
