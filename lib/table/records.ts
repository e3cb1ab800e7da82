/** Tables of plain objects: columns are found in the first one. @module */
import {
  type Cell,
  type Column,
  type ColumnType,
  type Row,
  STRING_BYTES,
  TableError,
} from "./schema.ts";

/** A plain object. */
export type PlainObject = Readonly<Record<string, unknown>>;

/**
 * The fields of a record, those of objects in it with `_` between the names. Arrays of numbers and
 * typed arrays are one field.
 *
 * @throws {TableError} for what no column can hold
 */
export function* fieldsOf(record: PlainObject, prefix = ""): Generator<[name: string, cell: Cell]> {
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    if (isPlainObject(value)) yield* fieldsOf(value, `${name}_`);
    else yield [name, cellOf(name, value)];
  }
}

/**
 * Columns for a record and those like it. Numbers become `float64` unless `types` says otherwise.
 *
 * @param bytes of the longest text
 */
export function columnsOf(
  record: PlainObject,
  types: Readonly<Record<string, ColumnType>> = {},
  bytes: number = STRING_BYTES,
): Column[] {
  const columns = [...fieldsOf(record)].map(([name, cell]): Column => {
    const length = typeof cell === "object" && cell !== null ? cell.length : undefined;
    const type = types[name] ?? typeOfCell(name, cell);
    return {
      name,
      type,
      ...(length === undefined ? {} : { length }),
      ...(type === "string" ? { bytes } : {}),
    };
  });
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new TableError(`two fields give a column "${twice}"`);
  const unknown = Object.keys(types).find((name) => !names.includes(name));
  if (unknown === undefined) return columns;
  throw new TableError(`no field "${unknown}" for a column; there are ${namesOf(columns)}`);
}

/**
 * The row of a record, for columns of an earlier one. What is missing is null.
 *
 * @throws {TableError} if it has a field that is no column
 */
export function rowOf(record: PlainObject, columns: readonly Column[]): Row {
  const fields = new Map(fieldsOf(record));
  let known = 0;
  const row = columns.map(({ name }) => {
    if (fields.has(name)) known++;
    return fields.get(name);
  });
  if (known === fields.size) return row;
  const names = new Set(columns.map(({ name }) => name));
  const strange = [...fields.keys()].find((name) => !names.has(name));
  throw new TableError(
    `no column for the field "${strange}": columns are those of the first record, ` +
      namesOf(columns),
  );
}

const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name).join(", ");

function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function cellOf(name: string, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return value as unknown as ArrayLike<number>;
  }
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) return value;
  if (["number", "bigint", "boolean", "string"].includes(typeof value)) return value as Cell;
  const kind = Array.isArray(value) ? "a list of other things than numbers" : typeof value;
  throw new TableError(
    `field "${name}" is ${kind}: a table has numbers, texts and arrays of numbers`,
  );
}

/** Types of what typed arrays hold. */
const VIEWS: Readonly<Record<string, ColumnType>> = {
  Int8Array: "int8",
  Uint8Array: "uint8",
  Uint8ClampedArray: "uint8",
  Int16Array: "int16",
  Uint16Array: "uint16",
  Int32Array: "int32",
  Uint32Array: "uint32",
  Float32Array: "float32",
  BigInt64Array: "int64",
};

function typeOfCell(name: string, cell: Cell): ColumnType {
  if (name === "" || name.includes("\0")) throw new TableError("a field needs a name");
  if (typeof cell === "bigint") return "int64";
  if (typeof cell === "boolean") return "bool";
  if (typeof cell === "string") return "string";
  if (typeof cell === "object" && cell !== null) return VIEWS[cell.constructor.name] ?? "float64";
  return "float64";
}
