/** What `plot` takes from a file of tables. @module */
import { didYouMean } from "../../graph/suggest.ts";
import { UserError } from "../user_error.ts";
import type { ReadTable, Rows } from "./table.ts";

/** What is known of a column of numbers. */
export interface ColumnFacts {
  readonly name: string;
  readonly unit: string;
  /** Values that are numbers. */
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Looks through all columns, by table; those without any number are left out. */
export async function columnFacts(
  read: ReadTable,
  path: string,
): Promise<ReadonlyMap<string, readonly ColumnFacts[]>> {
  const tables = new Map<string, Map<string, ColumnFacts>>();
  for await (const { table, columns, units } of read(path, null)) {
    const facts = tables.get(table) ?? new Map<string, ColumnFacts>();
    tables.set(table, facts);
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
  const found = [...tables].map(([table, facts]) =>
    [table, [...facts.values()].filter(({ count }) => count > 0)] as const
  );
  return new Map(found.filter(([, facts]) => facts.length > 0));
}

/** Some columns, whole. */
export interface Gathered {
  /** Equally many values in each, in the order asked for; NaN where there is none. */
  readonly values: readonly Float64Array[];
  /** Names with their units. */
  readonly labels: readonly string[];
}

/** Which columns, and of which table: null if only one can be meant. */
export interface Wanted {
  readonly names: readonly string[];
  readonly table: string | null;
}

/** Reads some columns. @throws {UserError} if no table has them, or several */
export async function gather(read: ReadTable, path: string, wanted: Wanted): Promise<Gathered> {
  const { names, table } = wanted;
  const tables = new Map<string, Rows[]>();
  for await (const rows of read(path, names)) {
    if (table !== null && rows.table !== table) continue;
    const pieces = tables.get(rows.table);
    if (pieces) pieces.push(rows);
    else tables.set(rows.table, [rows]);
  }
  const complete = [...tables].filter(([, pieces]) =>
    names.every((name) => pieces.some(({ columns }) => columns.has(name)))
  );
  const [found, second] = complete;
  if (found === undefined) throw await notFound(read, path, wanted);
  if (second !== undefined) {
    const all = complete.map(([label]) => label).join(", ");
    const what = names.map((name) => `"${name}"`).join(" and ");
    throw new UserError(`${what}: several tables have this: ${all}`, `add --table '${found[0]}'`);
  }
  const pieces = found[1];
  return {
    values: names.map((name) => joined(pieces, name)),
    labels: names.map((name) => {
      const unit = pieces.find(({ units }) => units.has(name))?.units.get(name);
      return unit ? `${name} / ${unit}` : name;
    }),
  };
}

async function notFound(
  read: ReadTable,
  path: string,
  { names, table }: Wanted,
): Promise<UserError> {
  const facts = await columnFacts(read, path);
  const list = `"ctapipe-flow plot ${path}" lists what there is`;
  if (table !== null && !facts.has(table)) {
    return new UserError(
      `"${path}" has no table "${table}"`,
      didYouMean(table, [...facts.keys()]) ?? list,
    );
  }
  const tables = table === null ? [...facts.values()] : [facts.get(table)!];
  const known = new Set(tables.flat().map(({ name }) => name));
  const missing = names.find((name) => !known.has(name));
  if (missing === undefined) {
    return new UserError(`no table of "${path}" has both "${names.join('" and "')}"`, list);
  }
  return new UserError(
    `"${path}" has no column of numbers "${missing}"`,
    didYouMean(missing, [...known]) ?? list,
  );
}

/** A column of all pieces; where one lacks it there are no numbers. */
function joined(pieces: readonly Rows[], name: string): Float64Array {
  const lengths = pieces.map(({ columns }) => columns.values().next().value?.length ?? 0);
  const all = new Float64Array(lengths.reduce((sum, length) => sum + length, 0)).fill(NaN);
  let at = 0;
  pieces.forEach(({ columns }, i) => {
    const column = columns.get(name);
    if (column) all.set(column, at);
    at += lengths[i]!;
  });
  return all;
}
