/**
 * Attributes by which PyTables knows tables and groups, and ctapipe the units of columns: format 2.7
 * of PyTables' `Table`, and the `CTAFIELD_` attributes of ctapipe's data format 4 and later.
 *
 * @module
 */
import { type Column, STRING_BYTES, type Table } from "../schema.ts";
import { attribute, type AttributeValue, type Message } from "./object_header.ts";

const asMessages = (attributes: Readonly<Record<string, AttributeValue>>): Message[] =>
  Object.entries(attributes).map(([name, value]) => attribute(name, value));

/** Of the root group. */
export function rootAttributes(more: Readonly<Record<string, string>>): Message[] {
  const own = { CLASS: "GROUP", PYTABLES_FORMAT_VERSION: "2.1", TITLE: "", VERSION: "1.0" };
  return asMessages({ ...own, ...more });
}

/** Of every other group. */
export function groupAttributes(): Message[] {
  return asMessages({ CLASS: "GROUP", TITLE: "", VERSION: "1.0" });
}

/** Of a table with so many rows. */
export function tableAttributes(table: Table, rows: number): Message[] {
  const { title = "", columns, attributes = {} } = table;
  return asMessages({
    CLASS: "TABLE",
    VERSION: "2.7",
    TITLE: title,
    NROWS: { int: rows, type: "int64" },
    ...attributesOf(columns),
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, value]): [string, AttributeValue] => [
        name,
        typeof value === "number" && Number.isInteger(value)
          ? { int: value, type: "int64" }
          : value,
      ]),
    ),
  });
}

function attributesOf(columns: readonly Column[]): Record<string, AttributeValue> {
  const all: Record<string, AttributeValue> = {};
  columns.forEach(({ name, field, type, unit, description, bytes, time, enumeration }, at) => {
    all[`FIELD_${at}_NAME`] = name;
    all[`CTAFIELD_${at}_NAME`] = field ?? name;
    if (description !== undefined) all[`CTAFIELD_${at}_DESC`] = description;
    if (time !== undefined) {
      all[`CTAFIELD_${at}_TRANSFORM`] = "time";
      all[`CTAFIELD_${at}_TIME_FORMAT`] = "mjd";
      all[`CTAFIELD_${at}_TIME_SCALE`] = time;
    } else if (enumeration !== undefined) {
      all[`CTAFIELD_${at}_TRANSFORM`] = "enum";
      all[`CTAFIELD_${at}_ENUM`] = pickled(enumeration);
    } else if (unit !== undefined) {
      all[`CTAFIELD_${at}_TRANSFORM`] = "quantity";
      all[`CTAFIELD_${at}_UNIT`] = unit;
    } else if (type === "string") {
      all[`CTAFIELD_${at}_TRANSFORM`] = "string";
      all[`CTAFIELD_${at}_MAXLEN`] = { int: bytes ?? STRING_BYTES, type: "int64" };
    }
  });
  return all;
}

/**
 * A class as Python pickles it, by its name. PyTables looks for that in bytes that end with a dot,
 * and gives the bytes where it cannot import the class.
 */
function pickled(name: string): AttributeValue {
  const dot = name.lastIndexOf(".");
  return { ascii: `c${name.slice(0, dot)}\n${name.slice(dot + 1)}\n.` };
}
