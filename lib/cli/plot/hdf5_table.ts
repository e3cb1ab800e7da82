/** The tables of HDF5 files, as PyTables writes them. @module */
import { Dataset, File, ready } from "h5wasm/node";
import { columnsOf, type ReadTable } from "./table.ts";

/** Rows that are looked at together. */
const PIECE = 4096;

/**
 * Reads all tables of an HDF5 file, one after the other. Those whose paths differ in numbers only
 * are parts of one: `tel_001` and `tel_002` are `tel_*`. A table is a one-dimensional dataset whose
 * elements have named parts.
 */
export const readHdf5: ReadTable = async function* (path, wanted) {
  await ready;
  const file = new File(path, "r");
  try {
    for (const name of file.paths()) {
      const table = file.get(name);
      if (!(table instanceof Dataset)) continue;
      const titles = table.metadata.compound_type?.members.map((member) => member.name);
      const length = table.shape?.[0] ?? 0;
      if (titles === undefined || table.shape?.length !== 1) continue;
      if (wanted !== null && !wanted.every((column) => titles.includes(column))) continue;
      const label = name.replace(/\d+$/, "*");
      const units = unitsOf(table, titles);
      for (let from = 0; from < length; from += PIECE) {
        const rows = table.slice([[from, Math.min(length, from + PIECE)]]) as unknown[][];
        const objects = rows.map((row) =>
          Object.fromEntries(titles.map((title, i) => [title, valueOf(row[i])]))
        );
        yield { table: label, columns: columnsOf(objects, wanted), units };
      }
    }
  } finally {
    file.close();
  }
};

/** PyTables writes truth values as bit fields of one byte, which come as they are. */
function valueOf(value: unknown): unknown {
  return value instanceof Uint8Array && value.length === 1 ? value[0] : value;
}

/** Units as the field's reference pipeline notes them: an attribute per column, by its number. */
function unitsOf(table: Dataset, titles: readonly string[]): Map<string, string> {
  const units = new Map<string, string>();
  titles.forEach((title, index) => {
    const unit = table.attrs[`CTAFIELD_${index}_UNIT`]?.value;
    if (typeof unit === "string") units.set(title, unit);
  });
  return units;
}
