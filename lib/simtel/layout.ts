import type { ByteReader } from "./byte_reader.ts";
import type { ObjectHeader } from "./object_header.ts";
import type { SimtelObject } from "./simtel_object.ts";

/** How one type of object is laid out. */
export interface Layout<T> {
  /** What the object is called, for messages. */
  name: string;
  /** The versions of the layout that `parse` knows. */
  versions: readonly number[];
  /** Whether the file is of no use without this object. */
  essential: boolean;
  /** Decodes the content. */
  parse(reader: ByteReader, header: ObjectHeader): T;
}

/** Decodes an object; `null` for an unknown version of something that is not essential. */
export function decode<T>(object: SimtelObject, layout: Layout<T>): T | null {
  const { version } = object.header;
  if (layout.versions.includes(version)) return layout.parse(object.reader(), object.header);
  if (!layout.essential) return null;
  const known = layout.versions.join(", ");
  throw object.error("unsupported", `${layout.name} has version ${version}, known are ${known}`);
}

/** Telescope id packed into the ident of monitoring, image and tracking objects. */
export function packedTelescopeId(ident: number): number {
  return (ident & 0xff) | ((ident & 0x3f000000) >> 16);
}
