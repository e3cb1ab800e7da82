/** What `plot` takes from a table. @module */
import { didYouMean } from "../../graph/suggest.ts";
import { UserError } from "../user_error.ts";
import type { ReadTable } from "./table.ts";

/** What is known of a column of numbers. */
export interface ColumnFacts {
  readonly name: string;
  readonly unit: string;
  /** Values that are numbers. */
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Looks through all columns; those without any number are left out. */
export async function columnFacts(read: ReadTable, path: string): Promise<ColumnFacts[]> {
  const facts = new Map<string, ColumnFacts>();
  for await (const { columns, units } of read(path, null)) {
    for (const [name, values] of columns) {
      let { count, min, max } = facts.get(name) ?? { count: 0, min: Infinity, max: -Infinity };
      for (const value of values) {
        if (!Number.isFinite(value)) continue;
        count++;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      facts.set(name, { name, unit: units.get(name) ?? "", count, min, max });
    }
  }
  return [...facts.values()].filter(({ count }) => count > 0);
}

/** Some columns, whole. */
export interface Gathered {
  /** Equally many values in each, in the order asked for; NaN where there is none. */
  readonly values: readonly Float64Array[];
  /** Names with their units. */
  readonly labels: readonly string[];
}

/** Reads some columns. @throws {UserError} if there is no such column */
export async function gather(
  read: ReadTable,
  path: string,
  names: readonly string[],
): Promise<Gathered> {
  const pieces: Float64Array[][] = names.map(() => []);
  const known = new Map<string, string>();
  for await (const { columns, units } of read(path, names)) {
    const length = columns.values().next().value?.length ?? 0;
    names.forEach((name, at) => {
      const column = columns.get(name);
      if (column) known.set(name, units.get(name) ?? "");
      pieces[at]!.push(column ?? new Float64Array(length).fill(NaN));
    });
  }
  for (const name of names) if (!known.has(name)) throw await unknownColumn(read, path, name);
  return {
    values: pieces.map(joined),
    labels: names.map((name) => known.get(name) ? `${name} / ${known.get(name)}` : name),
  };
}

async function unknownColumn(read: ReadTable, path: string, name: string): Promise<UserError> {
  const names = (await columnFacts(read, path)).map((column) => column.name);
  const hint = didYouMean(name, names) ?? `"ctapipe-flow plot ${path}" lists the columns`;
  return new UserError(`"${path}" has no column "${name}"`, hint);
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
