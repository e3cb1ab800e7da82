import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { nodeSnapshot, snapshotOf } from "./_fixtures.ts";
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
const snapshot = snapshotOf({ elapsedMs: 12_345, nodes });

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
  const lines = formatLive(snapshotOf({ nodes: many }), [], {
    columns: 80,
    rows: 10,
    color: false,
  });
  assert.equal(lines.length, 9);
  assert.equal(lines.at(-2), "… 34 more");
});

Deno.test("who is stuck stands below the nodes, three lines of it at most", () => {
  const inside = (replica: number) =>
    ({ node: "dump", replica, phase: "run", packet: "reader#17", ageMs: 31_000 }) as const;
  const live = (stuck: number) =>
    formatLive(
      snapshotOf({ nodes, stuck: Array.from({ length: stuck }, (_, i) => inside(i)) }),
      [],
      { columns: 100, rows: 30, color: false },
    ).slice(1 + nodes.length, -1);
  assert.deepEqual(live(0), []);
  assert.deepEqual(live(1), ["dump[0] has been inside run with reader#17 for 31.0 s"]);
  assert.equal(live(3).length, 3);
  assert.equal(live(4).length, 3);
  assert.equal(live(4).at(-1), "… 2 more");
});

Deno.test("a block always fits its terminal, and colours change nothing but colours", () => {
  const count = fc.nat({ max: 1e9 });
  const node = fc.record({ id: fc.stringMatching(/^[a-z_]{1,40}$/), queued: count, done: count })
    .map(nodeSnapshot);
  const sizes = fc.record({
    columns: fc.integer({ min: 11, max: 200 }),
    rows: fc.integer({ min: 5 }),
  });
  const stuck = fc.record({
    node: fc.stringMatching(/^[a-z_]{1,40}$/),
    replica: fc.nat(255),
    phase: fc.constantFrom("init", "run", "finish"),
    packet: fc.option(fc.stringMatching(/^[a-z]{1,40}#[0-9]{1,9}$/)),
    ageMs: count,
  });
  const snapshots = fc.record({
    elapsedMs: fc.constant(1),
    nodes: fc.array(node, { maxLength: 30 }),
    edges: fc.constant([]),
    paused: fc.boolean(),
    stuck: fc.array(stuck, { maxLength: 6 }),
  });
  fc.assert(fc.property(snapshots, sizes, (now, size) => {
    const lines = formatLive(now, [], { ...size, color: false });
    const coloured = formatLive(now, [], { ...size, color: true });
    assert.ok(lines.length < size.rows);
    for (const line of lines) assert.ok(line.length < size.columns, `${line.length} columns`);
    assert.deepEqual(coloured.map(stripVTControlCharacters), lines);
  }));
});
