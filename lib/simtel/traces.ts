/**
 * Decodes `nTraces` difference-coded traces of `length` values each into `out` from `start` on.
 * Each trace starts again from 0. This is the hot loop of the reader.
 *
 * Reading past the end of `bytes` is not checked value by value: it yields `undefined`, which the
 * arithmetic turns into 0, and the position behind the end gives it away after the trace. Values
 * outside 16 bits show in `range`, the OR of all values.
 *
 * @returns The position behind the last byte read, or −1 if the data end before the last value or
 * a value does not fit into 16 bits.
 */
export function decodeTraces(
  bytes: Uint8Array,
  position: number,
  out: Uint16Array,
  start: number,
  nTraces: number,
  length: number,
): number {
  const end = bytes.length;
  let range = 0;
  let index = start;
  for (let trace = 0; trace < nTraces; trace++) {
    let value = 0;
    for (const last = index + length; index < last; index++) {
      const first = bytes[position++]!;
      if (first < 0x80) {
        value += (first >>> 1) ^ -(first & 1);
      } else if (first < 0xc0) {
        const code = ((first & 0x3f) << 8) | bytes[position++]!;
        value += (code >>> 1) ^ -(code & 1);
      } else if (first < 0xe0) {
        const code = ((first & 0x1f) << 16) | (bytes[position]! << 8) | bytes[position + 1]!;
        position += 2;
        value += (code >>> 1) ^ -(code & 1);
      } else {
        // A longer code cannot be a step between two 16-bit values, except with superfluous zeros.
        const following = first === undefined ? 0 : Math.clz32((~first << 24) | 0x800000);
        let code = first & (0x7f >> following);
        for (let i = 0; i < following; i++) code = code * 256 + (bytes[position++] ?? 0);
        value += code % 2 === 0 ? code / 2 : -(code - 1) / 2 - 1;
        if (Math.abs(value) > 0xffff) return -1;
      }
      range |= value;
      out[index] = value;
    }
    if (position > end || (range & ~0xffff) !== 0) return -1;
  }
  return position;
}
