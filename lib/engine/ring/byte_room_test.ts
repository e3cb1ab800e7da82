import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteRoom } from "./byte_room.ts";
import { Bell } from "./doorbell.ts";

/** Views of two senders, and of a receiver. */
function views(limit: number) {
  const words = new Int32Array(new SharedArrayBuffer(64));
  const bells = [new Bell(words, 8), new Bell(words, 9)];
  const place = { words, queued: 0, peak: 1, claim: 2, idle: 3, waiting: 4, window: null };
  const view = (sender: number) => new ByteRoom(place, limit, bells, sender);
  return { first: view(0), second: view(1), receiver: view(-1), words };
}

Deno.test("a packet is taken whole or not at all, and a large one when nothing else waits", () => {
  const { first, receiver, words } = views(10);
  assert.deepEqual([first.take(4), first.take(7), first.take(6)], [4, 0, 6]);
  receiver.free(10);
  assert.equal(first.take(50), 50);
  assert.equal(first.take(1), 0);
  assert.deepEqual([words[0], words[1]], [50, 50]);
});

Deno.test("property: what waits never exceeds the limit but for a single packet", () => {
  const action = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 }));
  fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
    const { first, receiver, words } = views(20);
    const inside: number[] = [];
    for (const [takes, units] of actions) {
      if (takes && first.take(units) > 0) inside.push(units);
      else if (!takes && inside.length > 0) receiver.free(inside.shift());
      const sum = inside.reduce((all, each) => all + each, 0);
      assert.equal(words[0], sum);
      assert.ok(sum <= 20 || inside.length === 1, `${inside}`);
    }
  }));
});

Deno.test("who waits for much is not overtaken by who wants little", () => {
  const { first, second, receiver } = views(10);
  assert.equal(second.take(8), 8);
  assert.equal(first.take(9), 0, "and claims what comes free");
  assert.equal(second.take(1), 0);
  receiver.free(8);
  assert.equal(second.take(1), 0);
  assert.equal(first.take(9), 9);
  assert.equal(second.take(1), 1);
});

Deno.test("who will not send after all lets others go on", () => {
  const { first, second, words } = views(10);
  second.take(8);
  first.take(9);
  assert.equal(second.takeOrPrepare(1, 1), 0);
  assert.equal(words[9], 1, "it waits");
  second.letGo();
  assert.equal(words[9], 1, "the claim is not its own");
  first.letGo();
  assert.equal(words[9], 0, "it is rung");
  assert.equal(second.take(1), 1);
});
