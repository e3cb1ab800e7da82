import { Budget } from "./budget.ts";
import { ByteReader } from "./byte_reader.ts";
import { SimtelError, type SimtelErrorCode } from "./errors.ts";
import { decodeHeader, headerSize, type ObjectHeader } from "./object_header.ts";

/** One complete EventIO object: its header and its content. */
export class SimtelObject {
  readonly header: ObjectHeader;
  readonly content: Uint8Array;
  /** Byte offset of the object (its sync marker, if it has one) in the decompressed stream. */
  readonly offset: number;
  /** Byte offset of the content in the decompressed stream. */
  readonly contentOffset: number;
  readonly parent: SimtelObject | null;
  readonly budget: Budget;

  constructor(
    header: ObjectHeader,
    content: Uint8Array,
    offset: number,
    contentOffset: number,
    parent: SimtelObject | null = null,
  ) {
    this.header = header;
    this.content = content;
    this.offset = offset;
    this.contentOffset = contentOffset;
    this.parent = parent;
    this.budget = parent?.budget ?? new Budget(content.length);
  }

  get type(): number {
    return this.header.type;
  }

  get ident(): number {
    return this.header.ident;
  }

  /** The objects from the outermost to this one, e.g. `2010[12] > 2205 > 2013`. */
  get path(): string {
    return this.parent === null
      ? `${this.type}[${this.ident}]`
      : `${this.parent.path} > ${this.type}`;
  }

  /** The same object with content of its own, for who needs it when the next object is read. */
  copy(): SimtelObject {
    const { header, content, offset, contentOffset, parent } = this;
    return new SimtelObject(header, content.slice(), offset, contentOffset, parent);
  }

  /** A reader at the start of the content. */
  reader(): ByteReader {
    return new ByteReader(this);
  }

  /** An error at `position` in the content. */
  error(code: SimtelErrorCode, what: string, position = 0): SimtelError {
    return new SimtelError(code, what, {
      offset: this.contentOffset + position,
      objectPath: this.path,
    });
  }

  /**
   * The child objects of a container, one after the other.
   *
   * @throws {SimtelError} `corrupt`, if the content is not a sequence of complete objects.
   */
  *children(): Generator<SimtelObject> {
    const { content } = this;
    let position = 0;
    while (content.length - position >= 12) {
      const child = childAt(this, position);
      if (child === null) {
        throw this.error("corrupt", "a child object runs past the end of its parent", position);
      }
      position = child.contentOffset - this.contentOffset + child.header.length;
      yield child;
    }
    if (content.length - position > 3) {
      throw this.error("corrupt", "the last child object is cut off by its parent", position);
    }
  }
}

/**
 * The child object that starts at `position` in the content of `parent`, or `null` if it is not
 * complete there.
 */
export function childAt(parent: SimtelObject, position: number): SimtelObject | null {
  const { content } = parent;
  const rest = content.length - position;
  if (rest < 12) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const size = headerSize(view.getUint32(position, true));
  if (rest < size) return null;
  const header = decodeHeader(view, position);
  if (rest - size < header.length) return null;
  const start = position + size;
  return new SimtelObject(
    header,
    content.subarray(start, start + header.length),
    parent.contentOffset + position,
    parent.contentOffset + start,
    parent,
  );
}
