/** Sums of the numbers in records, field by field. @module */
import type { Json } from "ctapipe-flow/step";
import { fieldAt, isRecord, withField } from "./_field_path.ts";

/** What is added up, and what apart. */
export interface TotalsOptions {
  readonly by: readonly string[];
  /** All numbers but those of `by` where it is left out. */
  readonly fields?: readonly string[] | undefined;
  readonly most: number;
}

/** A total as it is kept: values of `by`, packets, and sums by path. */
type Kept = [by: Json[], packets: number, sums: Record<string, number>];

interface Total {
  readonly by: readonly Json[];
  packets: number;
  readonly sums: Map<string, number>;
}

/** One total, or one for each value of some fields. */
export class Totals {
  readonly #totals = new Map<string, Total>();

  /** @param resume what {@link kept} gave */
  constructor(readonly options: TotalsOptions, resume?: Json) {
    for (const [by, packets, sums] of (resume ?? []) as Kept[]) {
      this.#totals.set(JSON.stringify(by), { by, packets, sums: new Map(Object.entries(sums)) });
    }
  }

  /** Adds a record. @throws {Error} for numbers that are none, or too many totals; nothing is added */
  add(record: unknown): void {
    const { by, fields } = this.options;
    if (typeof record !== "object" || record === null) {
      throw new Error(`only records can be added up, not ${typeof record}s`);
    }
    const label = by.map((path) => labelAt(record, path));
    const numbers = fields
      ? fields.map((path) => [path, numberAt(record, path)] as const)
      : [...numbersIn(record, by)];
    const total = this.#totalOf(label);
    total.packets++;
    for (const [path, number] of numbers) {
      total.sums.set(path, (total.sums.get(path) ?? 0) + number);
    }
  }

  /** The totals, each as a record like those that were added, and how many they were. */
  *records(): Generator<Record<string, unknown>, void, void> {
    for (const { by, packets, sums } of this.#totals.values()) {
      let record: Record<string, unknown> = { packets };
      this.options.by.forEach((path, at) => record = withField(record, path, by[at]));
      for (const [path, sum] of sums) record = withField(record, path, sum);
      yield record;
    }
  }

  /** All of it as JSON. */
  get kept(): Json {
    return [...this.#totals.values()].map(({ by, packets, sums }) => [
      [...by],
      packets,
      Object.fromEntries(sums),
    ]);
  }

  #totalOf(by: readonly Json[]): Total {
    const key = JSON.stringify(by);
    const found = this.#totals.get(key);
    if (found) return found;
    const { most, by: paths } = this.options;
    if (this.#totals.size >= most) {
      throw new Error(
        `there are more than ${most} totals by ${paths.join(", ")}, the last is ${key}`,
      );
    }
    const total = { by, packets: 0, sums: new Map<string, number>() };
    this.#totals.set(key, total);
    return total;
  }
}

function labelAt(record: unknown, path: string): Json {
  const field = fieldAt(record, path);
  if (typeof field === "string" || typeof field === "boolean") return field;
  if (typeof field === "bigint") return String(field);
  if (typeof field === "number" && Number.isFinite(field)) return field;
  throw new Error(
    `${path} tells no records apart: it is ${field === undefined ? "not there" : field}`,
  );
}

function numberAt(record: unknown, path: string): number {
  return finite(fieldAt(record, path), path) ?? 0;
}

function* numbersIn(
  value: unknown,
  but: readonly string[],
  path: readonly string[] = [],
): Generator<readonly [string, number]> {
  const name = path.join(".");
  if (but.includes(name)) return;
  const number = finite(value, name);
  if (number !== null) yield [name, number];
  else if (isRecord(value)) {
    for (const [key, inside] of Object.entries(value)) {
      yield* numbersIn(inside, but, [...path, key]);
    }
  }
}

/** The number that something is; null if it is something else. @throws {Error} for NaN and infinities */
function finite(value: unknown, path: string): number | null {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") return null;
  if (Number.isFinite(value)) return value;
  throw new Error(`${path} is ${value}: that cannot be added up`);
}
