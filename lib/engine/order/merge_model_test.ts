import assert from "node:assert/strict";
import { Refuted } from "../ring/_explore.ts";
import type { Bell } from "../ring/doorbell.ts";
import { exploreBound, exploreMerge } from "./_merge_model.ts";
import { Bound } from "./bound.ts";
import { type Entry, Merge } from "./merge.ts";
import { compare, type Path } from "./path.ts";
import { Position } from "./position.ts";

/** One drops what the other is waited for. */
const TWO = { senders: [[{ send: 1 }, { tell: [2] }], [{ send: 2 }]] };
/** Numbers that change together. */
const PATHS: Path[] = [[0, 5], [1, 0]];
const RELAYED = { senders: [[{ send: 1 }], [{ send: 2 }]], relay: true };

Deno.test("every interleaving of two senders and a receiver is in order, and ends", () => {
  assert.ok(exploreMerge(TWO).states > 1000);
  exploreMerge({ senders: [[{ send: 1 }, { send: 3 }], [{ send: 2 }]] });
  exploreMerge({ senders: [[{ tell: [1] }, { send: 3 }], [{ tell: [1] }, { send: 2 }]] });
});

Deno.test("every interleaving of who writes and who reads a bound is right", () => {
  exploreBound(PATHS, 2);
  exploreBound([[0, 1], [0, 1, 2], [0, 2]], 1);
});

Deno.test("the model refutes a bound that is read in two halves", () => {
  assert.throws(() => exploreBound(PATHS, 1, Unversioned), /read [01],[05]/);
});

Deno.test("and with a replica between them that drops everything", () => {
  assert.ok(exploreMerge(RELAYED).states > 1000);
});

class LooksEarly extends Merge {
  protected override look(entry: Entry): boolean {
    if (this.fetch(entry)) return true;
    const bound = entry.sender.read();
    if (bound === null || compare(bound, entry.path) <= 0) return false;
    entry.path = bound;
    return true;
  }
}

class Unversioned extends Bound {
  override read(): Path | null {
    const at = (index: number) => this.memory.load(this.words, index);
    return Array.from({ length: at(1) }, (_, index) => at(3 + 2 * index));
  }
}

class RingsEarly extends Position {
  override tell(path: Path): void {
    for (const bell of this.listeners as readonly Bell[]) bell.ring();
    this.bound.write(path);
  }
}

class TellsNobody extends Merge {
  override get ready(): boolean {
    return this.entries.some(({ hasNext }) => hasNext);
  }
}

const WRONG: [string, RegExp, Parameters<typeof exploreMerge>[0]][] = [
  ["a lane that is looked at before the bound", /in order|sleeps for ever/, {
    ...TWO,
    MergeClass: LooksEarly,
  }],
  ["who rings before it tells", /sleeps for ever/, { ...TWO, PositionClass: RingsEarly }],
  ["who has nothing to do and tells nobody", /sleeps for ever/, {
    ...RELAYED,
    MergeClass: TellsNobody,
  }],
  ["a bound told before the packet is sent", /in order/, {
    senders: [[{ tell: [3] }, { send: 1 }], [{ send: 2 }]],
  }],
];

for (const [what, how, wrong] of WRONG) {
  Deno.test(`the model refutes ${what}`, () => {
    assert.throws(() => exploreMerge(wrong), (error) => {
      assert.ok(error instanceof Refuted);
      assert.match(error.message, how);
      return true;
    });
  });
}
