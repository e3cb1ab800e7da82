import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeSnapshot, replicaSnapshot, snapshotAt } from "./_fixtures.ts";
import { type Bottleneck, findBottleneck } from "./bottleneck.ts";
import { BottleneckFinder } from "./bottleneck_finder.ts";
import type { Mode, NodeSnapshot, Snapshot } from "./report.ts";

type Part = Partial<NodeSnapshot> & {
  /** Part of its replicas' time in the step's code. */
  used?: number;
};

const ROLES = { reader: "producer", writer: "consumer" } as const;
const EDGES = [
  { from: "reader", port: "out", to: "clean" },
  { from: "clean", port: "out", to: "hillas" },
  { from: "hillas", port: "out", to: "writer" },
];

/** reader -> clean -> hillas -> writer at a moment; who is not told of is idle. */
function chain(elapsedMs: number, parts: Record<string, Part>): Snapshot {
  const ids = ["reader", "clean", "hillas", "writer"];
  return snapshotAt(
    elapsedMs,
    ids.map((id) => {
      const { used = 0, ...part } = parts[id] ?? {};
      const busyMs = used * (part.replicas ?? 1) * elapsedMs;
      const role = ROLES[id as keyof typeof ROLES] ?? "stager";
      return nodeSnapshot({ id, role, busyMs, ...part });
    }),
  );
}

/** What is told of a chain that goes on in one way for two seconds. */
function told(parts: Record<string, Part>, mode: Mode = "multiprocess"): Bottleneck | null {
  const moments = [1000, 2000, 3000].map((at) => chain(at, parts));
  return findBottleneck(moments, EDGES, mode);
}

const names = (found: Bottleneck | null) => found?.hot.map(({ from, to }) => `${from} ${to}`);

Deno.test("a slow node in the middle is named with its replicas, its inbox, and who waits", () => {
  const found = told({
    reader: { used: 0.1 },
    clean: { used: 0.2, queued: 100 },
    hillas: { used: 0.99, replicas: 2, queued: 97 },
    writer: { used: 0.05 },
  });
  assert.equal(found?.node, "hillas");
  assert.equal(found.reason, "hillas: 2/2 busy, inbox full; 3 nodes wait for it");
  assert.deepEqual(found.waiting, ["reader", "clean", "writer"]);
  assert.deepEqual(names(found), ["reader clean", "clean hillas"]);
});

Deno.test("a slow consumer holds back all before it", () => {
  const found = told({
    reader: { used: 0.1 },
    clean: { used: 0.1, queued: 100 },
    hillas: { used: 0.3, queued: 100 },
    writer: { used: 1, queued: 100 },
  });
  assert.equal(found?.reason, "writer: 1/1 busy, inbox full; 3 nodes wait for it");
  assert.deepEqual(names(found), ["reader clean", "clean hillas", "hillas writer"]);
});

Deno.test("a slow producer is told of as such, and nothing is hot", () => {
  const found = told({ reader: { used: 0.98 }, hillas: { used: 0.3 } });
  assert.equal(found?.reason, "reader: the producer is the slowest; all others wait for it");
  assert.deepEqual(found.hot, []);
  const busy = told({ reader: { used: 0.98 }, hillas: { used: 0.85 } });
  assert.equal(busy?.reason, "reader: the producer is the slowest; 2 nodes wait for it");
});

Deno.test("what replicas wait for decides where no inbox looks full", () => {
  const blocked = [replicaSnapshot({ blockedBy: "writer" })];
  const found = told({
    reader: { perReplica: [replicaSnapshot({ blockedBy: "clean" })] },
    clean: { perReplica: [replicaSnapshot({ blockedBy: "hillas" })], queued: 10 },
    hillas: { used: 0.4, perReplica: blocked, queued: 10 },
    writer: { used: 0.4, perReplica: [replicaSnapshot({})], queued: 10 },
  });
  assert.equal(
    found?.node,
    "writer",
    "its step is busy for 40 % of the time, taking packets is not",
  );
  assert.match(found.reason, /0\/1 busy, inbox full; 3 nodes wait for it/);
});

Deno.test("replicas that there could be do not count", () => {
  const blocked = replicaSnapshot({ blockedBy: "writer" });
  const idle = Array.from({ length: 9 }, () => replicaSnapshot({}));
  const found = told({
    hillas: { used: 0.9, perReplica: [blocked, ...idle], maxReplicas: 10, queued: 10 },
    writer: { used: 0.8, perReplica: [replicaSnapshot({})], queued: 10 },
  });
  assert.equal(found?.node, "writer", "who waits for room is not what is slow");
});

Deno.test("nobody is named where all are busy, or nothing is to be done, or it pauses", () => {
  const all = { used: 0.9, queued: 50 };
  assert.equal(told({ reader: { used: 0.95 }, clean: all, hillas: all, writer: all }), null);
  assert.equal(told({}), null);
  const slow = { reader: { used: 1 } };
  const paused = [1000, 2000].map((at) => ({ ...chain(at, slow), paused: at === 2000 }));
  assert.equal(findBottleneck(paused, EDGES), null);
  assert.equal(findBottleneck([chain(1000, slow)], EDGES), null);
  assert.equal(findBottleneck([chain(1000, slow), chain(1000, slow)], EDGES), null);
});

Deno.test("time before all have begun does not count", () => {
  const all = { used: 1 };
  const parts = { reader: all, clean: all, hillas: all, writer: all };
  const begin = chain(0, { ...parts, hillas: { state: "starting" } });
  const idle = [0, 750].map((at) => ({ ...chain(at, parts), elapsedMs: at + 500 }));
  assert.equal(findBottleneck([begin, ...idle], EDGES), null);
});

Deno.test("a call that goes on is work, although no counter moves", () => {
  const parts = { reader: { used: 0.1 }, hillas: { busy: 2, replicas: 2, busyMs: 7000 } };
  const found = told(parts);
  assert.equal(found?.node, "hillas");
  assert.equal(found.utilisation, 1);
  const late = [
    chain(1000, { hillas: { busy: 0, busyMs: 10 } }),
    chain(2000, { hillas: { busy: 1, busyMs: 10 } }),
    chain(3000, { hillas: { busy: 1, busyMs: 10 } }),
  ];
  assert.equal(findBottleneck(late, EDGES)?.utilisation, 0.5, "it began in between");
});

Deno.test("bytes fill an inbox as packets do", () => {
  const found = told({ hillas: { used: 1, queued: 3, queuedBytes: 95, queueBytes: 100 } });
  assert.match(found?.reason ?? "", /inbox full/);
});

Deno.test("who has ended neither waits nor is waited for", () => {
  const over = { state: "finished", used: 1 } as const;
  const found = told({ reader: over, clean: over, hillas: { used: 1 } });
  assert.equal(found?.reason, "hillas: 1/1 busy; 1 node waits for it");
  const last = told({ reader: over, clean: over, hillas: over, writer: { used: 1, queued: 5 } });
  assert.equal(last?.reason, "writer: 1/1 busy; all others have finished");
});

Deno.test("in one Worker the share of its time counts", () => {
  const found = told({ reader: { used: 0.1 }, hillas: { used: 0.72 } }, "sequential");
  assert.equal(found?.node, "hillas");
  assert.match(found.reason, /^hillas: takes 88 % of the time; all nodes take turns/);
  assert.equal(told({ reader: { used: 0.45 }, hillas: { used: 0.48 } }, "sequential"), null);
});

Deno.test("whatever is seen, a node that is named is active, and hot edges lead from who waits", () => {
  const part = fc.record({
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    queued: fc.nat(110),
    busy: fc.nat(1),
    state: fc.constantFrom("running", "draining", "finished", "failed"),
    perReplica: fc.array(
      fc.record({ blockedBy: fc.constantFrom(null, "clean", "hillas", "writer") })
        .map(replicaSnapshot),
      { maxLength: 2 },
    ),
  });
  const parts = fc.record({ reader: part, clean: part, hillas: part, writer: part });
  const run = fc.array(parts, { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(run, fc.boolean(), (moments, isSequential) => {
    const snapshots = moments.map((nodes, at) => chain(100 * at, nodes as Record<string, Part>));
    const found = findBottleneck(snapshots, EDGES, isSequential ? "sequential" : "multiprocess");
    if (found === null) return;
    const { state } = snapshots.at(-1)!.nodes.find(({ id }) => id === found.node)!;
    assert.ok(state === "running" || state === "draining");
    assert.ok(found.utilisation >= 0 && found.utilisation <= 1);
    assert.ok(!found.waiting.includes(found.node));
    assert.ok(found.hot.every(({ from }) => found.waiting.includes(from)));
    assert.ok(found.reason.startsWith(`${found.node}: `));
  }));
});

/** Follows nodes that are one after the other the slow one, each for some ms. */
function followed(phases: readonly (readonly [string, number])[], everyMs = 100): string[] {
  const finder = new BottleneckFinder(EDGES, "multiprocess");
  const busyMs: Record<string, number> = {};
  const lines: string[] = [];
  let at = 0;
  for (const [slow, ms] of phases) {
    for (let gone = 0; gone < ms; gone += everyMs) {
      at += everyMs;
      busyMs[slow] = (busyMs[slow] ?? 0) + everyMs;
      const parts = Object.entries(busyMs).map(([id, busyMs]) => [id, { busyMs }]);
      lines.push(finder.update(chain(at, Object.fromEntries(parts)))?.node ?? "-");
    }
  }
  return lines.filter((line, i) => line !== lines[i - 1]);
}

Deno.test("another node is told of only when it has lasted", () => {
  assert.deepEqual(followed([["hillas", 5000]]), ["-", "hillas"]);
  assert.deepEqual(followed([["hillas", 5000], ["clean", 5000]]), ["-", "hillas", "clean"]);
  assert.deepEqual(followed([["hillas", 5000], ["clean", 500], ["hillas", 5000]]), ["-", "hillas"]);
  const often = Array.from({ length: 20 }, (_, i) => [i % 2 ? "clean" : "hillas", 300] as const);
  assert.ok(followed(often).length <= 3, "two that take turns do not flicker");
  assert.deepEqual(followed([["hillas", 5000]], 10), ["-", "hillas"], "however often it is asked");
});

Deno.test("a node that has ended is not told of any longer", () => {
  const finder = new BottleneckFinder(EDGES, "multiprocess");
  for (let at = 100; at <= 3000; at += 100) finder.update(chain(at, { reader: { used: 1 } }));
  const over = { state: "finished", busyMs: 3000 } as const;
  const found = finder.update(chain(3100, { reader: over, hillas: { busyMs: 50 } }));
  assert.notEqual(found?.node, "reader");
});
