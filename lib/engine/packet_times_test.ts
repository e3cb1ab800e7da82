import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketOf } from "../telemetry/durations.ts";
import { Gauge } from "./gauge.ts";
import { MOST_SLOW } from "./packet_times.ts";
import { Counter, Words } from "./words.ts";

const sum = (list: Iterable<number>) => [...list].reduce((all, one) => all + one, 0);

/** A replica that makes calls of given lengths, on a clock that nothing else moves. */
class Played {
  readonly words = Words.allocate({ nodes: 1, replicas: 1, edges: 1 });
  readonly counters = this.words.counters(0);
  #now = 0;
  readonly gauge = new Gauge(this.words, 0, () => this.#now);
  #seq = 0;

  /** Processes a packet in several calls. */
  packet(calls: readonly number[], verdict: number = Counter.DONE): void {
    const packet = { value: null, origin: 0, seq: this.#seq++, branch: "" };
    for (const ms of calls) {
      this.gauge.enter();
      this.#now += ms;
      this.gauge.leave();
    }
    this.counters[verdict]!++;
    if (this.gauge.times.isDue) this.gauge.times.settle(packet);
  }

  get histogram(): number[] {
    return [...this.words.durations(0)];
  }
}

Deno.test("property: a histogram adds up to the packets dealt with, whichever were measured", () => {
  const ms = fc.oneof(
    fc.constant(0.0001),
    fc.double({ min: 0, max: 0.01, noNaN: true }),
    fc.nat(9),
  );
  const packets = fc.record({
    calls: fc.array(ms, { minLength: 1, maxLength: 4 }),
    verdict: fc.constantFrom(Counter.DONE, Counter.FILTERED, Counter.SKIPPED, Counter.ABANDONED),
  });
  fc.assert(fc.property(fc.array(packets, { maxLength: 300 }), (all) => {
    const played = new Played();
    for (const { calls, verdict } of all) {
      played.packet(calls, verdict);
      const dealt = sum([...played.counters.slice(1, 7)].filter((_, at) => at !== 1));
      assert.ok(sum(played.histogram) <= dealt);
    }
    played.gauge.times.close();
    const dealt = all.filter(({ verdict }) => verdict !== Counter.ABANDONED).length;
    assert.equal(sum(played.histogram), dealt);
  }));
});

Deno.test("a packet that was measured stands for quick ones, not for slow ones", () => {
  const played = new Played();
  for (let i = 0; i < 10_000; i++) played.packet([0.001]);
  for (let i = 0; i < 200; i++) played.packet([8]);
  played.gauge.times.close();
  const { histogram } = played;
  const quick = histogram[bucketOf(0.001)]!;
  const slow = histogram[bucketOf(8)]!;
  assert.ok(quick >= 9_900, `${quick} quick`);
  assert.ok(slow >= 136 && slow <= 200, `${slow} slow: at most 64 went by unmeasured`);
});

Deno.test("what a packet took is the sum of its calls", () => {
  const played = new Played();
  for (let i = 0; i < 10; i++) played.packet([2, 3, 5]);
  assert.equal(played.histogram[bucketOf(10)], 10);
});

Deno.test("the slowest packets are known by name", () => {
  const played = new Played();
  for (let i = 0; i < 30; i++) played.packet([i === 7 ? 100 : i === 3 ? 50 : 1 + i / 100]);
  const slowest = played.gauge.times.slowest(["reader"], 2);
  assert.equal(slowest.length, MOST_SLOW);
  assert.deepEqual(slowest.slice(0, 3), [
    { packet: "reader#7", replica: 2, ms: 100 },
    { packet: "reader#3", replica: 2, ms: 50 },
    { packet: "reader#29", replica: 2, ms: 1.29 },
  ]);
});
