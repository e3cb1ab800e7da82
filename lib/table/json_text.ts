/** Values of tables as JSON. @module */
import type { ColumnType } from "./schema.ts";

/** A number; what JSON cannot say (NaN, infinities) is null. */
export function jsonNumber(value: number | bigint): string {
  return typeof value === "bigint" || Number.isFinite(value) ? `${value}` : "null";
}

/** Makes the text of arrays of a type. */
export function jsonList(type: ColumnType): (values: ArrayLike<number>) => string {
  const item = type === "bool" ? (value: number) => value ? "true" : "false" : jsonNumber;
  return (values) => {
    let text = "[";
    for (let at = 0; at < values.length; at++) text += (at > 0 ? "," : "") + item(values[at]!);
    return `${text}]`;
  };
}
