/** Comma-separated values (RFC 4180), with or without the header of ECSV. @module */
import { ecsvHeader } from "./ecsv_header.ts";
import type { ByteTarget } from "./file.ts";
import { jsonList } from "./json_text.ts";
import type { Cell, Column, Table } from "./schema.ts";
import type { BeginTable } from "./single.ts";

/**
 * A line of names, then one per row. Null is empty; numbers that are none are `nan`, `inf` and
 * `-inf`; booleans are `True` and `False`; arrays lists in JSON.
 *
 * @param ecsv whether types, units and descriptions come before the names
 */
export function csvWriter(target: ByteTarget, ecsv: boolean): BeginTable {
  const encoder = new TextEncoder();
  const write = (text: string) => target.write(encoder.encode(text));
  return (table, attributes, state) => {
    if (state === undefined) {
      if (ecsv) write(header(table, attributes));
      write(`${table.columns.map(({ name }) => quoted(name)).join(",")}\n`);
    }
    const texts = table.columns.map(textOf);
    return {
      add: (row) => {
        let line = texts[0]?.(row[0]) ?? "";
        for (let at = 1; at < texts.length; at++) line += `,${texts[at]!(row[at])}`;
        // One empty value alone would be an empty line, which readers skip.
        write(line === "" ? '""\n' : `${line}\n`);
      },
      keep: () => null,
      end: () => {},
    };
  };
}

function header(table: Table, attributes: Readonly<Record<string, string>>): string {
  const lines = ["%ECSV 1.0", "---", "delimiter: ','", ...ecsvHeader(table, attributes)];
  return [...lines, "schema: astropy-2.0"].map((line) => `# ${line}\n`).join("");
}

function textOf({ type, length }: Column): (cell: Cell) => string {
  if (length !== undefined) {
    const list = jsonList(type);
    return (cell) => cell == null ? "" : `"${list(cell as ArrayLike<number>)}"`;
  }
  if (type === "string") return (cell) => cell == null ? "" : quoted(cell as string);
  if (type === "bool") return (cell) => cell == null ? "" : cell ? "True" : "False";
  return (cell) => cell == null ? "" : numberText(cell as number);
}

/** An empty text is told from null by its quotes. */
const quoted = (text: string) =>
  text === "" || /[",\r\n]|^\s|\s$|^#/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function numberText(value: number | bigint): string {
  if (typeof value === "bigint" || Number.isFinite(value)) return `${value}`;
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
