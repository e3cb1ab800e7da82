import assert from "node:assert/strict";
import fc from "fast-check";
import { Cause, Control, Counter, NodeWord, ReplicaWord, Stop, Words } from "./words.ts";

Deno.test("property: no two words share a place", () => {
  const sizes = fc.record({
    nodes: fc.integer({ min: 1, max: 5 }),
    replicas: fc.integer({ min: 1, max: 8 }),
    edges: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(fc.property(sizes, (sizes) => {
    const words = Words.allocate(sizes);
    const ints = Object.values(Control).map(Number);
    for (let node = 0; node < sizes.nodes; node++) {
      ints.push(...Object.values(NodeWord).map((word) => words.node(node, word)));
    }
    for (let row = 0; row < sizes.replicas; row++) {
      ints.push(...Object.values(ReplicaWord).map((word) => words.replica(row, word)));
    }
    for (let edge = 0; edge < sizes.edges; edge++) ints.push(words.edge(edge));
    assert.equal(new Set(ints).size, ints.length);
    assert.ok(ints.every((at) => at < words.int.length));
    for (let row = 0; row < sizes.replicas; row++) {
      words.counters(row).fill(4 * row + 1);
      words.sent(row).fill(4 * row + 2);
      words.received(row).fill(4 * row + 3);
      words.durations(row).fill(4 * row + 4);
    }
    assert.ok(words.int.every((word) => word === 0));
    for (let row = 0; row < sizes.replicas; row++) {
      assert.ok(words.counters(row).every((value) => value === 4 * row + 1));
      assert.ok(words.sent(row).every((value) => value === 4 * row + 2));
      assert.ok(words.received(row).every((value) => value === 4 * row + 3));
      assert.ok(words.durations(row).every((value) => value === 4 * row + 4));
      assert.equal(words.sent(row).length, sizes.edges);
    }
  }));
});

Deno.test("another view of the buffer sees the same words", () => {
  const words = Words.allocate({ nodes: 1, replicas: 1, edges: 1 });
  const other = new Words(words.buffer, words.sizes);
  words.counters(0)[Counter.DONE] = 42;
  words.end(Stop.DRAIN, Cause.FAILED);
  assert.equal(other.counters(0)[Counter.DONE], 42);
  assert.equal(other.stop, Stop.DRAIN);
});

Deno.test("the wish to end only grows, and its first cause stays", () => {
  const words = Words.allocate({ nodes: 2, replicas: 2, edges: 1 });
  words.end(Stop.ABORT, Cause.INTERRUPTED);
  words.end(Stop.DRAIN, Cause.FAILED);
  assert.equal(words.stop, Stop.ABORT);
  assert.equal(words.cause, Cause.INTERRUPTED);
});
