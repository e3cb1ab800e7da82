/** What is wrong with a file; see {@link SimtelError}. */
export type SimtelErrorCode =
  /** The stream does not start with an EventIO sync marker or a known compression. */
  | "not-eventio"
  /** The stream is EventIO in big-endian byte order. */
  | "big-endian"
  /** The data end inside an object or inside the compressed stream. */
  | "truncated"
  /** The bytes contradict the format. */
  | "corrupt"
  /** A version or mode that this reader does not know, in an object it cannot do without. */
  | "unsupported"
  /** An object is larger, or would need more memory, than this reader allows. */
  | "too-large"
  /** The file has no run header. */
  | "no-header";

/** Where in a file an error was found. */
export interface SimtelPlace {
  /** Byte offset in the decompressed stream. */
  offset: number;
  /** Objects from the outermost inwards, e.g. `2010[12] > 2205 > 2013`; empty between objects. */
  objectPath: string;
}

/** What the user can do about it. */
const ADVICE: Readonly<Record<SimtelErrorCode, string>> = {
  "not-eventio": "check that this is the right file",
  "big-endian": "convert it on the machine that wrote it",
  "truncated": 'copy the file again, or take what is there with onTruncated: "warn"',
  "corrupt": "the file is damaged, copy it again",
  "unsupported": "this reader has to learn it first; please report the file",
  "too-large": "the file is damaged, copy it again, or report it if it is sound",
  "no-header": "check that this is the output of sim_telarray and not a part of it",
};

/** A file cannot be read (further). The message says what is wrong, where, and what to do. */
export class SimtelError extends Error {
  override name = "SimtelError";
  readonly code: SimtelErrorCode;
  /** Byte offset in the decompressed stream. */
  readonly offset: number;
  /** Objects from the outermost inwards, e.g. `2010[12] > 2205 > 2013`; empty between objects. */
  readonly objectPath: string;

  /** What is wrong, without the place and the advice. */
  readonly reason: string;

  constructor(code: SimtelErrorCode, what: string, place: SimtelPlace) {
    const path = place.objectPath === "" ? "" : ` in object ${place.objectPath}`;
    super(
      `${what} (at byte ${place.offset}${path} of the decompressed data); ${ADVICE[code]}`,
    );
    this.code = code;
    this.reason = what;
    this.offset = place.offset;
    this.objectPath = place.objectPath;
  }
}
