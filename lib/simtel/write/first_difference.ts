/** Support of the tests: where two records differ. */

/**
 * Path and values of the first difference of two plain-data records, `null` if they are deeply
 * equal (NaN equals NaN). Unlike the report of a failed `deepEqual` its cost and its text stay
 * small for records with millions of numbers.
 */
export function firstDifference(a: unknown, b: unknown, path = "record"): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return `${path}: ${String(a)} is not ${String(b)}`;
  }
  if (a.constructor !== b.constructor) {
    return `${path}: ${a.constructor.name} is not ${b.constructor.name}`;
  }
  if (ArrayBuffer.isView(a)) return firstDifferentNumber(a as Numbers, b as Numbers, path);
  const [partsA, partsB] = [parts(a), parts(b)];
  for (const [key, value] of partsA) {
    if (!partsB.has(key)) return `${path}.${key}: only in the first`;
    const difference = firstDifference(value, partsB.get(key), `${path}.${key}`);
    if (difference !== null) return difference;
  }
  for (const key of partsB.keys()) {
    if (!partsA.has(key)) return `${path}.${key}: only in the second`;
  }
  return null;
}

type Numbers = ArrayBufferView & ArrayLike<number>;

function firstDifferentNumber(a: Numbers, b: Numbers, path: string): string | null {
  if (a.length !== b.length) return `${path}: ${a.length} numbers are not ${b.length}`;
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i])) return `${path}.${i}: ${a[i]} is not ${b[i]}`;
  }
  return null;
}

function parts(value: object): Map<unknown, unknown> {
  if (value instanceof Map) return value;
  return new Map(Object.entries(value));
}
