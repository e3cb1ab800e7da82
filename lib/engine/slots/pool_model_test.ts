import assert from "node:assert/strict";
import { Refuted } from "../ring/_explore.ts";
import { explorePool } from "./_pool_model.ts";
import { SlotPool } from "./pool.ts";

const ONE_SLOT = { slots: 1, packets: [[0], [0], [0]], receivers: 1 };
const SHARED = { slots: 1, packets: [[0, 1], [0, 1]], receivers: 2 };

Deno.test("every interleaving of a sender and a receiver is right", () => {
  assert.ok(explorePool(ONE_SLOT).states > 500);
  explorePool({ ...ONE_SLOT, slots: 2 });
});

Deno.test("and of packets for two receivers, in one slot each", () => {
  explorePool(SHARED);
  explorePool({ ...SHARED, slots: 2 });
});

Deno.test("and of packets for one of two receivers", () => {
  explorePool({ slots: 1, packets: [[0], [1], [0]], receivers: 2 });
  explorePool({ slots: 2, packets: [[0], [1], [0]], receivers: 2 });
});

Deno.test("and where the sender waits for all slots", () => {
  explorePool({ slots: 2, packets: [[0], [1], [0]], receivers: 2, alone: true });
});

class NotesLate extends SlotPool {
  override takeOrPrepare(slots: number, alone = false): number {
    this.sender.prepare();
    const slot = this.take(slots, alone);
    if (slot >= 0) this.sender.cancel();
    else this.memory.store(this.ints, 0, 1);
    return slot;
  }
}

class LooksEarly extends SlotPool {
  override giveBack(slot: number): boolean {
    const wanted = this.memory.load(this.ints, 0) !== 0;
    const last = this.memory.sub(this.ints, 16 + slot, 1) === 1;
    if (last && wanted) this.sender.ring();
    return last;
  }
}

class LendsNothing extends SlotPool {
  override lend(): void {}
}

class FreesForAll extends SlotPool {
  override giveBack(slot: number): boolean {
    this.memory.store(this.ints, 16 + slot, 1);
    return super.giveBack(slot);
  }
}

const WRONG: [string, RegExp, Parameters<typeof explorePool>[0]][] = [
  ["a wish noted after the last look", /sleeps for ever/, { ...ONE_SLOT, PoolClass: NotesLate }],
  ["a wish looked for before giving back", /sleeps for ever/, {
    ...ONE_SLOT,
    PoolClass: LooksEarly,
  }],
  ["a receiver that is not counted", /overwritten|data race/, {
    ...ONE_SLOT,
    PoolClass: LendsNothing,
  }],
  ["one who gives back what others hold", /overwritten|data race/, {
    ...SHARED,
    PoolClass: FreesForAll,
  }],
];

for (const [what, how, wrong] of WRONG) {
  Deno.test(`the model refutes ${what}`, () => {
    assert.throws(() => explorePool(wrong), (error) => {
      assert.ok(error instanceof Refuted);
      assert.match(error.message, how);
      return true;
    });
  });
}
