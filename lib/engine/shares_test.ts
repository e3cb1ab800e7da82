import assert from "node:assert/strict";
import fc from "fast-check";
import { chainPlan, planOf } from "./_fixtures.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import type { Plan } from "./plan.ts";
import { PlacementError } from "./seating.ts";
import { sequentialPlacement } from "./sequential/placement.ts";
import { type Shares, sharesOf, withShares } from "./shares.ts";
import { type Placement, portsIn, type ReplicaPlan, wire } from "./wire.ts";

const apart = (plan: Plan) => multiprocessPlacement(plan, { apart: true }).placement;
const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0);

/** What replica plans hold: rings and slots, each once. */
function allocated(hosts: readonly (readonly ReplicaPlan[])[]): number {
  const buffers = new Set<SharedArrayBuffer>();
  for (const { inputs, ports } of hosts.flat()) {
    for (const { ring } of inputs) buffers.add(ring);
    for (const { slots } of ports) if (slots !== null) buffers.add(slots);
  }
  return sum([...buffers].map(({ byteLength }) => byteLength));
}

/** The number that a refusal names. */
function leastOf(plan: Plan, placement: Placement): number {
  try {
    sharesOf(plan, placement, 1);
  } catch (error) {
    assert.ok(error instanceof PlacementError);
    return Number(/it needs (\d+)$/.exec(error.message)![1]);
  }
  assert.equal(sharesOf(plan, placement, 1).rings, 0, "one byte is enough");
  return 1;
}

const randomPlan = fc.array(
  fc.record({
    replicas: fc.integer({ min: 1, max: 5 }),
    light: fc.boolean(),
    queueBytes: fc.option(fc.integer({ min: 1, max: 10_000_000 }), { nil: undefined }),
    from: fc.nat(9),
    also: fc.option(fc.nat(9), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 8 },
).map((nodes) =>
  planOf(
    Object.fromEntries(nodes.map(({ replicas, light, queueBytes }, at) => [`n${at}`, {
      replicas: at === 0 ? 1 : replicas,
      ...(light && { light }),
      ...(queueBytes !== undefined && { queueBytes }),
    }])),
    [
      ...new Set(nodes.flatMap(({ from, also }, at) =>
        at === 0
          ? []
          : [from, ...also === undefined ? [] : [also]].map((one) => `n${one % at} n${at}`)
      )),
    ],
  )
);

Deno.test("property: all together stays within the bound, and it need not be larger than said", () => {
  const extra = fc.oneof(fc.constant(0), fc.nat(10_000_000), fc.nat(4_000_000_000));
  fc.assert(
    fc.property(randomPlan, fc.boolean(), extra, (plan, isApart, more) => {
      const placement = isApart ? apart(plan) : multiprocessPlacement(plan).placement;
      const least = leastOf(plan, placement);
      const most = least + more;
      if (least > 1) assert.throws(() => sharesOf(plan, placement, least - 1), PlacementError);
      const shares = sharesOf(plan, placement, most);
      const hosts = wire(plan, placement, shares);
      for (const port of portsIn(hosts.flat())) port.close();
      const lanes = hosts.flat().flatMap(({ inputs }) => inputs);
      const slots = hosts.flat().flatMap(({ ports }) => ports.map(({ slots }) => slots));
      assert.equal(lanes.length, shares.rings, "rings are there where packets cross");
      assert.equal(slots.filter((pool) => pool !== null).length, shares.pools, "and so are slots");
      assert.ok(allocated(hosts) + sum(shares.queueBytes.values()) <= most, "within the bound");
      for (const { id, queueBytes } of withShares(plan, shares).nodes) {
        if (shares.queueBytes.has(id)) assert.ok(queueBytes! >= 1 && Number.isInteger(queueBytes));
        const asked = plan.nodes.find((node) => node.id === id)!.queueBytes ?? Infinity;
        assert.ok((queueBytes ?? 0) <= asked, "no more than it asks for");
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("who asks for little leaves the rest to others", () => {
  const plan = planOf({ a: {}, b: { queueBytes: 1000 }, c: {} }, ["a b", "b c"]);
  const { queueBytes } = sharesOf(plan, apart(plan), 1e9);
  assert.equal(queueBytes.get("b"), 1000);
  assert.ok(queueBytes.get("c")! > 9e8);
});

Deno.test("without a bound, rings and slots are what they were, and nodes what they say", () => {
  const plan = chainPlan(3);
  const usual: Shares = sharesOf(plan, apart(plan));
  const much = sharesOf(plan, apart(plan), 1e12);
  assert.deepEqual(
    [usual.rings, usual.ringBytes, usual.pools, usual.slotBytes],
    [6, 256 * 1024, 4, 16 * 1024 * 1024],
  );
  assert.deepEqual([much.ringBytes, much.slotBytes], [usual.ringBytes, usual.slotBytes]);
  assert.equal(usual.queueBytes.size, 0);
  assert.equal(withShares(plan, usual).nodes[1]!.queueBytes, undefined);
});

Deno.test("in one Worker nothing is between nodes, and any bound will do", () => {
  const plan = chainPlan(3);
  const { rings, pools, queueBytes } = sharesOf(plan, sequentialPlacement(plan).placement, 1);
  assert.deepEqual([rings, pools, queueBytes.size], [0, 0, 0]);
});
