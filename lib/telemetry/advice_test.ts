import assert from "node:assert/strict";
import { NO_GRANTS } from "../graph/model.ts";
import { advise, type Facts } from "./advice.ts";
import type { NodeReport } from "./report.ts";

const COUNTS = { filtered: 0, skipped: 0, failed: 0, quarantined: 0, abandoned: 0 };

/** A node that had a million packets. */
const node = (part: Partial<NodeReport>): NodeReport => ({
  ...COUNTS,
  role: "stager",
  step: "some_step",
  received: 1_000_000,
  done: 1_000_000,
  emitted: 1_000_000,
  busyMs: 0,
  replicas: 1,
  perReplica: [1_000_000],
  maxQueued: 1,
  queueLimit: 1000,
  sharesWorkerWith: [],
  crossingUs: null,
  arrayBytes: { lent: 0, copied: 0, moved: 0 },
  params: {},
  permissions: NO_GRANTS,
  ...part,
});

/** An execution of ten seconds, in which a chain of nodes did this. */
function facts(nodes: Record<string, Partial<NodeReport>>, rest: Partial<Facts> = {}): Facts {
  const ids = Object.keys(nodes);
  return {
    schema: "ctapipe-flow/report/1",
    flow: "some_flow",
    graphHash: "0",
    mode: "multiprocess",
    status: "done",
    exitCode: 0,
    startedAt: "2026-01-01T00:00:00Z",
    wallMs: 10_000,
    versions: {},
    nodes: Object.fromEntries(ids.map((id) => [id, node(nodes[id]!)])),
    edges: ids.slice(1).map((to, at) => ({
      from: ids[at]!,
      port: "out",
      to,
      sent: 1_000_000,
      received: 1_000_000,
    })),
    ledger: { balanced: true, imbalances: [] },
    inputs: [],
    outputs: [],
    errors: [],
    warnings: [],
    ...rest,
  };
}

/** A producer that is always busy, so that one Worker for all would take longer. */
const reader: Partial<NodeReport> = { role: "producer", received: 0, busyMs: 9_900 };
const cheap: Partial<NodeReport> = { busyMs: 400, crossingUs: 1.26 };

Deno.test("a node that works less than its crossing costs is to join its neighbour", () => {
  assert.deepEqual(advise(facts({ reader, dump: cheap })), [
    "dump works 0.4 µs per packet, and its crossing between Workers costs 1.3 µs: " +
    "try --together reader,dump, or light: true in its step, or send larger packets",
  ]);
  assert.deepEqual(advise(facts({ reader, dump: { ...cheap, busyMs: 1300 } })), []);
  const few = { ...cheap, received: 100_000, busyMs: 40 };
  assert.deepEqual(advise(facts({ reader, dump: few })), [], "saves too little");
});

Deno.test("only what can be done is advised", () => {
  const remedy = (nodes: Record<string, Partial<NodeReport>>, rest: Partial<Facts> = {}) =>
    advise(facts(nodes, rest))[0]!.replace(/^.*µs: /, "");
  const net = { ...NO_GRANTS, net: ["h"] };
  assert.equal(remedy({ reader, dump: { ...cheap, permissions: net } }), "send larger packets");
  assert.equal(
    remedy({ reader, dump: { ...cheap, sharesWorkerWith: ["reader"] } }),
    "send larger packets",
    "what it sends on crosses",
  );
  assert.match(
    remedy({ reader, dump: { ...cheap, replicas: 2 } }),
    /^try --replicas dump=1 --together reader,dump, or send/,
  );
  const fanIn = facts({ reader, other: reader, dump: cheap });
  const edges = [...fanIn.edges, { ...fanIn.edges[1]!, from: "reader" }];
  assert.equal(remedy({ reader, other: reader, dump: cheap }, { edges }), "send larger packets");
});

Deno.test("what costs most is told first", () => {
  const told = advise(facts({ reader, a: cheap, b: { ...cheap, crossingUs: 3 } }));
  assert.deepEqual(told.map((text) => text.split(" ")[0]), ["b", "a"]);
});

Deno.test("steps that were busy for less than it took are as fast in one Worker", () => {
  const idle = { role: "producer", received: 0, busyMs: 2_000 } as const;
  const nodes = { reader: idle, dump: { busyMs: 1_500 } };
  assert.deepEqual(advise(facts(nodes)), [
    "--mode sequential would take about 3.8 s instead of 10 s: " +
    "that is how long all steps together were busy",
  ]);
  assert.deepEqual(advise(facts(nodes, { wallMs: 5_000 })), [], "not clearly");
  assert.match(advise(facts(nodes, { wallMs: 123_456 }))[0]!, / instead of 123 s: /);
  const together = {
    reader: { ...idle, sharesWorkerWith: ["dump"] },
    dump: { busyMs: 1_500, sharesWorkerWith: ["reader"] },
  };
  assert.deepEqual(advise(facts(together)), [], "they are in one Worker");
});

Deno.test("replicas side by side stay so, and are busy with what all of them do", () => {
  const two = (other: string, busyMs: number): Partial<NodeReport> => ({
    replicas: 2,
    busyMs,
    sharesWorkerWith: [other],
  });
  const flow = (busyMs: number) =>
    advise(facts({ reader, calibrate: two("dump", busyMs), dump: two("calibrate", 3_000) }));
  assert.deepEqual(flow(4_000), [
    "the 2 replicas of calibrate+dump were busy 35 % of the time: " +
    "--replicas calibrate=1 --replicas dump=1 would do",
  ]);
  assert.deepEqual(flow(9_000), [], "neither alone, but both together");
  const apart = { ...cheap, replicas: 2, busyMs: 500 };
  const told = advise(facts({ reader, calibrate: { replicas: 2, busyMs: 19_000 }, dump: apart }));
  assert.match(told[0]!, /: try --together calibrate,dump, or light: true in its step, or send/);
  const elastic = { ...apart, maxReplicas: 4 };
  const other = advise(
    facts({ reader, calibrate: { replicas: 2, busyMs: 19_000 }, dump: elastic }),
  );
  assert.match(
    other[0]!,
    /: try --replicas calibrate=1 --replicas dump=1 --together calibrate,dump/,
  );
});

Deno.test("replicas with nothing to do are too many", () => {
  const told = (replicas: number, busyMs: number) =>
    advise(facts({ reader, dump: { replicas, busyMs } }));
  assert.deepEqual(told(8, 12_000), [
    "the 8 replicas of dump were busy 15 % of the time: --replicas dump=2 would do",
  ]);
  assert.deepEqual(told(4, 22_000), []);
  assert.deepEqual(told(2, 9_000), []);
  assert.deepEqual(told(1, 100), []);
});

Deno.test("no advice on short executions, failed ones, and those in one Worker", () => {
  const nodes = { reader, dump: cheap };
  for (const rest of [{ wallMs: 999 }, { status: "failed" }, { mode: "sequential" }] as const) {
    assert.deepEqual(advise(facts(nodes, rest)), [], JSON.stringify(rest));
  }
  assert.equal(advise(facts(nodes, { status: "interrupted" })).length, 1);
});
