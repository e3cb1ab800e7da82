/** Arrow files and streams (Feather 2 as well). @module */
import { RecordBatchReader } from "apache-arrow";
import { columnsOf, ONLY, type ReadTable } from "./table.ts";

/** Reads an Arrow file, one record batch after the other. */
export const readArrow: ReadTable = async function* (path, wanted) {
  const bytes = await Deno.readFile(path);
  for (const batch of RecordBatchReader.from(bytes)) {
    const rows = batch.toArray().map((row) => row?.toJSON() ?? {});
    const units = new Map(batch.schema.fields.flatMap(({ name, metadata }) => {
      const unit = metadata.get("unit");
      return unit === undefined ? [] : [[String(name), unit] as const];
    }));
    yield { table: ONLY, columns: columnsOf(rows, wanted), units };
  }
};
