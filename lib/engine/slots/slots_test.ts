import assert from "node:assert/strict";
import { SendError } from "../crossing.ts";
import { Counter, Words } from "../words.ts";
import type { TypedArray } from "./kinds.ts";
import { SlotPool } from "./pool.ts";
import { isLent } from "./lent.ts";
import { ReusedArrays } from "./reused_arrays.ts";
import { SlotReader } from "./slot_reader.ts";
import { NO_SLOT, SlotWriter } from "./slot_writer.ts";

const KB = 1024;

/** A sender and its receivers in one thread. */
function slotsOf({ bytes = 1024 * KB, poison = false } = {}) {
  const words = Words.allocate({ nodes: 1, replicas: 1, edges: 1 });
  const counters = words.counters(0);
  const buffer = SlotPool.allocate(bytes);
  const pool = () => new SlotPool(buffer, words.bells[0]!);
  const writer = new SlotWriter(pool(), counters);
  return {
    writer,
    reader: () => new SlotReader(pool(), poison),
    lent: () => counters[Counter.LENT_BYTES],
    copied: () => counters[Counter.COPIED_BYTES],
    /** Sends one packet's arrays to some receivers; gives what they hold. */
    send(arrays: readonly TypedArray[], receivers = 1): number[] {
      const references = placed(writer, arrays);
      writer.lend();
      for (let to = 1; to < receivers; to++) {
        assert.deepEqual(placed(writer, arrays), references);
        writer.lend();
      }
      return references;
    },
  };
}

/** Puts arrays into the slot of one record, as the lane does it. */
function placed(writer: SlotWriter, arrays: readonly TypedArray[]): number[] {
  writer.begin();
  try {
    return arrays.map((array) => writer.place(array));
  } catch (error) {
    if (error !== NO_SLOT) throw error;
    assert.ok(writer.openOrPrepare(), "there is a slot");
    return placed(writer, arrays);
  }
}

const filled = (length: number, value: number) => new Float32Array(length).fill(value);
/** Packets that teach the writer how large slots must be. */
function warm({ writer, send, reader }: ReturnType<typeof slotsOf>, arrays: Float32Array[]): void {
  for (let i = 0; i < 2; i++) {
    const receiver = reader();
    for (const reference of send(arrays)) if (reference >= 0) receiver.at(reference);
    writer.end();
    receiver.done();
    receiver.giveBack();
  }
}

Deno.test("an array that was copied into a slot is seen as it was", () => {
  const slots = slotsOf();
  const array = filled(5000, 1);
  const [reference] = slots.send([array.subarray(100, 4000)]);
  array.fill(2);
  const seen = slots.reader().at(reference!) as Float32Array;
  assert.deepEqual(seen, filled(3900, 1));
  assert.ok(seen.buffer instanceof SharedArrayBuffer);
  assert.deepEqual([slots.copied(), slots.lent()], [3900 * 4, 0]);
});

Deno.test("every class of typed arrays arrives as itself", () => {
  const slots = slotsOf();
  for (
    const View of [Uint8Array, Int16Array, Uint16Array, Float16Array, Float64Array, BigInt64Array]
  ) {
    const array = new View(2000);
    const [reference] = slots.send([array]);
    slots.writer.end();
    const reader = slots.reader();
    assert.deepEqual(reader.at(reference!), array);
    reader.done();
    reader.giveBack();
  }
});

Deno.test("an array that the step made in the slot is not copied, nor is a part of it", () => {
  const slots = slotsOf();
  warm(slots, [filled(5000, 0)]);
  const before = slots.copied();
  const array = slots.writer.alloc(Float32Array, 5000)!;
  array.fill(7);
  const [whole, part] = slots.send([array, array.subarray(10, 3000)]);
  const reader = slots.reader();
  assert.equal(reader.at(whole!).byteOffset, array.byteOffset);
  assert.deepEqual(reader.at(part!), filled(2990, 7));
  assert.deepEqual([slots.copied(), slots.lent()], [before, 4 * (5000 + 2990)]);
});

Deno.test("it may be sent once", () => {
  const slots = slotsOf();
  warm(slots, [filled(5000, 0)]);
  const array = slots.writer.alloc(Float32Array, 2000)!;
  const kept = slots.writer.alloc(Float32Array, 2000)!;
  slots.send([array]);
  assert.equal(slots.writer.end(), true);
  for (const late of [array, kept, kept.subarray(5)]) {
    assert.throws(() => slots.send([late]), SendError);
  }
});

Deno.test("a step that makes its arrays here waits when all slots are lent", () => {
  const slots = slotsOf({ bytes: 192 * KB });
  warm(slots, [filled(8000, 0)]); // three slots
  const readers = [];
  for (;;) {
    const array = slots.writer.alloc(Float32Array, 8000);
    assert.ok(array, "it was told to wait before");
    const [reference] = slots.send([array]);
    const reader = slots.reader();
    reader.at(reference!);
    readers.push(reader);
    if (!slots.writer.end()) break;
  }
  assert.equal(readers.length, 3);
  assert.equal(slots.writer.openOrPrepare(), false);
  readers[1]!.done();
  readers[1]!.giveBack();
  assert.equal(slots.writer.openOrPrepare(), true);
});

Deno.test("a slot that two receivers got is free when both have given it back", () => {
  const slots = slotsOf({ bytes: 64 * KB });
  warm(slots, [filled(7000, 0)]); // two slots
  const [reference] = slots.send([filled(6000, 3)], 2);
  assert.equal(slots.copied(), 4 * (2 * 7000 + 6000), "copied once for both");
  slots.writer.end();
  slots.send([filled(2000, 0)]); // the other one
  slots.writer.end();
  const readers = [slots.reader(), slots.reader()];
  for (const reader of readers) assert.deepEqual(reader.at(reference!), filled(6000, 3));
  readers[0]!.done();
  readers[0]!.giveBack();
  assert.equal(slots.writer.openOrPrepare(), false);
  readers[1]!.done();
  readers[1]!.giveBack();
  assert.equal(slots.writer.openOrPrepare(), true);
});

Deno.test("slots grow to what packets need, when all are back", () => {
  const slots = slotsOf();
  const small = slots.send([filled(2000, 1)]);
  slots.writer.end();
  const reader = slots.reader();
  assert.deepEqual(reader.at(small[0]!), filled(2000, 1));
  assert.throws(() => slots.writer.place(filled(20_000, 2)), (error) => error === NO_SLOT);
  assert.equal(slots.writer.openOrPrepare(), false, "the small one is still looked at");
  reader.done();
  reader.giveBack();
  const [large] = slots.send([filled(20_000, 2)]);
  slots.writer.end();
  assert.deepEqual(slots.reader().at(large!), filled(20_000, 2));
});

Deno.test("what no slot can take goes another way", () => {
  const slots = slotsOf({ bytes: 64 * KB });
  assert.deepEqual(slots.send([filled(9000, 1)]), [-1]);
  slots.writer.end();
  const many = Array.from({ length: 300 }, () => filled(8, 1)); // as if they were large
  assert.equal(slots.send(many).filter((reference) => reference < 0).length, 300 - 256);
});

Deno.test("poison shows who keeps an array, and spares other receivers", () => {
  const slots = slotsOf({ poison: true });
  const [reference] = slots.send([filled(3000, 5)], 2);
  slots.writer.end();
  const [first, second] = [slots.reader(), slots.reader()];
  const kept = first.at(reference!);
  second.at(reference!);
  first.done();
  assert.deepEqual(kept, filled(3000, 5));
  second.done();
  assert.ok((kept as Float32Array).every(Number.isNaN));
});

Deno.test("within a thread, an array's memory is used again after its packet", () => {
  const arrays = new ReusedArrays(true);
  const [first, second] = [arrays.alloc(Float32Array, 5000), arrays.alloc(Float32Array, 5000)];
  assert.notEqual(first.buffer, second.buffer);
  assert.ok(isLent(first.buffer));
  first.fill(1);
  arrays.end();
  assert.ok(first.every(Number.isNaN));
  const again = arrays.alloc(Uint16Array, 9000);
  assert.ok([first.buffer, second.buffer].includes(again.buffer));
  assert.equal(again.length, 9000);
  assert.notEqual(arrays.alloc(Float32Array, 10), arrays.alloc(Float32Array, 10));
});

Deno.test("small arrays are ordinary ones: they are copied, and may be sent again", () => {
  const slots = slotsOf();
  assert.equal(slots.writer.alloc(Float32Array, 1000), null);
  assert.ok(slots.writer.alloc(Float32Array, 1024));
});
