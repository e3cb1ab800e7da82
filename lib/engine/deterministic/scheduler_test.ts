import assert from "node:assert/strict";
import fc from "fast-check";
import { type Party, Scheduler, type SchedulerEvents } from "./scheduler.ts";

const NEVER: SchedulerEvents = {
  onLost: () => assert.fail("nobody should lose the turn"),
  onDeadlock: () => assert.fail("there should be no deadlock"),
};

/** The names of parties as they go on, each so many times, whatever they wait for. */
async function orderOf(seed: number, turns: readonly number[]): Promise<string> {
  const scheduler = new Scheduler(seed, NEVER);
  const order: string[] = [];
  let inside = 0;
  const parties = turns.map(async (times, at) => {
    const party: Party = {};
    for (let i = 0; i < times; i++) {
      await scheduler.wait(party, () => i % 3 < 2, i % 3 < 2 ? Infinity : 10 * at);
      assert.equal(++inside, 1, "one at a time");
      order.push(`${at}`);
      await Promise.resolve(); // more than one turn of the promise queue is still one turn
      scheduler.wake(); // changes nothing while somebody has the turn
      await Promise.resolve();
      inside--;
    }
    scheduler.leave(party);
  });
  scheduler.open();
  await Promise.all(parties);
  return order.join("");
}

Deno.test("property: all get their turns, one at a time, in an order that the seed decides", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.array(fc.nat(60), { minLength: 1, maxLength: 5 }),
      async (seed, turns) => {
        const order = await orderOf(seed, turns);
        assert.equal(await orderOf(seed, turns), order);
        turns.forEach((times, at) => assert.equal(order.split(`${at}`).length - 1, times));
      },
    ),
    { numRuns: 50 },
  ));

Deno.test("seeds give different orders, with all that two parties can be in", async () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 400; seed++) orders.add(await orderOf(seed, [2, 2]));
  assert.equal(orders.size, 6);
});

Deno.test("time passes when nobody can go on: to whoever is due first", async () => {
  const scheduler = new Scheduler(1, NEVER);
  const order: number[] = [];
  const parties = [3_600_000, 50, 7000].map(async (ms) => {
    const party: Party = {};
    await scheduler.wait(party, () => false, ms);
    order.push(ms);
    assert.ok(scheduler.now(party) >= ms);
    scheduler.leave(party);
  });
  scheduler.open();
  await Promise.all(parties);
  assert.deepEqual(order, [50, 7000, 3_600_000]);
});

Deno.test("when all wait and nobody can end that, it is told; who is woken goes on", async () => {
  let deadlocks = 0;
  const scheduler = new Scheduler(1, { ...NEVER, onDeadlock: () => deadlocks++ });
  const [one, other]: Party[] = [{}, {}];
  let isRung = false;
  const first = scheduler.wait(one!, () => isRung);
  scheduler.wait(other!, () => false);
  assert.equal(deadlocks, 0, "not before all are there");
  scheduler.open();
  assert.equal(deadlocks, 1);
  isRung = true;
  scheduler.wake();
  await first;
});

Deno.test("who does not come back loses the turn, and has another when it does", async () => {
  const lost: Party[] = [];
  const scheduler = new Scheduler(1, { ...NEVER, onLost: (party) => lost.push(party) });
  const [slow, quick]: Party[] = [{}, {}];
  const begun = scheduler.wait(slow!, () => true);
  scheduler.open();
  await begun;
  let wentOn = false;
  scheduler.wait(quick!, () => true).then(() => wentOn = true);
  for (let look = 0; look < 4; look++) {
    scheduler.look();
    await Promise.resolve();
    assert.equal(wentOn, false, "not at the first look");
  }
  scheduler.look();
  await Promise.resolve();
  assert.ok(wentOn);
  assert.deepEqual(lost, [slow]);
  const again = scheduler.wait(slow!, () => true);
  scheduler.leave(quick!);
  await again;
});
