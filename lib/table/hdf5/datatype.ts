/** Datatype messages (HDF5 file format, IV.A.2.d). @module */
import { type Column, type ColumnType, itemBytes } from "../schema.ts";
import { Bytes } from "./bytes.ts";

const FIXED = 0, FLOAT = 1, STRING = 3, BITFIELD = 4, COMPOUND = 6, ARRAY = 10;

/** Version 1 describes single values; compounds with arrays in them need a later one. */
const head = (out: Bytes, version: number, kind: number, bits: number, size: number) =>
  out.u8(version << 4 | kind, bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff).u32(size);

/** A number of a type. Booleans are bit fields, as PyTables has them. */
export function numberType(type: Exclude<ColumnType, "string">): Uint8Array {
  const out = new Bytes();
  const size = itemBytes({ name: "", type });
  if (type === "bool") return head(out, 1, BITFIELD, 0, 1).u16(0, 8).done();
  if (type.startsWith("float")) {
    const [sign, exponent, exponentBits, bias] = size === 4 ? [31, 23, 8, 127] : [63, 52, 11, 1023];
    head(out, 1, FLOAT, 0x20 | sign! << 8, size).u16(0, size * 8);
    return out.u8(exponent!, exponentBits!, 0, exponent!).u32(bias!).done();
  }
  return head(out, 1, FIXED, type.startsWith("u") ? 0 : 8, size).u16(0, size * 8).done();
}

/** A string of so many bytes, with zeros behind it where it is shorter. */
export function stringType(bytes: number, encoding: "utf8" | "ascii" = "utf8"): Uint8Array {
  const nullPadded = 1, utf8 = 1 << 4;
  const bits = encoding === "utf8" ? nullPadded | utf8 : nullPadded;
  return head(new Bytes(), 1, STRING, bits, bytes).done();
}

/** A row of columns, without gaps. */
export function rowType(columns: readonly Column[]): Uint8Array {
  const members = new Bytes();
  const sizes = columns.map((column) => itemBytes(column) * (column.length ?? 1));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const offsetBytes = Math.floor(Math.log2(size) / 8) + 1;
  let offset = 0;
  columns.forEach((column, at) => {
    members.text(column.name).u8(0);
    for (let byte = 0; byte < offsetBytes; byte++) {
      members.u8(Math.floor(offset / 256 ** byte) % 256);
    }
    members.add(memberType(column));
    offset += sizes[at]!;
  });
  return head(new Bytes(), 3, COMPOUND, columns.length, size).add(members.done()).done();
}

function memberType(column: Column): Uint8Array {
  const item = column.type === "string" ? stringType(itemBytes(column)) : numberType(column.type);
  if (column.length === undefined) return item;
  const size = itemBytes(column) * column.length;
  return head(new Bytes(), 3, ARRAY, 0, size).u8(1).u32(column.length).add(item).done();
}
