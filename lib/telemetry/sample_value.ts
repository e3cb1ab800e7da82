/**
 * Cuts a value down to what somebody can look at, in the thread that has it: a little JSON, whatever
 * the value is. Nothing of the value's own is called, so that looking changes nothing.
 *
 * @module
 */
import type { SampleSpecial, SampleValue } from "./message.ts";
import { numbersOf, summarize, typeOfArray } from "./sample_array.ts";

/** Characters of JSON of a sample without the numbers of its typed arrays. */
export const MOST_CHARACTERS: number = 64 * 1024;
/** Characters with them. */
export const MOST_WITH_NUMBERS: number = 256 * 1024;
/** Characters of a text. */
const MOST_TEXT = 2000;
/** Entries of a list, a map or an object. */
const MOST_ENTRIES = 1000;
const MOST_DEPTH = 24;
/** Longer arrays are summed up only: no screen has so many points. */
const MOST_NUMBERS = 100_000;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type ArraySample = Mutable<Extract<SampleSpecial, { kind: "array" }>>;

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, "size")!.get!;
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, "size")!.get!;

/**
 * A value as JSON of at most {@link MOST_CHARACTERS} characters; numbers of typed arrays are added
 * up to {@link MOST_WITH_NUMBERS}, shorter arrays first. Never throws.
 */
export function sampleValue(value: unknown): SampleValue {
  const sample = new Sample();
  try {
    const cut = sample.take(value, 0);
    sample.addNumbers();
    return cut;
  } catch {
    return cutOff("what cannot be looked at"); // a proxy, for one, whose traps throw
  }
}

class Sample {
  #characters = 0;
  readonly #above: object[] = [];
  readonly #arrays: { readonly array: object; readonly sample: ArraySample }[] = [];

  take(value: unknown, depth: number): SampleValue {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return this.#count(numberOf(value), 12);
      case "boolean":
        return this.#count(value, 5);
      case "bigint":
        return this.#special({ kind: "bigint", text: textOf(value) });
      case "undefined":
        return this.#special({ kind: "undefined", text: "undefined" });
      case "object":
        return value === null ? this.#count(null, 4) : this.#object(value, depth);
      default:
        return this.#special({ kind: "cut", what: typeof value });
    }
  }

  /** Adds the numbers of arrays as long as there is room, of the shortest first. */
  addNumbers(): void {
    for (
      const { array, sample } of this.#arrays.toSorted((a, b) => a.sample.length - b.sample.length)
    ) {
      if (sample.length > MOST_NUMBERS) return;
      const values = numbersOf(array);
      this.#characters += JSON.stringify(values).length;
      if (this.#characters > MOST_WITH_NUMBERS) return;
      sample.values = values;
    }
  }

  #object(value: object, depth: number): SampleValue {
    if (this.#above.includes(value)) return this.#special({ kind: "cut", what: "circular" });
    if (depth >= MOST_DEPTH) return this.#special({ kind: "cut", what: "deeper" });
    const type = typeOfArray(value);
    if (type !== undefined) return this.#array(value, type);
    this.#above.push(value);
    const taken = this.#container(value, depth + 1);
    this.#above.pop();
    return taken;
  }

  #container(value: object, depth: number): SampleValue {
    if (Array.isArray(value)) return this.#list(value, depth);
    const simple = simpleOf(value);
    if (simple !== null) return this.#special(simple);
    if (value instanceof Map && isA(mapSize, value)) {
      const entries = Map.prototype.entries.call(value);
      const items = this.#items(
        entries,
        ([key, one]) => [this.take(key, depth), this.take(one, depth)],
      );
      return this.#special({ kind: "map", items });
    }
    if (value instanceof Set && isA(setSize, value)) {
      const values = Set.prototype.values.call(value);
      return this.#special({
        kind: "set",
        items: this.#items(values, (one) => this.take(one, depth)),
      });
    }
    return this.#record(value, depth);
  }

  #list(list: readonly unknown[], depth: number): SampleValue {
    const items: SampleValue[] = [];
    while (items.length < list.length && this.#hasRoom(items)) {
      items.push(this.#property(list, String(items.length), depth));
    }
    if (items.length < list.length) items.push(cutOff(`${list.length - items.length} more`));
    return items;
  }

  #record(value: object, depth: number): SampleValue {
    const keys = Object.keys(value);
    const entries: [string, SampleValue][] = [];
    for (const key of keys) {
      if (!this.#hasRoom(entries)) {
        entries.push(["…", cutOff(`${keys.length - entries.length} more`)]);
        break;
      }
      const name = key.length > MOST_TEXT ? `${key.slice(0, MOST_TEXT)}…` : key;
      this.#count(null, JSON.stringify(name).length);
      entries.push([name, this.#property(value, key, depth)]);
    }
    // what looks like one of ours is told as a map
    if (keys.length === 1 && keys[0] === "$") return this.#special({ kind: "map", items: entries });
    return Object.fromEntries(entries);
  }

  /** The items of a map or a set. */
  #items<T>(from: Iterable<T>, take: (one: T) => SampleValue): SampleValue[] {
    const items: SampleValue[] = [];
    for (const one of from) {
      if (!this.#hasRoom(items)) {
        items.push(cutOff("more"));
        break;
      }
      items.push(take(one));
    }
    return items;
  }

  #hasRoom(taken: readonly unknown[]): boolean {
    return taken.length < MOST_ENTRIES && this.#characters <= MOST_CHARACTERS;
  }

  #property(holder: object, key: string, depth: number): SampleValue {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property !== undefined && !("value" in property)) {
      return this.#special({ kind: "cut", what: "getter" });
    }
    return this.take(property?.value, depth);
  }

  #array(array: object, type: string): SampleValue {
    const sample: ArraySample = summarize(array, type);
    this.#arrays.push({ array, sample });
    this.#count(null, JSON.stringify(sample).length);
    return { $: sample };
  }

  #text(text: string): SampleValue {
    if (text.length <= MOST_TEXT) return this.#count(text, JSON.stringify(text).length);
    const what = `${text.slice(0, MOST_TEXT)}… (${text.length} characters)`;
    return this.#special({ kind: "cut", what });
  }

  #special(special: SampleSpecial): SampleValue {
    const own = "what" in special ? special.what : "text" in special ? special.text : "";
    return this.#count({ $: special }, 24 + JSON.stringify(own).length);
  }

  #count<T extends SampleValue>(value: T, characters: number): T {
    this.#characters += characters + 1;
    return value;
  }
}

const cutOff = (what: string): SampleValue => ({ $: { kind: "cut", what } });

function numberOf(value: number): SampleValue {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $: { kind: "number", text: Object.is(value, -0) ? "-0" : String(value) } };
}

/** A large integer takes long to be written out, and nobody reads it. */
function textOf(value: bigint): string {
  const most = 2n ** 1024n;
  return value < most && value > -most ? String(value) : "more than 300 digits";
}

/** Dates, errors and memory; null for what has parts. */
function simpleOf(value: object): SampleSpecial | null {
  if (value instanceof Date && isA(Date.prototype.getTime, value)) {
    const time = Date.prototype.getTime.call(value);
    const text = Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
    return { kind: "date", text };
  }
  if (value instanceof Error) {
    const message = Object.getOwnPropertyDescriptor(value, "message")?.value;
    return { kind: "cut", what: `error: ${String(message ?? "").slice(0, MOST_TEXT)}` };
  }
  const isMemory = value instanceof ArrayBuffer || value instanceof SharedArrayBuffer ||
    value instanceof DataView;
  return isMemory ? { kind: "cut", what: "bytes" } : null;
}

/** Whether a value is what its prototype says: whether a method of the class takes it. */
// deno-lint-ignore no-explicit-any
function isA(method: (this: any) => unknown, value: object): boolean {
  try {
    method.call(value);
    return true;
  } catch {
    return false;
  }
}
