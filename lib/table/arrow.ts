/** Apache Arrow's file format, which is Feather 2, by apache-arrow. @module */
import * as arrow from "apache-arrow";
import type { ByteTarget, Plain } from "./file.ts";
import { type Kept, RowGroup } from "./row_group.ts";
import type { Column, Table } from "./schema.ts";
import type { BeginTable } from "./single.ts";

/** A record batch per four megabytes. Units and descriptions are in the metadata of the fields. */
export function arrowWriter(target: ByteTarget): BeginTable {
  return (table, attributes, state) => {
    const metadata = new Map<string, string>();
    const schema = new arrow.Schema(table.columns.map(fieldOf), metadata);
    const writer = new TargetWriter(target, schema, state as Blocks | undefined);
    const group = new RowGroup(table.columns);
    const flush = () => {
      if (group.length > 0) writer.write(batchOf(table, schema, group));
      group.clear();
    };
    return {
      add: (row) => {
        if (group.add(row)) flush();
      },
      keep: () => (flush(), writer.blocks as unknown as Plain),
      end: () => {
        flush();
        for (const [key, value] of Object.entries({ ...table.attributes, ...attributes })) {
          metadata.set(key, String(value));
        }
        writer.finish();
      },
    };
  };
}

/** Per record batch: where it is, bytes of its metadata, bytes of its arrays. */
type Blocks = readonly (readonly [offset: number, metadata: number, body: number])[];

/** Arrow's writer, whose bytes go on to the target, and which can go on where another stopped. */
class TargetWriter extends arrow.RecordBatchFileWriter {
  constructor(private readonly target: ByteTarget, schema: arrow.Schema, blocks?: Blocks) {
    super();
    if (blocks === undefined) {
      this.reset(this._sink, schema);
    } else {
      this._started = true;
      this._schema = schema;
      this._position = target.size;
      this._recordBatchBlocks = blocks.map(([offset, metaDataLength, bodyLength]) => ({
        offset,
        metaDataLength,
        bodyLength,
      }));
    }
  }

  /** Where the record batches are. */
  get blocks(): Blocks {
    return this._recordBatchBlocks.map(({ offset, metaDataLength, bodyLength }) =>
      [offset, metaDataLength, bodyLength] as const
    );
  }

  protected override _write(chunk: ArrayBufferView): this {
    if (!this._started || chunk.byteLength === 0) return this;
    this.target.write(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this._position += chunk.byteLength;
    return this;
  }

  /** The format asks for the schema in front as well; the library writes it at the end only. */
  protected override _writeSchema(schema: arrow.Schema): this {
    super._writeSchema(schema);
    const { _writeSchema } = arrow.RecordBatchWriter.prototype as unknown as {
      _writeSchema(schema: arrow.Schema): void;
    };
    _writeSchema.call(this, schema);
    return this;
  }
}

const TYPES: Readonly<Record<Column["type"], arrow.DataType>> = {
  bool: new arrow.Bool(),
  int8: new arrow.Int8(),
  int16: new arrow.Int16(),
  int32: new arrow.Int32(),
  int64: new arrow.Int64(),
  uint8: new arrow.Uint8(),
  uint16: new arrow.Uint16(),
  uint32: new arrow.Uint32(),
  float32: new arrow.Float32(),
  float64: new arrow.Float64(),
  string: new arrow.Utf8(),
};

function typeOf({ type, length }: Column): arrow.DataType {
  const item = TYPES[type];
  if (length === undefined) return item;
  return new arrow.FixedSizeList(length, new arrow.Field("item", item, false));
}

function fieldOf(column: Column): arrow.Field {
  const { name, unit, description } = column;
  const metadata = Object.entries({ unit, description }).filter((one) => one[1] !== undefined);
  return new arrow.Field(name, typeOf(column), true, new Map(metadata as [string, string][]));
}

function batchOf(table: Table, schema: arrow.Schema, group: RowGroup): arrow.RecordBatch {
  const children = table.columns.map((column, at) => {
    const cells = group.columns[at]!;
    return column.length === undefined
      ? arrow.vectorFromArray(cells, TYPES[column.type]).data[0]!
      : listsOf(column, column.length, cells);
  });
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(schema, arrow.makeData({ type, length: group.length, children }));
}

/** Arrays of one length: their numbers one behind the other, and a bit for each that is there. */
function listsOf(column: Column, length: number, cells: readonly Kept[]): arrow.Data {
  const nothing = new Array(length).fill(column.type === "int64" ? 0n : 0);
  const numbers = cells.flatMap((cell) => (cell ?? nothing) as number[]);
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  cells.forEach((cell, at) => {
    if (cell !== null) nullBitmap[at >> 3]! |= 1 << at % 8;
  });
  return arrow.makeData({
    type: typeOf(column) as arrow.FixedSizeList,
    length: cells.length,
    nullCount: cells.filter((cell) => cell === null).length,
    nullBitmap,
    child: arrow.vectorFromArray(numbers, TYPES[column.type]).data[0]!,
  });
}
