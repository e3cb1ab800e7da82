/** Parquet files. @module */
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { ecsvHeader } from "./ecsv_units.ts";
import { columnsOf, ONLY, type ReadTable } from "./table.ts";

/** Reads a Parquet file, one row group after the other, and of these the wanted columns only. */
export const readParquet: ReadTable = async function* (path, wanted) {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const titles = metadata.schema.slice(1).map(({ name }) => name);
  const columns = wanted?.map((name) => name.split(".")[0]!).filter((name) =>
    titles.includes(name)
  );
  if (columns?.length === 0) return;
  // Where Astropy looks for them, too.
  const header = metadata.key_value_metadata?.find(({ key }) => key === "table_meta_yaml");
  const { units } = ecsvHeader(header?.value ?? "");
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd,
      ...(columns && { columns }),
    });
    yield { table: ONLY, columns: columnsOf(rows, wanted), units };
    rowStart = rowEnd;
  }
};
