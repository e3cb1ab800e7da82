/** Units in the header of ECSV (Astropy's APE 6), which Parquet files carry, too. @module */
import { parse } from "yaml";

/** What a header says of a table. */
export interface EcsvHeader {
  /** Units by column. */
  readonly units: ReadonlyMap<string, string>;
  /** Between two fields. */
  readonly delimiter: string;
}

/** Reads a header; of one that is none, or damaged, nothing is known. @param yaml without `# ` */
export function ecsvHeader(yaml: string): EcsvHeader {
  const units = new Map<string, string>();
  try {
    // `!!omap` is an ordered map that we do not look at.
    const header = parse(yaml, { logLevel: "silent" }) as Partial<Record<string, unknown>> | null;
    const columns = header?.datatype;
    for (const column of Array.isArray(columns) ? columns : []) {
      if (typeof column?.unit === "string") units.set(String(column.name), column.unit);
    }
    return { units, delimiter: typeof header?.delimiter === "string" ? header.delimiter : " " };
  } catch {
    return { units, delimiter: "," };
  }
}
