import assert from "node:assert/strict";
import { Refuted } from "./_explore.ts";
import { exploreRoom, type RoomCase } from "./_room_model.ts";
import { ByteRoom } from "./byte_room.ts";
import { Room } from "./room.ts";

// places for all, so that it is bytes that are waited for
const FULL: RoomCase = {
  limit: 4,
  senders: [[0], [0]],
  receivers: 1,
  bytes: { limit: 2, sizes: [[2], [1]] },
};
const LARGE: RoomCase = {
  ...FULL,
  senders: [[0, 0], [0]],
  bytes: { limit: 2, sizes: [[1, 1], [5]] },
};
// it holds two units of three for ever, and senders wait for half
const HUNG: RoomCase = {
  limit: 5,
  senders: [[1, 1]],
  receivers: 2,
  arrived: 3,
  hangsAfter: 1,
  bytes: { limit: 3, sizes: [[1, 1]] },
};

Deno.test("bytes: every interleaving of two senders and a receiver is right", () => {
  assert.ok(exploreRoom(FULL).states > 3_000);
  exploreRoom(LARGE);
});

Deno.test("bytes: and where senders wait for places, too", () => {
  exploreRoom({ ...FULL, limit: 1 });
});

Deno.test("bytes: and of two senders and two receivers", () => {
  exploreRoom({
    limit: 2,
    senders: [[0], [1]],
    receivers: 2,
    bytes: { limit: 2, sizes: [[2], [3]] },
  });
});

Deno.test("bytes: and when it is aborted at any point", () => {
  exploreRoom({
    limit: 2,
    senders: [[0], [0]],
    receivers: 1,
    abort: true,
    bytes: { limit: 1, sizes: [[1], [3]] },
  });
});

Deno.test("bytes: a receiver that hangs keeps no room from another that is idle", () => {
  exploreRoom(HUNG);
});

class TakesUnseen extends ByteRoom {
  override take(units: number): number {
    const { memory, limit, place: { words, queued } } = this;
    if (memory.load(words, queued) + units > limit) return 0;
    memory.add(words, queued, units);
    return units;
  }
}

class NeverLarge extends ByteRoom {
  override take(units: number): number {
    return units > this.limit ? 0 : super.take(units);
  }
}

class KeepsItsClaim extends ByteRoom {
  override take(units: number): number {
    const { memory, place: { words, claim } } = this;
    const claimed = memory.load(words, claim);
    const taken = super.take(units);
    if (taken > 0 && claimed !== 0) memory.store(words, claim, claimed);
    return taken;
  }
}

class WaitsForHalf extends Room {
  override idle(): void {}
  override busy(): void {}
}

const WRONG: [string, RegExp, RoomCase][] = [
  ["bytes taken without a comparison", /bytes of 2 taken/, { ...FULL, ByteRoomClass: TakesUnseen }],
  ["a large packet that finds no exception", /sleeps for ever/, {
    ...LARGE,
    ByteRoomClass: NeverLarge,
  }],
  ["a claim that never ends", /sleeps for ever/, { ...LARGE, ByteRoomClass: KeepsItsClaim }],
  ["idle receivers that nobody knows of", /sleeps for ever/, { ...HUNG, RoomClass: WaitsForHalf }],
];

for (const [what, how, wrong] of WRONG) {
  Deno.test(`bytes: the model refutes ${what}`, () => {
    assert.throws(() => exploreRoom(wrong), (error) => {
      assert.ok(error instanceof Refuted);
      assert.match(error.message, how);
      return true;
    });
  });
}
