const FIXED = 32 * 1024 * 1024;
const PER_BYTE = 256;

/**
 * The memory that decoding one top-level object may take: 32 MiB and 256 bytes per stored byte.
 *
 * Almost every array is checked against the bytes that are there before it is made. A few are
 * larger than what is stored for them (zero-suppressed cameras, true images), and a damaged count
 * there must not be able to ask for gigabytes.
 */
export class Budget {
  readonly limit: number;
  /** Bytes taken so far. */
  used = 0;

  constructor(contentLength: number) {
    this.limit = FIXED + PER_BYTE * contentLength;
  }

  /** Takes `bytes`; `false` if that is more than what is left. */
  take(bytes: number): boolean {
    this.used += bytes;
    return this.used <= this.limit;
  }
}
