/**
 * The header of ECSV 1.0 (Astropy's Enhanced CSV, APE 6): names, types and units of columns as YAML.
 * Astropy also finds it in Parquet files, under the key `table_meta_yaml`.
 *
 * @module
 */
import type { Table } from "./schema.ts";

/** The YAML, without the comment signs, a line each. Strings are JSON's, which YAML's are too. */
export function ecsvHeader(
  { columns, attributes = {} }: Table,
  more: Readonly<Record<string, string>> = {},
): string[] {
  const all = Object.entries({ ...attributes, ...more });
  return [
    "datatype:",
    ...columns.map(({ name, type, length, unit, description }) => {
      const fields: Record<string, string> = { name };
      if (unit !== undefined) fields.unit = unit;
      fields.datatype = length === undefined ? type : "string";
      if (length !== undefined) fields.subtype = `${type}[${length}]`;
      if (description !== undefined) fields.description = description;
      return `- ${flow(fields)}`;
    }),
    ...(all.length === 0
      ? []
      : ["meta: !!omap", ...all.map(([key, value]) => `- ${flow({ [key]: value })}`)]),
  ];
}

const flow = (fields: Readonly<Record<string, string | number>>) =>
  `{${
    Object.entries(fields).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(", ")
  }}`;
