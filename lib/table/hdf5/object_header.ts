/** Object headers of version 1 and the messages in them (HDF5 file format, IV.A). @module */
import { TableError } from "../schema.ts";
import { Bytes, NOWHERE } from "./bytes.ts";
import { numberType, stringType } from "./datatype.ts";

/** A message: its number and its content. */
export interface Message {
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * What an attribute may hold; `int` says of a number which type it has instead of `float64`, `ascii`
 * of a text that it is in no Unicode: Python has it as bytes.
 */
export type AttributeValue =
  | string
  | number
  | { readonly ascii: string }
  | { readonly int: number | bigint; readonly type: "int32" | "int64" };

/** A header of messages. @throws {TableError} if a message is longer than HDF5 can say */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const body = new Bytes();
  for (const { type, data } of messages) {
    const size = Math.ceil(data.length / 8) * 8;
    if (size > 0xffff) throw new TableError(`an HDF5 message of ${size} bytes: too many columns`);
    body.u16(type, size).u8(0, 0, 0, 0).add(data).align();
  }
  const out = new Bytes().u8(1, 0).u16(messages.length).u32(1, body.size);
  return out.align().add(body.done()).done();
}

/** A row of `rows` elements that may get more. */
export function growingSpace(rows: number): Message {
  const version = 1, rank = 1, hasMaximum = 1;
  const data = new Bytes().u8(version, rank, hasMaximum, 0).u32(0).u64(rows, NOWHERE).done();
  return { type: 0x0001, data };
}

/** What elements are, see `datatype.ts`. */
export const datatype = (data: Uint8Array): Message => ({ type: 0x0003, data });

/** Zero where nothing was written. */
export const zeroFill: Message = {
  type: 0x0005,
  data: new Bytes().u8(2, 3, 2, 1).u32(0).done(),
};

/** Chunks of so many rows, found by the tree at an address. */
export function chunkedLayout(tree: bigint, rows: number, rowSize: number): Message {
  const version = 3, chunked = 2, dimensions = 2;
  const data = new Bytes().u8(version, chunked, dimensions).u64(tree).u32(rows, rowSize).done();
  return { type: 0x0008, data };
}

/** Bytes of rows are shuffled, then deflated. */
export function shuffledAndDeflated(rowSize: number, level: number): Message {
  const shuffle = 2, deflate = 1, mandatory = 0;
  const data = new Bytes().u8(2, 2);
  data.u16(shuffle, mandatory, 1).u32(rowSize).u16(deflate, mandatory, 1).u32(level);
  return { type: 0x000b, data: data.done() };
}

/** A named value of an object. Empty strings have no space at all, as PyTables writes them. */
export function attribute(name: string, value: AttributeValue): Message {
  const [type, bytes] = attributeBytes(value);
  const version = 2, rank = 0, scalar = 0, nothing = 2;
  const space = new Bytes().u8(version, rank, 0, value === "" ? nothing : scalar).done();
  const label = new TextEncoder().encode(`${name}\0`);
  const utf8 = 1;
  const data = new Bytes().u8(3, 0).u16(label.length, type.length, space.length).u8(utf8);
  data.add(label).add(type).add(space);
  return { type: 0x000c, data: (value === "" ? data : data.add(bytes)).done() };
}

function attributeBytes(value: AttributeValue): [type: Uint8Array, bytes: Uint8Array] {
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    return [stringType(Math.max(1, bytes.length)), bytes];
  }
  if (typeof value === "object" && "ascii" in value) {
    const bytes = new TextEncoder().encode(value.ascii);
    return [stringType(bytes.length, "ascii"), bytes];
  }
  const view = new DataView(new ArrayBuffer(8));
  if (typeof value === "number") {
    view.setFloat64(0, value, true);
    return [numberType("float64"), new Uint8Array(view.buffer)];
  }
  view.setBigInt64(0, BigInt(value.int), true);
  const size = value.type === "int32" ? 4 : 8;
  return [numberType(value.type), new Uint8Array(view.buffer, 0, size)];
}

/** What makes an object a group whose members are listed in its header. */
export function groupMessages(members: readonly (readonly [string, bigint])[]): Message[] {
  const info = new Bytes().u8(0, 0).u64(NOWHERE, NOWHERE).done();
  return [
    { type: 0x0002, data: info },
    { type: 0x000a, data: new Bytes().u8(0, 0).done() },
    ...members.map(([name, address]): Message => {
      const label = new TextEncoder().encode(name);
      return {
        type: 0x0006,
        data: new Bytes().u8(1, 0, label.length).add(label).u64(address).done(),
      };
    }),
  ];
}
