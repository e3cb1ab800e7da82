/** Tables of text: CSV and ECSV with a line of titles, and lines of JSON. @module */
import { UserError } from "../user_error.ts";
import { columnsOf, NO_UNITS, ONLY, type ReadTable, type Rows } from "./table.ts";

/** Rows that are looked at together. */
const PIECE = 4096;

/** Reads lines of JSON objects. @throws {UserError} naming the first line that is none */
export const readJsonLines: ReadTable = async function* (path, wanted) {
  let number = 0;
  const rows: unknown[] = [];
  const piece = (): Rows => (
    { table: ONLY, columns: columnsOf(rows.splice(0), wanted), units: NO_UNITS }
  );
  for await (const line of linesOf(path)) {
    number++;
    if (line.trim() === "") continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      throw new UserError(`${path}:${number}: this is no line of JSON`);
    }
    if (rows.length === PIECE) yield piece();
  }
  if (rows.length > 0) yield piece();
};

/**
 * Reads values with commas between, or what an ECSV header says. The first line that is no comment
 * (`# …`) has the titles; fields may be in double quotes.
 */
export const readCsv: ReadTable = async function* (path, wanted) {
  const comments: string[] = [];
  let units = NO_UNITS;
  let delimiter = ",";
  let titles: string[] | null = null;
  let rows: string[][] = [];
  for await (const record of recordsOf(path, comments)) {
    if (titles === null) {
      if (comments[0]?.startsWith("%ECSV")) {
        const { ecsvHeader } = await import("./ecsv_units.ts");
        ({ units, delimiter } = ecsvHeader(comments.filter((c) => !/^(%|---)/.test(c)).join("\n")));
      }
      titles = fieldsOf(record, delimiter);
    } else if (rows.push(fieldsOf(record, delimiter)) === PIECE) {
      yield { table: ONLY, columns: csvColumns(titles, rows, wanted), units };
      rows = [];
    }
  }
  if (titles !== null) yield { table: ONLY, columns: csvColumns(titles, rows, wanted), units };
};

function csvColumns(titles: string[], rows: string[][], wanted: readonly string[] | null) {
  const columns = new Map<string, Float64Array>();
  titles.forEach((title, at) => {
    if (wanted !== null && !wanted.includes(title)) return;
    columns.set(title, Float64Array.from(rows, (row) => numberIn(row[at] ?? "")));
  });
  return columns;
}

function numberIn(field: string): number {
  const text = field.trim();
  if (text === "") return NaN;
  if (/^true$/i.test(text)) return 1;
  if (/^false$/i.test(text)) return 0;
  return Number(text);
}

/** The records; one goes on in the next line while a quote is open. */
async function* recordsOf(path: string, comments: string[]): AsyncGenerator<string> {
  let open: string | null = null;
  for await (const line of linesOf(path)) {
    if (open === null && line.startsWith("#")) comments.push(line.replace(/^# ?/, ""));
    if (open === null && (line === "" || line.startsWith("#"))) continue;
    const record: string = open === null ? line : `${open}\n${line}`;
    open = record.split('"').length % 2 === 0 ? record : null;
    if (open === null) yield record;
  }
}

function fieldsOf(record: string, delimiter: string): string[] {
  const fields = delimiter === " "
    ? /(?:^|\s+)(?:"((?:[^"]|"")*)"|([^\s]+))/g
    : /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
  return [...record.matchAll(fields)]
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
