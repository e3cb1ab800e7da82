import assert from "node:assert/strict";
import { EVERYWHERE, got, range, run, sorted } from "./_flow.ts";

for (const mode of EVERYWHERE) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  for (const how of ["return", "promise", "yield", "async yield"]) {
    test(`FIFO per edge through a step that answers by ${how}`, async () => {
      const { report, lines } = await run(mode, {
        numbers: { step: "numbers", params: { n: 500 }, next: "pass" },
        pass: { step: "pass", params: { how }, next: "sink", queueLimit: 7 },
        sink: { step: "collect" },
      });
      assert.deepEqual(got(lines), range(500));
      assert.equal(report.status, "done");
      assert.equal(report.exitCode, 0);
      assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
      assert.equal(report.nodes.pass?.done, 500);
      assert.deepEqual(report.edges.map(({ sent, received }) => [sent, received]), [
        [500, 500],
        [500, 500],
      ]);
    });
  }

  test("fan-in from several producers", async () => {
    const { report, lines } = await run(mode, {
      low: { step: "numbers", params: { n: 100 }, next: "sink" },
      high: { step: "numbers", params: { n: 100, start: 100 }, next: "sink" },
      sink: { step: "collect" },
    });
    const values = got(lines) as number[];
    assert.deepEqual(sorted(values), range(200));
    assert.deepEqual(values.filter((value) => value < 100), range(100));
    assert.deepEqual(values.filter((value) => value >= 100), range(200).slice(100));
    assert.equal(report.nodes.sink?.received, 200);
  });

  test("fan-out by port, to several consumers", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 100 }, next: "parity" },
      parity: { step: "parity", next: { even: "evens", odd: "odds" } },
      evens: { step: "collect" },
      odds: { step: "collect" },
    });
    assert.deepEqual(got(lines, "evens"), range(100).filter((value) => value % 2 === 0));
    assert.deepEqual(got(lines, "odds"), range(100).filter((value) => value % 2 === 1));
    assert.equal(report.nodes.parity?.emitted, 100);
  });

  test("broadcast gives each node a copy of its own", async () => {
    const { report, lines } = await run(mode, {
      objects: { step: "objects", params: { n: 20 }, next: { out: ["scribble", "sink"] } },
      scribble: { step: "scribble" },
      sink: { step: "collect" },
    });
    assert.deepEqual(got(lines), range(20).map((i) => ({ i, list: [i] })));
    assert.equal(report.nodes.objects?.emitted, 20);
    assert.equal(report.nodes.scribble?.received, 20);
  });

  test("broadcast of arrays that move", async () => {
    const { lines } = await run(mode, {
      arrays: { step: "arrays", params: { n: 5 }, next: { out: ["one", "two"] } },
      one: { step: "sum", next: "sink" },
      two: { step: "sum", next: "sink" },
      sink: { step: "collect" },
    });
    assert.deepEqual(sorted(got(lines)), [0, 0, 1000, 1000, 2000, 2000, 3000, 3000, 4000, 4000]);
  });

  test("a dynamic step routes by name, and to its first node by default", async () => {
    const { lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 30 }, next: "threes" },
      threes: { step: "threes", params: { name: "named" }, next: ["first", "named"] },
      first: { step: "collect" },
      named: { step: "collect" },
    });
    assert.deepEqual(got(lines, "named"), range(30).filter((value) => value % 3 === 0));
    assert.deepEqual(got(lines, "first"), range(30).filter((value) => value % 3 !== 0));
  });

  test("a dynamic step that names a node it does not know fails", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 30 }, next: "threes" },
      threes: { step: "threes", params: { name: "nobody" }, next: ["first"] },
      first: { step: "collect" },
    });
    assert.equal(report.exitCode, 1);
    assert.match(report.errors[0]!.message, /sent to "nobody", but the flow connects first/);
  });

  test("0 to n emissions from one input", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 10 }, next: "multiply" },
      multiply: { step: "multiply", next: "sink", queueLimit: 2 },
      sink: { step: "collect", queueLimit: 2 },
    });
    assert.deepEqual(got(lines), range(10).flatMap((i) => Array(i).fill(i)));
    assert.equal(report.nodes.multiply?.emitted, 45);
    assert.equal(report.nodes.multiply?.filtered, 1);
    assert.equal(report.nodes.multiply?.done, 9);
  });

  test("packets that descend from one input have names of their own", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 4 }, next: "multiply" },
      multiply: { step: "multiply", next: "again" },
      again: { step: "multiply", next: "trouble" },
      trouble: { step: "trouble", params: { how: "throw", at: 2 }, next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.errors[0]!.packet, "numbers#2.0.0");
  });

  test("undefined and null filter", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", params: { n: 100 }, next: "evens" },
      evens: { step: "evens", next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(got(lines).length, 50);
    assert.equal(report.nodes.evens?.filtered, 50);
    assert.equal(report.nodes.evens?.done, 50);
  });

  test("replicas share the work: the idle one that waited longest is next", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 300 }, next: "work" },
      work: { step: "slow", replicas: 3, queueLimit: 6 },
    });
    const shares = report.nodes.work!.perReplica;
    assert.equal(shares.length, 3);
    assert.equal(shares.reduce((sum, share) => sum + share, 0), 300);
    for (const share of shares) assert.ok(share >= 60, `uneven: ${shares}`);
    if (mode === "sequential") assert.deepEqual(shares, [100, 100, 100]);
  });

  for (const [queueLimit, replicas] of [[1, 2], [2, 2], [3, 2], [10, 1], [10, 3]] as const) {
    test(`an inbox of ${queueLimit} never holds ${queueLimit + 1}, for ${replicas}`, async () => {
      const { report } = await run(mode, {
        one: { step: "numbers", params: { n: 50 }, next: "work" },
        two: { step: "numbers", params: { n: 50 }, next: "work" },
        work: { step: "slow", replicas, queueLimit },
      });
      const { maxQueued, done } = report.nodes.work!;
      assert.equal(done, 100);
      const isApart = mode === "multiprocess"; // else the time they take is played
      // a call never queues: in sequence the inbox holds the one packet that is handed over;
      // and less than the limit waits for replicas that share it and take their time
      const most = mode === "sequential" ? 1 : isApart && replicas === 3 ? 9 : queueLimit;
      assert.ok(maxQueued <= most && maxQueued >= Math.min(most, 3), `${maxQueued} of ${most}`);
    });
  }

  test("each producer stops after maxPackets, and the flow is done", async () => {
    const { report, lines } = await run(mode, {
      numbers: { step: "numbers", next: "sink" },
      ticks: { step: "ticks", next: "sink" },
      sink: { step: "collect" },
    }, { maxPackets: 25 });
    assert.equal(got(lines).length, 50);
    assert.equal(report.exitCode, 0);
    assert.ok(lines.includes("sink finished done"));
  });

  // what follows is about the Worker that a step is in, which a process is not
  const inWorker = mode === "isolated" ? () => {} : test;

  inWorker("steps execute in a Worker", async () => {
    const { lines } = await run(mode, {
      where: { step: "where", next: "sink" },
      sink: { step: "collect" },
    });
    assert.deepEqual(got(lines), [true]);
  });

  inWorker(
    "what a step posts on self is its own; what it prints is a line of its node",
    async () => {
      const from: (string | null)[] = [];
      const { report, lines } = await run(mode, {
        numbers: { step: "numbers", params: { n: 3 }, next: "meddler" },
        meddler: { step: "meddler", next: "sink" },
        sink: { step: "collect" },
      }, { onLog: (line) => line.message.startsWith("pixel") && from.push(line.node) });
      assert.equal(report.exitCode, 0);
      assert.deepEqual(got(lines), [0, 1, 2]);
      assert.ok(lines.includes("pixel 1 { hot: true }"));
      assert.deepEqual(from, ["meddler", "meddler", "meddler"]);
    },
  );

  test("a flow of one producer and an empty stream ends", async () => {
    const { report } = await run(mode, {
      numbers: { step: "numbers", params: { n: 0 }, next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.exitCode, 0);
    assert.equal(report.nodes.sink?.received, 0);
  });
}
