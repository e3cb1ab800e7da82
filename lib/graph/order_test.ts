import assert from "node:assert/strict";
import fc from "fast-check";
import { findCycles, topologicalOrder } from "./order.ts";

const shuffled = (size: number) =>
  fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size });

/** A graph whose edges all go forward in a hidden order of its nodes. */
const acyclic = fc.integer({ min: 1, max: 25 }).chain((size) =>
  fc.tuple(
    shuffled(size),
    fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }),
  ).map(([hidden, pairs]) => {
    const next: number[][] = hidden.map(() => []);
    for (const [a, b] of pairs) {
      if (a !== b) next[hidden[Math.min(a, b)]!]!.push(hidden[Math.max(a, b)]!);
    }
    return next;
  })
);

const anyGraph = fc.integer({ min: 1, max: 15 }).chain((size) =>
  fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size })
);

Deno.test("random DAGs: every node stands once, after all that feed it; there is no cycle", () => {
  fc.assert(fc.property(acyclic, (next) => {
    const order = topologicalOrder(next);
    assert.deepEqual(order.toSorted((a, b) => a - b), next.map((_, node) => node));
    next.forEach((targets, node) =>
      targets.forEach((target) => assert.ok(order.indexOf(node) < order.indexOf(target)))
    );
    assert.deepEqual(findCycles(next), []);
  }));
});

Deno.test("random DAGs: of the nodes that could stand next, the first authored one does", () => {
  fc.assert(fc.property(acyclic, (next) => {
    const placed = new Set<number>();
    for (const node of topologicalOrder(next)) {
      const ready = next.map((_, index) => index).filter((index) =>
        !placed.has(index) &&
        next.every((targets, from) => placed.has(from) || !targets.includes(index))
      );
      assert.equal(node, Math.min(...ready));
      placed.add(node);
    }
  }));
});

Deno.test("random graphs: cycles are real and disjoint, and without their nodes none is left", () => {
  fc.assert(fc.property(anyGraph, (next) => {
    const cycles = findCycles(next);
    const nodes = cycles.flat();
    assert.equal(new Set(nodes).size, nodes.length);
    for (const cycle of cycles) {
      cycle.forEach((node, index) =>
        assert.ok(next[node]!.includes(cycle[(index + 1) % cycle.length]!))
      );
      assert.equal(cycle[0], Math.min(...cycle));
    }
    assert.equal(cycles.length === 0, topologicalOrder(next).length === next.length);
    const rest = next.map((targets, node) =>
      nodes.includes(node) ? [] : targets.filter((target) => !nodes.includes(target))
    );
    assert.equal(topologicalOrder(rest).length, next.length);
  }));
});

Deno.test("a chain of 5 000 nodes needs no stack", () => {
  const next = Array.from({ length: 5_000 }, (_, node) => node < 4_999 ? [node + 1] : []);
  assert.equal(topologicalOrder(next)[4_999], 4_999);
  next[4_999] = [0];
  assert.equal(findCycles(next)[0]?.length, 5_000);
});
