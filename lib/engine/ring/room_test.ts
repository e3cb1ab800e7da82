import assert from "node:assert/strict";
import fc from "fast-check";
import { Bell } from "./doorbell.ts";
import { Room, waitingWords } from "./room.ts";

function room(limit: number, senders: number): { room: Room; words: Int32Array; bells: Bell[] } {
  const words = new Int32Array(new SharedArrayBuffer(4 * (3 + waitingWords(senders) + senders)));
  const at = 3 + waitingWords(senders);
  const bells = Array.from({ length: senders }, (_, sender) => new Bell(words, at + sender));
  const place = { words, queued: 0, peak: 1, idle: 2, waiting: 3, window: null };
  return { room: new Room(place, limit, bells), words, bells };
}

Deno.test("places are taken up to the limit, several at once or not, and the peak is kept", () => {
  const { room: inbox, words } = room(5, 1);
  assert.deepEqual([inbox.take(), inbox.take(3), inbox.take(3), inbox.take()], [1, 3, 1, 0]);
  inbox.free(4);
  assert.deepEqual([inbox.take(2), words[0], words[1]], [2, 3, 5]);
});

Deno.test("property: of any number of senders, those who wait are rung, and no others", () => {
  const who = fc.integer({ min: 1, max: 100 }).chain((senders) =>
    fc.tuple(fc.constant(senders), fc.uniqueArray(fc.nat(senders - 1)))
  );
  fc.assert(fc.property(who, ([senders, waiting]) => {
    const { room: inbox, words } = room(1, senders);
    const bells = words.subarray(3 + waitingWords(senders));
    inbox.take();
    for (const sender of waiting) assert.equal(inbox.takeOrPrepare(sender), 0);
    const announced = [...bells.keys()].filter((sender) => bells[sender] === 1);
    assert.deepEqual(announced, waiting.toSorted((a, b) => a - b));
    inbox.free();
    assert.ok(words.subarray(3).every((word) => word === 0));
  }));
});

Deno.test("senders are woken at half, or at once if a receiver is idle", () => {
  const { room: inbox, words } = room(8, 1);
  inbox.take(8);
  const wait = () => {
    inbox.take(8);
    assert.equal(inbox.takeOrPrepare(0), 0);
  };
  const woken = () => words[4] === 0;
  wait();
  inbox.free(3);
  assert.equal(woken(), false);
  inbox.free();
  assert.equal(woken(), true);
  wait();
  inbox.free();
  assert.equal(woken(), false);
  inbox.idle();
  assert.equal(woken(), true);
  wait();
  inbox.free();
  assert.equal(woken(), true);
});
