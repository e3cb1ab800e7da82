import assert from "node:assert/strict";
import { firstDifference } from "../write/first_difference.ts";
import { simulateEvents, simulateHeader, simulateShowers } from "./mod.ts";
import { MIN_PIXELS } from "./trigger.ts";

const options = { seed: 20, showers: 12, nMst: 3 };

Deno.test("a seed means the same events, another seed others", () => {
  const events = [...simulateShowers(options)];
  assert.equal(firstDifference([...simulateShowers(options)], events), null);
  assert.notEqual(firstDifference([...simulateShowers({ ...options, seed: 21 })], events), null);
  assert.ok(events.some(({ type }) => type === "data"));
  assert.ok(events.some(({ type }) => type === "untriggered"));
});

Deno.test("a longer simulation begins with the shorter one", () => {
  const short = [...simulateShowers({ ...options, showers: 3 })];
  assert.equal(firstDifference([...simulateShowers(options)].slice(0, 3), short), null);
});

Deno.test("uses of a shower share it, have their own core and the number shower·100 + use", () => {
  const events = [...simulateShowers({ ...options, showers: 2, reuse: 3 })];
  assert.deepEqual(events.map(({ eventId }) => eventId), [100, 101, 102, 200, 201, 202]);
  const [first, second] = [events[0]!.mc!, events[1]!.mc!];
  assert.equal(first.energy, second.energy);
  assert.notEqual(first.xcore, second.xcore);
});

Deno.test("triggered telescopes have their pixels, events enough of them", () => {
  for (const event of simulateShowers(options)) {
    if (event.type === "untriggered") continue;
    assert.ok(event.telescopes.length >= 2);
    assert.deepEqual(event.telescopes.map(({ telId }) => telId), event.trigger.triggeredTelescopes);
    for (const { truePe } of event.telescopes) {
      assert.ok(truePe!.image.filter((pe) => pe >= 6).length >= MIN_PIXELS);
    }
  }
});

Deno.test("simulateEvents gives the triggered ones, one telescope is enough on request", () => {
  const triggered = [...simulateShowers(options)].filter(({ type }) => type === "data");
  assert.equal(firstDifference([...simulateEvents(options)], triggered), null);
  const mono = [...simulateEvents({ ...options, minTelescopes: 1 })];
  assert.ok(mono.length >= triggered.length);
});

Deno.test("energies stay in their limits and follow the index", () => {
  const showers = { seed: 1, showers: 4000, nLst: 0, nMst: 1, energyMin: 0.1, energyMax: 10 };
  const far = { ...showers, coreRadius: 0, nsbRate: 0, viewcone: 0 };
  const energies = [...simulateShowers({ ...far, minTelescopes: 100 })].map(({ mc }) => mc!.energy);
  assert.ok(energies.every((e) => e >= Math.fround(0.1) && e <= 10));
  // Index −2: the integral above E goes as 1/E − 1/10.
  const above = energies.filter((e) => e > 1).length / energies.length;
  const expected = (1 - 0.1) / (10 - 0.1);
  assert.ok(Math.abs(above - expected) < 0.02, `${above} of ${expected}`);
});

Deno.test("the header names LST and MST and counts the showers", () => {
  const header = simulateHeader({ seed: 1, showers: 7, reuse: 2, nLst: 2, nMst: 3 });
  assert.deepEqual(header.telescopes.map(({ type }) => type), ["LST", "LST", "MST", "MST", "MST"]);
  assert.deepEqual(header.runHeader.telId, [1, 2, 3, 4, 5]);
  assert.deepEqual([header.mcRunHeaders[0]!.nShowers, header.mcRunHeaders[0]!.nUse], [7, 2]);
});

Deno.test("four LST-like telescopes make a square of 100 m", () => {
  const { telPos } = simulateHeader({ seed: 1, showers: 1 }).runHeader;
  for (const [x, y] of telPos.slice(0, 4)) {
    assert.ok(Math.abs(Math.abs(x) - 50) < 0.001 && Math.abs(Math.abs(y) - 50) < 0.001);
  }
  for (const [x, y] of telPos.slice(4)) {
    assert.ok(Math.hypot(x, y) >= 149.9 && Math.hypot(x, y) <= 250);
  }
});

Deno.test("settings out of their limits are refused by name", () => {
  const refused = (change: object, message: RegExp) =>
    assert.throws(() => simulateHeader({ seed: 1, showers: 1, ...change }), {
      name: "RangeError",
      message,
    });
  refused({ reuse: 101 }, /reuse is 101: give a whole number from 1 to 100/);
  refused({ nsbRate: NaN }, /nsbRate is NaN/);
  refused({ seed: 0.5 }, /seed is 0.5/);
  refused({ energyMin: 2, energyMax: 1 }, /energyMin \(2\) is above energyMax \(1\)/);
  refused({ nLst: 0, nMst: 0 }, /no telescope/);
});
