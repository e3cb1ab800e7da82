import assert from "node:assert/strict";
import { Refuted } from "./_explore.ts";
import { exploreRoom } from "./_room_model.ts";
import { Bell } from "./doorbell.ts";
import { Room } from "./room.ts";

const TWO = { limit: 1, senders: [[0, 0], [0]], receivers: 1 };
// it holds two places of three for ever: more than half, and senders wait for half
const HUNG = { limit: 3, senders: [[1, 1]], receivers: 2, arrived: 3, hangsAfter: 1 };

Deno.test("every interleaving of two senders and a receiver is right", () => {
  assert.ok(exploreRoom(TWO).states > 10_000);
  exploreRoom({ limit: 2, senders: [[0, 0], [0]], receivers: 1 });
});

Deno.test("and of two senders and two receivers", () => {
  exploreRoom({ limit: 1, senders: [[0], [1]], receivers: 2 });
  exploreRoom({ limit: 2, senders: [[0], [1]], receivers: 2 });
});

Deno.test("and when it is aborted at any point", () => {
  exploreRoom({ limit: 1, senders: [[0], [0]], receivers: 1, abort: true });
});

Deno.test("and with the peak kept", () => {
  exploreRoom({ limit: 1, senders: [[0], [0]], receivers: 1, peak: true });
});

Deno.test("a receiver that hangs keeps no free place from another that is idle", () => {
  exploreRoom(HUNG);
});

class NotesLate extends Room {
  override takeOrPrepare(sender: number): number {
    const bell = this.senders[sender]!;
    bell.prepare();
    const taken = this.take();
    if (taken > 0) bell.cancel();
    else this.memory.or(this.place.words, this.place.waiting, 1 << sender);
    return taken;
  }
}

class WakesEarly extends Room {
  override free(): void {
    this.wake();
    this.memory.sub(this.place.words, this.place.queued, 1);
  }
}

class ForgetsOthers extends Room {
  protected override wake(): void {
    const bits = this.memory.load(this.place.words, this.place.waiting);
    this.memory.store(this.place.words, this.place.waiting, 0);
    for (const [sender, bell] of this.senders.entries()) if (bits >> sender & 1) bell.ring();
  }
}

class TakesUnseen extends Room {
  override take(): number {
    const { memory, place: { words, queued } } = this;
    if (memory.load(words, queued) >= this.limit) return 0;
    memory.add(words, queued, 1);
    return 1;
  }
}

class WaitsForHalf extends Room {
  override idle(): void {}
  override busy(): void {}
}

class IdleLate extends Room {
  override idle(): void {
    this.wake();
    this.memory.add(this.place.words, this.place.idle, 1);
  }
}

class AnnouncesLate extends Bell {
  override prepare(): void {}
  override wait(): undefined {
    super.prepare();
    super.wait();
  }
}

const WRONG: [string, RegExp, Parameters<typeof exploreRoom>[0]][] = [
  ["a sender noted down after its last look", /sleeps for ever/, { ...TWO, RoomClass: NotesLate }],
  ["senders woken before there is room", /sleeps for ever/, {
    ...HUNG,
    limit: 1,
    arrived: 1,
    RoomClass: WakesEarly,
  }],
  ["a note wiped out unread", /sleeps for ever/, { ...TWO, RoomClass: ForgetsOthers }],
  ["a place taken without a comparison", /2 places of 1/, { ...TWO, RoomClass: TakesUnseen }],
  ["a bell announced after the last look", /sleeps for ever/, { ...TWO, BellClass: AnnouncesLate }],
  ["idle receivers that nobody knows of", /sleeps for ever/, { ...HUNG, RoomClass: WaitsForHalf }],
  ["an idle receiver known too late", /sleeps for ever/, { ...HUNG, RoomClass: IdleLate }],
];

for (const [what, how, wrong] of WRONG) {
  Deno.test(`the model refutes ${what}`, () => {
    assert.throws(() => exploreRoom(wrong), (error) => {
      assert.ok(error instanceof Refuted);
      assert.match(error.message, how);
      return true;
    });
  });
}
