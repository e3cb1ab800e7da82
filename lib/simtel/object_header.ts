/** `37 8A 1F D4`, read as a little-endian word: the start of every top-level object. */
export const SYNC_MARKER = 0xd41f8a37;
/** `D4 1F 8A 37`: the same marker written by a big-endian machine. */
export const SYNC_MARKER_BIG_ENDIAN = 0x378a1fd4;

/** The fixed part in front of the content of an EventIO object. */
export interface ObjectHeader {
  type: number;
  version: number;
  /** Signed; its meaning depends on the type. */
  ident: number;
  /** Length of the content in bytes. */
  length: number;
  user: boolean;
  extended: boolean;
  /** The content is nothing but child objects. */
  onlySubObjects: boolean;
}

/** Size in bytes of a header that starts with `word0`, without the sync marker. */
export function headerSize(word0: number): 12 | 16 {
  return word0 & 0x20000 ? 16 : 12;
}

/**
 * Decodes an object header that is known to lie within `view`.
 *
 * @param position Offset of word 0, that is after the sync marker of a top-level object.
 */
export function decodeHeader(view: DataView, position: number): ObjectHeader {
  const word0 = view.getUint32(position, true);
  const word2 = view.getUint32(position + 8, true);
  const extended = (word0 & 0x20000) !== 0;
  const high = extended ? view.getUint32(position + 12, true) & 0xfff : 0;
  return {
    type: word0 & 0xffff,
    version: word0 >>> 20,
    ident: view.getInt32(position + 4, true),
    length: (word2 & 0x3fffffff) + high * 2 ** 30,
    user: (word0 & 0x10000) !== 0,
    extended,
    onlySubObjects: (word2 & 0x40000000) !== 0,
  };
}
