/** JSON lines: an object per row. @module */
import type { ByteTarget } from "./file.ts";
import { jsonList, jsonNumber } from "./json_text.ts";
import type { Cell, Column } from "./schema.ts";
import type { BeginTable } from "./single.ts";

/** An object per row, with all columns as its keys; numbers that are none are null. */
export function jsonlWriter(target: ByteTarget): BeginTable {
  const encoder = new TextEncoder();
  return ({ columns }) => {
    const keys = columns.map(({ name }, at) => `${at > 0 ? "," : ""}${JSON.stringify(name)}:`);
    const texts = columns.map(textOf);
    return {
      add: (row) => {
        let line = "{";
        for (let at = 0; at < texts.length; at++) {
          const cell = row[at];
          line += keys[at]! + (cell == null ? "null" : texts[at]!(cell));
        }
        target.write(encoder.encode(`${line}}\n`));
      },
      keep: () => null,
      end: () => {},
    };
  };
}

function textOf({ type, length }: Column): (cell: Cell) => string {
  if (length !== undefined) return jsonList(type) as (cell: Cell) => string;
  if (type === "string" || type === "bool") return (cell) => JSON.stringify(cell);
  return (cell) => jsonNumber(cell as number);
}
