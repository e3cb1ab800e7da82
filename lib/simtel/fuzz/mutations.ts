import { type Bytes, concat } from "./bytes.ts";
import type { Random } from "./random.ts";

/** Longest input, in bytes. */
export const LARGEST_INPUT: number = 64 * 1024;

/** Damages a copy of `input` in one to four ways; it stays below {@link LARGEST_INPUT}. */
export function mutate(input: Uint8Array, random: Random): Bytes {
  let data: Bytes = input.slice();
  for (let n = random.pick([1, 1, 1, 2, 4]); n > 0; n--) {
    data = random.pick(MUTATIONS)(data, random);
  }
  return data.subarray(0, LARGEST_INPUT);
}

const MUTATIONS: ((data: Bytes, random: Random) => Bytes)[] = [
  function flipBits(data, random) {
    for (let n = random.pick([1, 1, 2, 8]); n > 0 && data.length > 0; n--) {
      data[random.below(data.length)]! ^= 1 << random.below(8);
    }
    return data;
  },
  function cut(data, random) {
    return data.slice(0, random.below(data.length + 1));
  },
  function lie(data, random) {
    // Lengths and counts are little-endian words, mostly at multiples of two.
    if (data.length < 4) return data;
    const position = 2 * random.below(Math.floor((data.length - 3) / 2));
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const old = view.getUint32(position, true);
    const values = [old + 1, old - 1, old + 4, old * 2, 0, 0xffff, 0x7fffffff, 0xffffffff];
    view.setUint32(position, random.pick(values) >>> 0, true);
    return data;
  },
  function duplicate(data, random) {
    const [from, to] = random.span(data.length);
    const at = random.below(data.length + 1);
    return concat(data.subarray(0, at), data.subarray(from, to), data.subarray(at));
  },
  function remove(data, random) {
    const [from, to] = random.span(data.length);
    return concat(data.subarray(0, from), data.subarray(to));
  },
  function overwrite(data, random) {
    const [from, to] = random.span(Math.min(data.length, 64));
    return data.fill(random.pick([0, 0x7f, 0x80, 0xff]), from, to);
  },
];
