/** Apache Parquet, by hyparquet-writer. @module */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { ecsvHeader } from "./ecsv_header.ts";
import type { ByteTarget, Plain } from "./file.ts";
import { RowGroup } from "./row_group.ts";
import type { Column, Table } from "./schema.ts";
import type { BeginTable } from "./single.ts";
import { SOFTWARE } from "./software.ts";

type RowGroupMetadata = ParquetWriter["row_groups"];

/**
 * A row group per four megabytes, compressed with Snappy. Units and descriptions are in the file's
 * metadata, as Astropy writes and reads them.
 */
export function parquetWriter(target: ByteTarget): BeginTable {
  return (table, attributes, state) => {
    const writer = new TargetWriter(target);
    const kvMetadata = [{
      key: "table_meta_yaml",
      value: ecsvHeader(table, attributes).join("\n"),
    }];
    const parquet = new ParquetWriter({
      writer,
      schema: [
        { name: "root", num_children: table.columns.length },
        ...table.columns.flatMap(elementsOf),
      ],
      kvMetadata,
      createdBy: `${SOFTWARE.name} version ${SOFTWARE.version}`,
    });
    if (state !== undefined) goOn(parquet, writer, target, state);
    const group = new RowGroup(table.columns);
    const flush = () => {
      if (group.length > 0) parquet.write(dataOf(table, group));
      group.clear();
      writer.hand();
    };
    return {
      add: (row) => {
        if (group.add(row)) flush();
      },
      keep: () => (flush(), asPlain(parquet.row_groups)),
      end: () => {
        flush();
        Object.assign(kvMetadata[0]!, { value: ecsvHeader(table, attributes).join("\n") });
        parquet.finish();
        writer.hand();
      },
    };
  };
}

function dataOf(table: Table, { columns, length }: RowGroup) {
  return {
    rowGroupSize: length,
    columnData: table.columns.map(({ name, type }, at) => ({
      name,
      data: columns[at]!,
      offsetIndex: false,
      statistics: type !== "uint32",
    })),
  };
}

/** hyparquet's buffer, whose bytes go on to the target. */
class TargetWriter extends ByteWriter {
  constructor(private readonly target: ByteTarget) {
    super(64 * 1024);
  }

  /** Hands over what is in the buffer. */
  hand(): void {
    this.target.write(this.getBytes());
    (this as unknown as { index: number }).index = 0;
  }
}

const PHYSICAL: Readonly<Record<Column["type"], Partial<SchemaElement>>> = {
  bool: { type: "BOOLEAN" },
  int8: { type: "INT32", converted_type: "INT_8" },
  int16: { type: "INT32", converted_type: "INT_16" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  uint8: { type: "INT32", converted_type: "UINT_8" },
  uint16: { type: "INT32", converted_type: "UINT_16" },
  uint32: { type: "INT32", converted_type: "UINT_32" },
  float32: { type: "FLOAT" },
  float64: { type: "DOUBLE" },
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
};

function elementsOf({ name, type, length }: Column): SchemaElement[] {
  if (length === undefined) return [{ name, repetition_type: "OPTIONAL", ...PHYSICAL[type] }];
  return [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "REQUIRED", ...PHYSICAL[type] },
  ];
}

/** The begin of the file is there already: what the constructor has put into the buffer is dropped. */
function goOn(
  parquet: ParquetWriter,
  writer: TargetWriter,
  target: ByteTarget,
  state: Plain,
): void {
  parquet.row_groups = fromPlain(state);
  parquet.num_rows = parquet.row_groups.reduce((sum, { num_rows }) => sum + num_rows, 0n);
  parquet.pendingIndexes = parquet.row_groups.flatMap(({ columns }) =>
    columns.map((chunk) => ({ chunk }))
  );
  Object.assign(writer, { index: 0, offset: target.size });
}

/** JSON does not know bigints: `{"n":"1"}` stands for 1n. */
const asPlain = (groups: RowGroupMetadata): Plain =>
  JSON.parse(
    JSON.stringify(groups, (_, value) => typeof value === "bigint" ? { n: `${value}` } : value),
  );

const fromPlain = (plain: Plain): RowGroupMetadata =>
  JSON.parse(
    JSON.stringify(plain),
    (_, value) => typeof value?.n === "string" ? BigInt(value.n) : value,
  );
