import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { nodeSnapshot } from "./_fixtures.ts";
import { formatLive } from "./live.ts";

const nodes = [
  nodeSnapshot({ id: "reader", role: "producer", busy: 1, emitted: 1200 }),
  nodeSnapshot({
    id: "dump",
    busy: 2,
    replicas: 3,
    queued: 50,
    done: 1100,
    filtered: 20,
    failed: 7,
  }),
  nodeSnapshot({ id: "writer", role: "consumer", state: "draining", queueLimit: 10, done: 900 }),
];
const snapshot = { elapsedMs: 12_345, nodes };

Deno.test("a wide terminal gets every column", () => {
  const lines = formatLive(snapshot, [600, 0.4, 1234], { columns: 100, rows: 30, color: false });
  assert.deepEqual(lines, [
    "node    state     busy   queue                done  failed    rate",
    "reader  running    1/1       -                1200       0   600/s",
    "dump    running    2/3  50/100  ██████░░░░░░  1120       7   0.4/s",
    "writer  draining   0/1    0/10  ░░░░░░░░░░░░   900       0  1.2k/s",
    "12.3 s",
  ]);
});

Deno.test("a narrow terminal loses the bar first, then the rate, and keeps what is done", () => {
  const at = (columns: number) =>
    formatLive(snapshot, [600, 0.4, 1234], { columns, rows: 30, color: false });
  assert.equal(at(60)[2], "dump    running    2/3  50/100  1120       7   0.4/s");
  assert.equal(at(50)[2], "dump    running    2/3  50/100  1120       7");
  assert.equal(at(20)[2], "dump    1120");
});

Deno.test("a flow that is taller than the terminal says how many nodes are not shown", () => {
  const many = Array.from({ length: 40 }, (_, i) => nodeSnapshot({ id: `n${i}` }));
  const lines = formatLive({ elapsedMs: 0, nodes: many }, [], {
    columns: 80,
    rows: 10,
    color: false,
  });
  assert.equal(lines.length, 9);
  assert.equal(lines.at(-2), "… 34 more");
});

Deno.test("a block always fits its terminal, and colours change nothing but colours", () => {
  const count = fc.nat({ max: 1e9 });
  const node = fc.record({ id: fc.stringMatching(/^[a-z_]{1,40}$/), queued: count, done: count })
    .map(nodeSnapshot);
  const sizes = fc.record({
    columns: fc.integer({ min: 11, max: 200 }),
    rows: fc.integer({ min: 5 }),
  });
  fc.assert(fc.property(fc.array(node, { maxLength: 30 }), sizes, (nodes, size) => {
    const lines = formatLive({ elapsedMs: 1, nodes }, [], { ...size, color: false });
    const coloured = formatLive({ elapsedMs: 1, nodes }, [], { ...size, color: true });
    assert.ok(lines.length < size.rows);
    for (const line of lines) assert.ok(line.length < size.columns, `${line.length} columns`);
    assert.deepEqual(coloured.map(stripVTControlCharacters), lines);
  }));
});
