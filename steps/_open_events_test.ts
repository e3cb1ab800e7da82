import assert from "node:assert/strict";
import fc from "fast-check";
import { OpenEvents } from "./_open_events.ts";

/** Closed events with their telescopes. */
class Closed {
  readonly events: [label: string, telescopes: number[]][] = [];
  readonly open: OpenEvents<string, string>;

  constructor(begun?: readonly string[]) {
    this.open = new OpenEvents(({ label, members }) => {
      for (const [telId, member] of members) assert.equal(member, `${label} ${telId}`);
      this.events.push([label, [...members.keys()]]);
    }, begun);
  }

  add(event: string, size: number, telId: number, bytes = 0): boolean {
    return this.open.add(event, size, event, telId, `${event} ${telId}`, bytes);
  }
}

Deno.test("events are closed in the order of their first members, once each, with all that came", () => {
  const members = fc.array(
    fc.record({ event: fc.nat({ max: 9 }), telId: fc.nat({ max: 3 }) }),
    { maxLength: 60 },
  );
  fc.assert(fc.property(members, (members) => {
    const closed = new Closed();
    const taken = members.filter(({ event, telId }) => closed.add(`${event}`, 4, telId));
    closed.open.closeAll();
    const distinct = new Set(members.map(({ event, telId }) => `${event} ${telId}`));
    assert.equal(taken.length, distinct.size); // no event is closed before it has all four
    const begun = [...new Set(members.map(({ event }) => `${event}`))];
    assert.deepEqual(closed.events.map(([event]) => event), begun);
    assert.equal(closed.events.flatMap(([, telescopes]) => telescopes).length, taken.length);
  }));
});

Deno.test("an event that is complete is closed at once, unless an earlier one is not", () => {
  const closed = new Closed();
  closed.add("a", 2, 1);
  closed.add("b", 1, 1);
  assert.deepEqual(closed.events, []);
  closed.add("a", 2, 7);
  assert.deepEqual(closed.events, [["a", [1, 7]], ["b", [1]]]);
});

Deno.test("what misses a telescope waits for so many others, and for so many bytes", () => {
  const closed = new Closed();
  closed.add("a", 2, 1);
  for (let n = 0; n < 1023; n++) closed.add(`${n}`, 1, 1);
  assert.equal(closed.events.length, 0);
  closed.add("last", 1, 1);
  assert.equal(closed.events.length, 1025);
  assert.equal(closed.add("a", 2, 2), false); // too late
  closed.add("large", 2, 1, 20 * 1024 ** 2);
  closed.add("larger", 2, 1, 20 * 1024 ** 2);
  assert.deepEqual(closed.events.at(-1), ["large", [1]]);
});

Deno.test("events of an earlier execution are not begun again", () => {
  const before = new Closed();
  before.add("a", 2, 1);
  before.open.closeAll();
  const after = new Closed(before.open.begun);
  assert.equal(after.add("a", 2, 2), false);
  assert.equal(after.add("b", 2, 2), true);
});
