import assert from "node:assert/strict";
import fc from "fast-check";
import type { SampleSpecial, SampleValue } from "./message.ts";
import { MOST_CHARACTERS, MOST_WITH_NUMBERS, sampleValue } from "./sample_value.ts";

const special = (value: SampleValue): SampleSpecial => (value as { readonly $: SampleSpecial }).$;
const sizeOf = (value: unknown) => JSON.stringify(sampleValue(value)).length;
const arrayIn = (value: unknown) => {
  const found = special(sampleValue(value));
  assert.ok(found.kind === "array");
  return found;
};

Deno.test("property: what is JSON stays as it is, if it is small", () => {
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) =>
    !/"\$"|-0/.test(JSON.stringify(value)) && !hasMinusZero(value)
  );
  fc.assert(fc.property(json, (value) => assert.deepEqual(sampleValue(value), value)));
});

function hasMinusZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasMinusZero);
  return Object.is(value, -0);
}

Deno.test("property: whatever it is, it becomes a little JSON, and stays what it was", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withObjectString: true,
  });
  fc.assert(fc.property(anything, (value) => {
    const sample = sampleValue(value);
    assert.deepEqual(JSON.parse(JSON.stringify(sample)), structuredClone(sample));
    assert.ok(JSON.stringify(sample).length <= MOST_WITH_NUMBERS);
  }));
});

Deno.test("what JSON cannot say is said", () => {
  const sample = sampleValue({
    big: 12n,
    nan: NaN,
    minus: -0,
    never: undefined,
    when: new Date(0),
    wrong: new Date(NaN),
    map: new Map<unknown, unknown>([["a", 1], [{ b: 2 }, new Set([3])]]),
    error: new TypeError("broken"),
    call: () => 1,
    buffer: new ArrayBuffer(4),
  });
  assert.deepEqual(sample, {
    big: { $: { kind: "bigint", text: "12" } },
    nan: { $: { kind: "number", text: "NaN" } },
    minus: { $: { kind: "number", text: "-0" } },
    never: { $: { kind: "undefined", text: "undefined" } },
    when: { $: { kind: "date", text: "1970-01-01T00:00:00.000Z" } },
    wrong: { $: { kind: "date", text: "Invalid Date" } },
    map: { $: { kind: "map", items: [["a", 1], [{ b: 2 }, { $: { kind: "set", items: [3] } }]] } },
    error: { $: { kind: "cut", what: "error: broken" } },
    call: { $: { kind: "cut", what: "function" } },
    buffer: { $: { kind: "cut", what: "bytes" } },
  });
  assert.deepEqual(sampleValue({ $: 5 }), { $: { kind: "map", items: [["$", 5]] } });
});

Deno.test("typed arrays: how long, from where to where, how they are spread, and the numbers", () => {
  const array = arrayIn(Float32Array.of(0, 1.1, 24, NaN, Infinity));
  assert.deepEqual([array.type, array.length, array.min, array.max], ["Float32Array", 5, 0, 24]);
  assert.deepEqual([array.histogram.length, array.histogram[0], array.histogram[1]], [24, 1, 1]);
  assert.equal(array.histogram[23], 1);
  assert.deepEqual(array.values, [0, 1.1, 24, null, null]);
  assert.deepEqual(arrayIn(BigInt64Array.of(3n, -5n)).values, [3, -5]);
  assert.deepEqual(arrayIn(new Int16Array(2)).histogram.slice(0, 2), [2, 0]);
  const empty = arrayIn(Float64Array.of(NaN));
  assert.deepEqual([empty.min, empty.max, empty.histogram], [null, null, []]);
  const shared = new Uint8Array(new SharedArrayBuffer(8), 2, 3).fill(7);
  assert.deepEqual(arrayIn(shared).values, [7, 7, 7]);
  const wide = arrayIn(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE));
  assert.deepEqual([wide.histogram[0], wide.histogram[23]], [1, 1]);
});

Deno.test("all that a picture of a large camera needs is there, and traces only summed up", () => {
  const pixels = 1855;
  const random = (n: number) => Float32Array.from({ length: n }, () => 1000 * Math.random() - 300);
  const value = {
    traces: random(2 * 40 * pixels),
    image: {
      charge: Float64Array.from(random(pixels)),
      peakTime: Float64Array.from(random(pixels)),
      gain: new Uint8Array(pixels),
      mask: new Uint8Array(pixels),
    },
    camera: { geometry: { x: random(pixels), y: random(pixels), area: random(pixels) } },
    calibration: { pedestal: random(2 * pixels), dcToPe: random(2 * pixels) },
  };
  const sample = sampleValue(value) as Record<string, Record<string, SampleValue>>;
  const numbers = (one: SampleValue) => {
    const array = special(one);
    return array.kind === "array" ? array.values?.length ?? 0 : -1;
  };
  for (const one of Object.values(sample.image!)) assert.equal(numbers(one), pixels);
  for (const one of Object.values(sample.camera!.geometry as Record<string, SampleValue>)) {
    assert.equal(numbers(one), pixels);
  }
  assert.equal(numbers(sample.traces as unknown as SampleValue), 0);
  const size = JSON.stringify(sample).length;
  assert.ok(size > 60_000 && size <= MOST_WITH_NUMBERS, `${size}`);
});

Deno.test("large values are cut: texts, lists, objects, depth, many arrays", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 10_000; i++) deep = { deep };
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]));
  const bound = MOST_CHARACTERS + 4000;
  assert.ok(sizeOf("x".repeat(10_000_000)) < 3000);
  assert.ok(sizeOf(new Array(1e9)) < bound);
  assert.ok(sizeOf({ deep, many, list: new Array(1e6).fill("some text") }) < bound);
  assert.ok(sizeOf(Array.from({ length: 900 }, () => "y".repeat(1999))) < bound);
  assert.ok(sizeOf(new Map(Object.entries(many))) < bound);
  assert.ok(sizeOf(2n ** 1_000_000n) < 100);
  assert.ok(sizeOf({ ["k".repeat(1e6)]: 1 }) < bound);
  const arrays = Array.from({ length: 900 }, (_, i) => new Float64Array(1000).fill(i + 1 / 3));
  assert.ok(sizeOf(arrays) <= MOST_WITH_NUMBERS);
  assert.ok(sizeOf(new Array(200).fill(new Array(200).fill(new Array(200).fill(1)))) < bound);
});

Deno.test("circles end, and what is there twice is no circle", () => {
  const twice = { a: 1 };
  const circle: Record<string, unknown> = { twice, again: twice, list: [] };
  circle.self = circle;
  (circle.list as unknown[]).push(circle.list);
  assert.deepEqual(sampleValue(circle), {
    twice: { a: 1 },
    again: { a: 1 },
    list: [{ $: { kind: "cut", what: "circular" } }],
    self: { $: { kind: "cut", what: "circular" } },
  });
});

Deno.test("nothing of the value's own is called", () => {
  const called: string[] = [];
  const spy = (name: string) => () => {
    called.push(name);
    throw new Error(name);
  };
  class Odd extends Float32Array {
    override get length(): number {
      return spy("length")();
    }
    override [Symbol.iterator](): ArrayIterator<number> {
      return spy("iterator")();
    }
  }
  const map = Object.assign(new Map([[1, 2]]), {
    forEach: spy("forEach"),
    entries: spy("entries"),
  });
  const value = {
    get getter() {
      return spy("getter")();
    },
    toJSON: spy("toJSON"),
    odd: new Odd(2),
    map,
    list: Object.defineProperty([1], "0", { get: spy("item"), enumerable: true }),
    faked: Object.create(Map.prototype, { a: { value: 1, enumerable: true } }),
    date: Object.assign(new Date(0), { toISOString: spy("toISOString") }),
  };
  const sample = sampleValue(value) as Record<string, SampleValue>;
  assert.deepEqual(called, []);
  assert.deepEqual(sample.getter, { $: { kind: "cut", what: "getter" } });
  assert.equal((special(sample.odd!) as { length: number }).length, 2);
  assert.deepEqual(special(sample.map!), { kind: "map", items: [[1, 2]] });
  assert.deepEqual(sample.faked, { a: 1 });
  const parsed = sampleValue(JSON.parse('{"__proto__": {"polluted": 1}}')) as object;
  assert.deepEqual(Object.keys(parsed), ["__proto__"]);
  assert.equal((parsed as { polluted?: number }).polluted, undefined);
});

Deno.test("what cannot be looked at costs nothing but the sample", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.deepEqual(sampleValue({ proxy }), {
    $: { kind: "cut", what: "what cannot be looked at" },
  });
});
