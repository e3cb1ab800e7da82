import assert from "node:assert/strict";
import { sharedPath, testShared } from "../testing/shared.ts";
import { decode } from "./layout.ts";
import { layoutOf } from "./layouts.ts";
import type { ObjectHeader } from "./object_header.ts";
import { readObjects } from "./object_stream.ts";
import { fileSource } from "./byte_source.ts";
import type { AdcSamples, AdcSums, PixelTiming } from "./records_event.ts";
import type { SimtelObject } from "./simtel_object.ts";

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Fields = Record<string, unknown>;

interface ExpectedObject {
  index: number;
  description: string;
  type: number;
  version: number;
  id: number;
  user: boolean;
  extended: boolean;
  only_subobjects: boolean;
  content_offset: number;
  content_length: number;
  trailing_padding_bytes?: number;
  parsed?: Value;
  children?: [type: number, ident: number, length: number][];
}

/** Objects that are skipped by length, because nothing that the reader gives needs them. */
const NOT_DECODED = new Map([
  [2029, "auxiliary digital traces"],
  [2030, "auxiliary analog traces"],
  [2032, "pixel trigger times"],
  [2033, "pixel monitoring"],
]);

/** What the reference calls differently. */
const NAMES = new Map([
  ["nxpix", "normalX"],
  ["nypix", "normalY"],
  ["curve_surface", "curvedSurface"],
  ["photoelectrons", "image"],
]);

/** What the reference fills in where a version stores nothing; the reader gives `null`. */
const FILLED_IN: Record<string, number> = {
  curve_surface: 0,
  pixels_parallel: 1,
  common_pixel_shape: 0,
  pixel_z: 0,
  nxpix: 0,
  nypix: 0,
  pixel_size: 0,
  n_mirrors: 0,
  mirror_area: 0,
  cam_rot: 0,
  hmax: 0,
  emax: 0,
  cmax: 0,
  pulse_sum_glob: 0,
  pulse_sum_loc: 0,
};

/** Records to what the reference calls their fields, where a name alone does not do it. */
const SPECIAL: Record<number, (record: never, header: ObjectHeader) => Fields> = {
  75: (record: Map<string, string>) =>
    Object.fromEntries([...record].map(([key, value]) => [`b'${key}'`, value])),
  2003: (
    record: { sectorData: { type: number; threshold: number; pixelThreshold: number }[] },
  ) => ({
    sector_type: record.sectorData.map(({ type }) => type),
    sector_threshold: record.sectorData.map(({ threshold }) => threshold),
    sector_pixel_threshold: record.sectorData.map(({ pixelThreshold }) => pixelThreshold),
  }),
  2005: (record: { triggerDisabled: Int32Array; hvDisabled: Int32Array }) => ({
    n_trig_disabled: record.triggerDisabled.length,
    n_HV_disabled: record.hvDisabled.length,
  }),
  2009: (record: { triggeredTelescopes: number[]; telescopesWithData: number[] }) => ({
    n_triggered_telescopes: record.triggeredTelescopes.length,
    n_telescopes_with_data: record.telescopesWithData.length,
  }),
  2011: (record: { physAddr: number[] | null }) => ({ n_phys_addr: record.physAddr?.length }),
  2014: (record: { flags: number; hotAmp: Float32Array }) => ({
    flags_hex: `0x${record.flags.toString(16)}`,
    n_hot: record.hotAmp.length,
  }),
  2016: (record: PixelTiming) => ({ n_types: record.timeType.length, time: fullTimes(record) }),
  2020: (record: { profiles: { values: Float32Array }[] }) => ({
    n_profiles: record.profiles.length,
    profiles: record.profiles.map(({ values, ...rest }) => ({
      ...rest,
      n_steps: values.length,
      content: values,
    })),
  }),
  2021: (_record: unknown, header: ObjectHeader) => ({ event_id: header.ident }),
  2026: (record: { shower: number; nPe: Int32Array }, header: ObjectHeader) => ({
    event: header.ident,
    shower_num: record.shower,
    n_tel: record.nPe.length,
  }),
  2027: (record: { pixels: number[] }) => ({
    pixels: record.pixels.length,
    pixel_list: record.pixels.map((id) => Number.isSafeInteger(id) ? id : `${BigInt(id)}`),
  }),
};

/** Times of all pixels; NaN for those that have none. */
function fullTimes({ nPixels, timeType, timedPixels, time }: PixelTiming): Float32Array {
  const n = timeType.length;
  const all = new Float32Array(nPixels * n).fill(NaN);
  timedPixels.forEach((pixel, i) => all.set(time.subarray(i * n, (i + 1) * n), pixel * n));
  return all;
}

/** Names as the reference, the reader and their different capitals have in common. */
function canonical(name: string): string {
  return (NAMES.get(name) ?? name).replaceAll("_", "").toLowerCase();
}

/** Typed arrays, Maps and nested lists to flat lists and objects; NaN to null. */
function plain(value: unknown): Value {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (ArrayBuffer.isView(value)) return plain(Array.from(value as unknown as Iterable<number>));
  if (Array.isArray(value)) return value.flatMap((entry) => plain(entry) as Value[]);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [canonical(key), plain(entry)]),
    );
  }
  if (value === undefined || Number.isNaN(value)) return null;
  return value as Value;
}

function fields(record: object, header: ObjectHeader): Record<string, Value> {
  const blocks = Object.values(record).filter((value) =>
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
  const special = SPECIAL[header.type]?.(record as never, header) ?? {};
  return plain(
    Object.assign({ telescopeId: header.ident }, ...blocks, record, special),
  ) as Record<string, Value>;
}

function compare(expected: Value, record: object, header: ObjectHeader): void {
  if (Array.isArray(expected)) {
    const { values } = record as AdcSamples | AdcSums;
    assert.deepEqual(plain(values), plain(expected));
    return;
  }
  const actual = fields(record, header);
  for (const [key, value] of Object.entries(expected as Fields)) {
    const got = actual[canonical(key)];
    if ((got ?? null) === null && key in FILLED_IN) {
      for (const entry of [value].flat(2)) assert.equal(entry, FILLED_IN[key], key);
    } else {
      assert.deepEqual(got, plain(value), key);
    }
  }
}

const objects: ExpectedObject[] = [];
const read: SimtelObject[] = [];

testShared("synthetic objects have the expected headers", async () => {
  const expected = JSON.parse(
    await Deno.readTextFile(sharedPath("simtel/expected/synthetic_edge_cases.eventio.json")),
  );
  objects.push(...expected.objects);
  const path = sharedPath("simtel/data/synthetic_edge_cases.eventio");
  for await (const object of readObjects(fileSource(path))) read.push(object.copy());
  assert.equal(read.length, objects.length);
  objects.forEach((expected, i) => {
    const { header, contentOffset } = read[i]!;
    assert.deepEqual(
      { ...header, contentOffset },
      {
        type: expected.type,
        version: expected.version,
        ident: expected.id,
        length: expected.content_length,
        user: expected.user,
        extended: expected.extended,
        onlySubObjects: expected.only_subobjects,
        contentOffset: expected.content_offset,
      },
      expected.description,
    );
  });
});

testShared("every field of the synthetic objects is right, to the last byte", () => {
  const skipped: number[] = [];
  let compared = 0;
  for (const expected of objects) {
    if (expected.parsed === undefined) continue;
    const object = read[expected.index]!;
    const layout = layoutOf(object.type);
    if (layout === undefined) {
      skipped.push(object.type);
      continue;
    }
    const reader = object.reader();
    try {
      compare(expected.parsed, layout.parse(reader, object.header) as object, object.header);
      assert.equal(reader.remaining, expected.trailing_padding_bytes, "bytes left over");
    } catch (error) {
      throw new Error(`${expected.description}: ${(error as Error).message}`);
    }
    compared++;
  }
  assert.deepEqual(skipped.sort(), [...NOT_DECODED.keys()]);
  assert.equal(compared, 66);
});

testShared("a container gives its children, known or not", () => {
  const expected = objects.find(({ children }) => children !== undefined)!;
  const children = [...read[expected.index]!.children()];
  assert.deepEqual(
    children.map(({ header }) => [header.type, header.ident, header.length]),
    expected.children,
  );
});

testShared("zero suppression tells stored values from dropped ones", () => {
  for (const index of [1, 3, 4, 5]) {
    const object = read[index]!;
    const adc = decode(object, layoutOf(object.type)!) as AdcSamples | AdcSums;
    const { known, values, nSamples } = adc;
    assert(known !== null && known.length * nSamples === values.length);
    assert(known.includes(0) && known.includes(1));
    known.forEach((stored, i) => {
      const trace = values.subarray(i * nSamples, (i + 1) * nSamples);
      assert.equal(trace.some((value) => value !== 0), stored === 1);
    });
  }
});
