import assert from "node:assert/strict";
import fc from "fast-check";
import { isTraced, SpanBoard } from "./span_board.ts";

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
const span = (n: number) => ({ traceId: hex(n, 32), spanId: hex(n * 7 + 1, 16) });

Deno.test("a span is found by its lineage, from the first of some nodes that has noted one", () => {
  const board = new SpanBoard(SpanBoard.allocate());
  const put = fc.record({
    origin: fc.nat(3),
    seq: fc.oneof(fc.nat(20), fc.constant(2 ** 40 + 5)),
    node: fc.nat(5),
    n: fc.nat(0xffff),
  });
  fc.assert(fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
    const last = new Map<string, { traceId: string; spanId: string }>();
    for (const { origin, seq, node, n } of puts) {
      board.put(origin, seq, node, span(n));
      last.set(`${origin} ${seq} ${node}`, span(n));
    }
    for (const { origin, seq, node } of puts) {
      assert.deepEqual(board.find(origin, seq, [node]), last.get(`${origin} ${seq} ${node}`));
      assert.deepEqual(board.find(origin, seq, [99, node]), board.find(origin, seq, [node]));
    }
  }));
  assert.equal(board.find(0, 12345, [0, 1, 2]), null);
  assert.equal(board.find(0, 0, []), null);
});

Deno.test("thousands may be in flight; what is oldest is forgotten, nothing is mixed up", () => {
  const board = new SpanBoard(SpanBoard.allocate());
  for (let seq = 0; seq < 100_000; seq++) board.put(0, seq, 3, span(seq));
  const recent = Array.from({ length: 4000 }, (_, i) => 99_999 - i);
  const kept = recent.filter((seq) => board.find(0, seq, [3]) !== null);
  assert.ok(kept.length > 0.98 * recent.length, String(kept.length));
  for (const seq of kept) assert.deepEqual(board.find(0, seq, [3]), span(seq));
});

Deno.test("the share of lineages that is traced is the one that is asked for", () => {
  const part = (share: number, origin: number) => {
    const all = Array.from({ length: 20_000 }, (_, seq) => isTraced(origin, seq, share));
    return all.filter(Boolean).length / all.length;
  };
  for (const origin of [0, 7]) {
    assert.equal(part(0, origin), 0);
    assert.equal(part(1, origin), 1);
    for (const share of [0.01, 0.3]) {
      assert.ok(Math.abs(part(share, origin) - share) < 0.2 * share, `${part(share, origin)}`);
    }
  }
});
