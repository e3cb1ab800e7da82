/** Tables of text: CSV with a line of titles, and lines of JSON. @module */
import { UserError } from "../user_error.ts";
import { columnsOf, NO_UNITS, type ReadTable, type Rows } from "./table.ts";

/** Rows that are looked at together. */
const PIECE = 4096;

/** Reads lines of JSON objects. @throws {UserError} naming the first line that is none */
export const readJsonLines: ReadTable = async function* (path, wanted) {
  let number = 0;
  const rows: unknown[] = [];
  for await (const line of linesOf(path)) {
    number++;
    if (line.trim() === "") continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      throw new UserError(`${path}:${number}: this is no line of JSON`);
    }
    if (rows.length === PIECE) yield rowsOf(rows.splice(0), wanted);
  }
  if (rows.length > 0) yield rowsOf(rows, wanted);
};

const rowsOf = (rows: readonly unknown[], wanted: readonly string[] | null): Rows => (
  { columns: columnsOf(rows, wanted), units: NO_UNITS }
);

/**
 * Reads values with commas between. The first line that is no comment (`# …`) has the titles; fields
 * may be in double quotes.
 */
export const readCsv: ReadTable = async function* (path, wanted) {
  let titles: string[] | null = null;
  let rows: string[][] = [];
  for await (const fields of recordsOf(path)) {
    if (titles === null) titles = fields;
    else if (rows.push(fields) === PIECE) {
      yield csvRows(titles, rows, wanted);
      rows = [];
    }
  }
  if (titles !== null) yield csvRows(titles, rows, wanted);
};

function csvRows(titles: string[], rows: string[][], wanted: readonly string[] | null): Rows {
  const columns = new Map<string, Float64Array>();
  titles.forEach((title, at) => {
    if (wanted !== null && !wanted.includes(title)) return;
    columns.set(title, Float64Array.from(rows, (row) => numberIn(row[at] ?? "")));
  });
  return { columns, units: NO_UNITS };
}

function numberIn(field: string): number {
  const text = field.trim();
  if (text === "") return NaN;
  if (text === "true" || text === "True") return 1;
  if (text === "false" || text === "False") return 0;
  return Number(text);
}

/** The fields of each record; one goes on in the next line while a quote is open. */
async function* recordsOf(path: string): AsyncGenerator<string[]> {
  let open: string | null = null;
  for await (const line of linesOf(path)) {
    if (open === null && (line === "" || line.startsWith("#"))) continue;
    const record: string = open === null ? line : `${open}\n${line}`;
    open = record.split('"').length % 2 === 0 ? record : null;
    if (open === null) yield fieldsOf(record);
  }
}

function fieldsOf(record: string): string[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await Deno.open(path);
  let rest = "";
  for await (const text of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
