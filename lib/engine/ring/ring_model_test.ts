import assert from "node:assert/strict";
import { Refuted } from "./_explore.ts";
import { exploreRing } from "./_ring_model.ts";
import { Bell } from "./doorbell.ts";
import { RingWord } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

const FULL = [16, 16, 16]; // two fit
const SKIPS = [0, 16, 16, 0]; // the third would begin 16 bytes before the end

Deno.test("every interleaving of a writer and a reader is right", () => {
  for (let records = 0; records <= FULL.length; records++) { // the end comes after each of them
    for (const batch of [1, 2]) {
      for (const open of [false, true]) {
        const { states, ends } = exploreRing({ lengths: FULL.slice(0, records), batch, open });
        assert.ok(states > 20 * records && ends > 0);
      }
    }
  }
});

Deno.test("and where the end of the buffer is skipped, and counters wrap around", () => {
  for (const position of [0, 2 ** 31 - 64, -64]) {
    for (const batch of [1, 3]) exploreRing({ lengths: SKIPS, position, batch });
  }
});

Deno.test("and when it is aborted at any point", () => {
  exploreRing({ lengths: FULL, abort: true });
  exploreRing({ lengths: SKIPS, abort: true, batch: 2 });
});

Deno.test("and when the bell is looked at before it is waited on", () => {
  exploreRing({ lengths: FULL, spins: 2 });
});

class AnnouncesLate extends Bell {
  override prepare(): void {}
  override wait(): undefined {
    super.prepare();
    super.wait();
  }
}

class RingsEarly extends RingWriter {
  override publish(): boolean {
    if (this.position === this.published) return false;
    this.theirs.ring();
    this.ring.memory.store(this.ring.ints, RingWord.HEAD, this.position);
    this.published = this.position;
    return true;
  }
}

class KeepsUnpublished extends RingWriter {
  override publish(): boolean {
    return this.position - this.published > 64 ? super.publish() : false;
  }
  override close(): void {
    super.publish();
    super.close();
  }
}

class WantsLate extends RingWriter {
  override reserveOrPrepare(length: number): number {
    const start = this.reserve(length);
    if (start >= 0) return start;
    this.publish();
    this.mine.prepare();
    this.ring.memory.load(this.ring.ints, RingWord.TAIL);
    this.want(this.wantedTail(length) + 1);
    return -1;
  }
}

class WantsTooMuch extends RingWriter {
  protected override wantedTail(length: number): number {
    return super.wantedTail(length) + 64 | 0;
  }
}

class EndsBeforeHead extends RingReader {
  override get ended(): boolean {
    return !this.ready && this.ring.memory.load(this.ring.ints, RingWord.CLOSED) !== 0;
  }
}

class ReleasesEarly extends RingReader {
  override next(): boolean {
    const there = super.next();
    if (there) this.release();
    return there;
  }
}

const WRONG: [string, RegExp, Parameters<typeof exploreRing>[0]][] = [
  ["a bell announced after the last look", /sleeps for ever/, {
    lengths: FULL,
    BellClass: AnnouncesLate,
  }],
  ["a ring before what it tells of", /sleeps for ever/, {
    lengths: [16],
    open: true,
    WriterClass: RingsEarly,
  }],
  ["records kept back by who waits", /sleeps for ever/, {
    lengths: FULL,
    batch: 3,
    WriterClass: KeepsUnpublished,
  }],
  ["a wish for room told after the last look", /sleeps for ever/, {
    lengths: FULL,
    WriterClass: WantsLate,
  }],
  ["a wish for more room than comes", /sleeps for ever/, {
    lengths: FULL,
    WriterClass: WantsTooMuch,
  }],
  ["an end read after the head", /no record lost/, { lengths: FULL, ReaderClass: EndsBeforeHead }],
  ["room given back before it is read", /data race/, { lengths: FULL, ReaderClass: ReleasesEarly }],
];

for (const [what, how, wrong] of WRONG) {
  Deno.test(`the model refutes ${what}`, () => {
    assert.throws(() => exploreRing(wrong), (error) => {
      assert.ok(error instanceof Refuted);
      assert.match(error.message, how);
      return true;
    });
  });
}
