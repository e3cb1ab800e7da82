/**
 * Measures the codec beside structured clone and JSON: `deno run lib/engine/codec/codec_bench.ts`.
 *
 * Prints medians of interleaved rounds, in us per value. Values differ from one to the next, and all
 * kinds take turns in one process, so that the code is as polymorphic as in a flow.
 *
 * @module
 */
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";

const VALUES = 64;
const ROUNDS = 15;
const PIXELS = 74_200;

interface Kind {
  readonly name: string;
  readonly make: (i: number) => unknown;
  /** How often each value is used in a round. */
  readonly times: number;
  readonly json?: false;
}

const KINDS: readonly Kind[] = [
  { name: "tiny { i }", make: (i) => ({ i }), times: 200 },
  { name: "6 fields", make: sixFields, times: 100 },
  { name: "text of 100", make: (i) => `${"abcdefghij".repeat(9)}${1e9 + i}`, times: 100 },
  { name: "Map of 10", make: mapOfTen, times: 30, json: false },
  { name: "list of 100 doubles", make: (i) => doubles(i, 100), times: 10 },
  { name: "8 small objects", make: (i) => doubles(i, 8).map((x) => ({ x, id: i })), times: 30 },
  { name: "Float32Array(16)", make: (i) => new Float32Array(16).fill(i), times: 30, json: false },
  { name: "telescopes, 297 KB", make: telescopes, times: 2, json: false },
];

function sixFields(i: number): unknown {
  return { id: i, energy: i + 0.5, name: `LST-${i % 7}`, good: i % 2 === 0, x: -i / 3, y: i * 7 };
}

function mapOfTen(i: number): unknown {
  return new Map(doubles(i, 10).map((x, at) => [`key${at}`, x]));
}

function doubles(i: number, length: number): number[] {
  return Array.from({ length }, (_, at) => i + at / 4);
}

function telescopes(i: number): unknown {
  const pixels = new Float32Array(PIXELS).fill(i);
  return { id: i, when: { s: i, ns: i * 1.5 }, telescopes: [{ id: 1, gain: "high", pixels }] };
}

interface Row {
  readonly kind: Kind;
  readonly ways: Readonly<Record<string, () => unknown>>;
  readonly us: Record<string, number[]>;
}

function rowOf(kind: Kind): Row {
  const values = Array.from({ length: VALUES }, (_, i) => kind.make(i));
  const bytes = new Uint8Array(new SharedArrayBuffer(PIXELS * 4 + 4096));
  const record = new Uint8Array(new SharedArrayBuffer(bytes.length)); // of its own, to be read again
  const [encoder, decoder] = [new Encoder(), new Decoder()];
  const both = (value: unknown) => {
    const end = encoder.write(value, bytes, 0, bytes.length);
    return decoder.read(bytes, 0, end);
  };
  for (const value of values) both(value); // keys have crossed
  const end = encoder.write(values[1], record, 0, record.length);
  decoder.read(record, 0, end);
  const each = (act: (value: unknown) => unknown) => () => {
    for (let n = kind.times; n > 0; n--) for (const value of values) act(value);
  };
  const ways: Record<string, () => unknown> = {
    encode: each((value) => encoder.write(value, bytes, 0, bytes.length)),
    decode: each(() => decoder.read(record, 0, end)),
    both: each(both),
    clone: each((value) => structuredClone(value)),
  };
  if (kind.json !== false) ways.JSON = each((value) => JSON.parse(JSON.stringify(value)));
  return { kind, ways, us: {} };
}

function measure(rows: readonly Row[]): void {
  for (let round = -3; round < ROUNDS; round++) {
    for (const { kind, ways, us } of rows) {
      for (const [name, act] of Object.entries(ways)) {
        const start = performance.now();
        act();
        const spent = (performance.now() - start) * 1000 / (kind.times * VALUES);
        if (round >= 0) (us[name] ??= []).push(spent);
      }
    }
  }
}

function median(times: readonly number[] | undefined): number | undefined {
  return times?.toSorted((a, b) => a - b)[times.length >> 1];
}

if (import.meta.main) {
  const rows = KINDS.map(rowOf);
  measure(rows);
  const names = ["encode", "decode", "both", "clone", "JSON"];
  console.log(["us per value".padEnd(22), ...names.map((name) => name.padStart(10))].join(""));
  for (const { kind, us } of rows) {
    const cells = names.map((name) => (median(us[name])?.toFixed(3) ?? "-").padStart(10));
    console.log([kind.name.padEnd(22), ...cells].join(""));
  }
}
