import { ByteQueue } from "./byte_queue.ts";
import type { ByteSource } from "./byte_source.ts";
import { SimtelError } from "./errors.ts";
import {
  decodeHeader,
  headerSize,
  type ObjectHeader,
  SYNC_MARKER,
  SYNC_MARKER_BIG_ENDIAN,
} from "./object_header.ts";
import { childAt, SimtelObject } from "./simtel_object.ts";

/** No object in a real file comes near; a longer one is damaged or not meant for this reader. */
const LARGEST_OBJECT = 256 * 1024 * 1024;

/** What {@link readObjects} leaves to its caller. */
export interface ObjectStreamOptions {
  /** Whether objects of this type are wanted; others are skipped without being held in memory. */
  wanted?(type: number): boolean;
  /** Is told of every complete top-level object, also of those that are skipped. */
  onTopLevel?(header: ObjectHeader): void;
}

/**
 * The top-level objects of an EventIO stream. The content of each is valid until the next is asked
 * for.
 *
 * @throws {SimtelError} `not-eventio`, `big-endian` or `corrupt`, if the next bytes do not start an
 * object; `truncated`, after all complete objects; `too-large`, for a wanted object above 256 MiB.
 */
export async function* readObjects(
  bytes: ByteSource,
  options: ObjectStreamOptions = {},
): AsyncGenerator<SimtelObject> {
  const queue = new ByteQueue(bytes);
  try {
    while (true) {
      const object = await nextObject(queue, options);
      if (object === null) return;
      if (object !== "skipped") yield object;
    }
  } finally {
    await queue.close();
  }
}

async function nextObject(
  queue: ByteQueue,
  { wanted = () => true, onTopLevel }: ObjectStreamOptions,
): Promise<SimtelObject | "skipped" | null> {
  const offset = queue.offset;
  if (!await arrives(queue, 1, "")) return null;
  const place = { offset, objectPath: "" };
  if (!await arrives(queue, 4, "(object header)")) throw cut(queue, "(object header)");
  checkMarker(queue.peek(4), offset);
  if (!await arrives(queue, 16, "(object header)")) throw cut(queue, "(object header)");
  const size = 4 + headerSize(viewOf(queue.peek(8)).getUint32(4, true));
  if (!await arrives(queue, size, "(object header)")) throw cut(queue, "(object header)");
  const header = decodeHeader(viewOf(queue.take(size)), 4);
  const path = `${header.type}[${header.ident}]`;
  if (!wanted(header.type)) {
    if (!await skips(queue, header.length, path)) throw cut(queue, path);
    onTopLevel?.(header);
    return "skipped";
  }
  if (header.length > LARGEST_OBJECT) {
    throw new SimtelError("too-large", `object ${path} of ${header.length} bytes`, place);
  }
  try {
    if (!await arrives(queue, header.length, path)) throw cut(queue, path);
  } catch (error) {
    if (!(error instanceof SimtelError)) throw error;
    const partial = new SimtelObject(header, queue.takeAll(), offset, offset + size);
    const objectPath = innermostCut(partial);
    throw new SimtelError(error.code, error.reason, { offset: error.offset, objectPath });
  }
  onTopLevel?.(header);
  return new SimtelObject(header, queue.take(header.length), offset, offset + size);
}

function checkMarker(bytes: Uint8Array, offset: number): void {
  const marker = viewOf(bytes).getUint32(0, true);
  if (marker === SYNC_MARKER) return;
  const place = { offset, objectPath: "" };
  if (marker === SYNC_MARKER_BIG_ENDIAN) {
    throw new SimtelError(
      "big-endian",
      "the file is EventIO in big-endian byte order, which is not supported",
      place,
    );
  }
  if (offset === 0) {
    throw new SimtelError(
      "not-eventio",
      "not a sim_telarray file: it starts neither with an EventIO sync marker " +
        "nor like a gzip or zstd file",
      place,
    );
  }
  throw new SimtelError("corrupt", "no sync marker where an object must start", place);
}

/** The path of the innermost object in which the content of `object` ends too early. */
function innermostCut(object: SimtelObject): string {
  if (!object.header.onlySubObjects) return object.path;
  let position = 0;
  for (let child = childAt(object, 0); child !== null; child = childAt(object, position)) {
    position = child.contentOffset - object.contentOffset + child.header.length;
  }
  const rest = object.content.subarray(position);
  if (rest.length < 12) return object.path;
  const size = headerSize(viewOf(rest).getUint32(0, true));
  if (rest.length < size) return object.path;
  const start = object.contentOffset + position;
  const header = decodeHeader(viewOf(rest), 0);
  return innermostCut(
    new SimtelObject(header, rest.subarray(size), start, start + size, object),
  );
}

function cut(queue: ByteQueue, objectPath: string): SimtelError {
  return new SimtelError("truncated", "the data end in the middle of an object", {
    offset: queue.offset + queue.size,
    objectPath,
  });
}

/** Like `queue.has`, but an error of the decompression gets to know its place. */
async function arrives(queue: ByteQueue, n: number, objectPath: string): Promise<boolean> {
  try {
    return await queue.has(n);
  } catch (error) {
    throw placed(error, queue, objectPath);
  }
}

async function skips(queue: ByteQueue, n: number, objectPath: string): Promise<boolean> {
  try {
    return await queue.skip(n);
  } catch (error) {
    throw placed(error, queue, objectPath);
  }
}

function placed(error: unknown, queue: ByteQueue, objectPath: string): unknown {
  if (!(error instanceof SimtelError)) return error;
  return new SimtelError(error.code, error.reason, {
    offset: queue.offset + queue.size,
    objectPath,
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
