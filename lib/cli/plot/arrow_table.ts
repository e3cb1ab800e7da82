/** Arrow files and streams (Feather 2 as well). @module */
import { RecordBatchReader } from "apache-arrow";
import { columnsOf, NO_UNITS, type ReadTable } from "./table.ts";

/** Reads an Arrow file, one record batch after the other. */
export const readArrow: ReadTable = async function* (path, wanted) {
  const bytes = await Deno.readFile(path);
  for (const batch of RecordBatchReader.from(bytes)) {
    const rows = batch.toArray().map((row) => row?.toJSON() ?? {});
    yield { columns: columnsOf(rows, wanted), units: NO_UNITS };
  }
};
