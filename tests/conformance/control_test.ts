import assert from "node:assert/strict";
import fc from "fast-check";
import type { Snapshot } from "../../lib/telemetry/report.ts";
import {
  balanced,
  got,
  MODES,
  range,
  sorted,
  start,
  type TestNode,
  type TestRun,
} from "./_flow.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for a fact about an execution that goes on. */
async function until({ execution }: TestRun, isSo: (now: Snapshot) => boolean): Promise<Snapshot> {
  let ended: string | null = null;
  execution.finished.then(({ status, errors }) => ended = `${status} ${JSON.stringify(errors)}`);
  for (const since = performance.now(); performance.now() < since + PATIENCE_MS;) {
    const now = execution.snapshot();
    if (isSo(now)) return now;
    assert.equal(ended, null);
    await turn();
  }
  const now = execution.snapshot();
  execution.abort();
  await execution.finished;
  throw new Error(`it never was so: ${isSo} of ${JSON.stringify(now.nodes)}`);
}

const node = ({ nodes }: Snapshot, id: string) => nodes.find((one) => one.id === id)!;

/** Nothing is under way, and producers are outside of their steps. */
function isStill({ nodes, edges }: Snapshot): boolean {
  return edges.every(({ sent, received }) => sent === received) &&
    nodes.every(({ busy, received, done, filtered }) => busy === 0 && received === done + filtered);
}

/** What has not come about then never will: a test that waits for it must fail, not hang. */
const PATIENCE_MS = 60_000;
/** Longer than an execution takes to begin, on a busy machine. */
const STALL_MS = 1500;

const PRODUCERS: Record<string, TestNode> = {
  synchronous: { step: "numbers", params: {}, next: "pass" },
  "that waits": { step: "ticks", next: "pass" },
  "in a Worker of its own": { step: "ticks", isolation: "worker", next: "pass" },
};

const flow = (producer: TestNode): Record<string, TestNode> => ({
  numbers: producer,
  pass: { step: "./_chance_steps.ts#stamp", replicas: 2, next: "sink" },
  sink: { step: "slow", replicas: 2 },
});

/** numbers -> stamp (up to 4 replicas) -> sink */
const scalable = (n: number, more: Partial<TestNode> = {}): Record<string, TestNode> => ({
  numbers: { step: "numbers", params: { n }, next: "work" },
  work: { step: "./_control_steps.ts#work", maxReplicas: 4, queueLimit: 8, next: "sink", ...more },
  sink: { step: "collect" },
});

for (const mode of MODES.filter((mode) => mode !== "deterministic")) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  for (const [kind, producer] of Object.entries(PRODUCERS)) {
    test(`pause: a producer ${kind} holds, goes on, and ends when it is told to`, async () => {
      const run = await start(mode, flow(producer), { stallAfterMs: STALL_MS });
      const { execution } = run;
      await until(run, (now) => node(now, "sink").done > 10);
      assert.deepEqual(execution.pause(), { ok: true, reason: null });
      const paused = await until(run, isStill);
      assert.equal(paused.paused, true);
      const since = performance.now(); // longer than may pass without a move
      await until(run, () => performance.now() > since + 1.3 * STALL_MS);
      assert.deepEqual(node(execution.snapshot(), "numbers"), node(paused, "numbers"));
      assert.deepEqual(execution.resume(), { ok: true, reason: null });
      const before = node(paused, "sink").done;
      await until(run, (now) => !now.paused && node(now, "sink").done > before + 10);
      execution.pause();
      await until(run, isStill);
      execution.stop();
      const report = await execution.finished;
      balanced(report);
      assert.deepEqual(report.errors, []);
      assert.equal(report.status, "interrupted");
      assert.equal(report.nodes.sink!.done, report.nodes.numbers!.emitted);
      const { controls } = report;
      assert.deepEqual(controls!.map(({ action }) => action), [
        "pause",
        "resume",
        "pause",
        "drain",
      ]);
      assert.ok(controls!.every(({ ok, at }, i) => ok && at >= (controls![i - 1]?.at ?? 0)));
    });
  }

  test("pause: aborted while it is paused, it ends at once", async () => {
    const run = await start(mode, flow(PRODUCERS.synchronous!));
    await until(run, (now) => node(now, "sink").done > 0);
    run.execution.pause();
    await until(run, isStill);
    run.execution.abort();
    const report = await run.execution.finished;
    balanced(report);
    assert.deepEqual(report.errors, []);
  });

  test("pause: before anything begins, and then a deadline", async () => {
    const run = await start(mode, flow(PRODUCERS.synchronous!), { deadlineMs: 1500 });
    assert.equal(run.execution.pause().ok, true);
    const report = await run.execution.finished;
    balanced(report);
    assert.deepEqual(report.errors.map(({ code }) => code), ["deadline"]);
    assert.equal(report.nodes.numbers!.emitted, 0);
  });

  test("pause: nothing is lost or doubled, however often", async () => {
    const n = 3000;
    const run = await start(mode, {
      numbers: { step: "./_control_steps.ts#breathing", params: { n }, next: "pass" },
      pass: { step: "pass", next: "sink" },
      sink: { step: "collect" },
    });
    const { execution } = run;
    let over = false;
    execution.finished.then(() => over = true);
    while (!over) {
      execution.pause();
      await turn();
      execution.resume();
      await turn();
    }
    const report = await execution.finished;
    balanced(report);
    assert.equal(report.status, "done");
    assert.deepEqual(got(run.lines), range(n));
    assert.ok(report.controls!.length > 10);
  });

  test("scale: more replicas get packets, and fewer", async () => {
    const run = await start(mode, scalable(1e9));
    const { execution } = run;
    const through = (now: Snapshot) => node(now, "work").perReplica.map(({ through }) => through);
    const first = await until(run, (now) => node(now, "work").done > 20);
    assert.equal(node(first, "work").replicas, 1);
    assert.equal(node(first, "work").maxReplicas, 4);
    assert.deepEqual(through(first).slice(1), [0, 0, 0]);
    assert.deepEqual(execution.scale("work", 4), { ok: true, reason: null });
    await until(run, (now) => through(now).every((one) => one > 5));
    assert.deepEqual(execution.scale("work", 2), { ok: true, reason: null });
    const fewer = await until(
      run,
      (now) =>
        node(now, "work").perReplica.slice(2).every(({ busy, waiting }) => !busy && waiting === 0),
    );
    const parked = await until(
      run,
      (now) => node(now, "work").done > node(fewer, "work").done + 50,
    );
    const more = await until(run, (now) => node(now, "work").done > node(parked, "work").done + 50);
    assert.deepEqual(through(more).slice(2), through(parked).slice(2), "they are at rest");
    assert.ok(through(more)[0]! > through(parked)[0]! && through(more)[1]! > through(parked)[1]!);
    execution.stop();
    const report = await execution.finished;
    balanced(report);
    assert.deepEqual(report.errors, []);
    const { work } = report.nodes;
    assert.deepEqual([work!.replicas, work!.maxReplicas], [2, 4]);
    assert.deepEqual(sorted(got(run.lines)), range(report.nodes.numbers!.emitted));
    assert.deepEqual(
      report.controls!.map(({ action }) => action),
      ["replicas of work: 4", "replicas of work: 2", "drain"],
    );
  });

  test("property: scaled and paused at random moments, every packet comes once", async () => {
    const wish = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom("pause", "resume"));
    const cases = fc.record({
      wishes: fc.array(wish, { minLength: 1, maxLength: 30 }),
      queueLimit: fc.constantFrom(1, 3, 8, 1000),
      end: fc.constantFrom("itself", "stop"),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ wishes, queueLimit, end }) => {
        const n = 600;
        const run = await start(mode, scalable(n, { queueLimit }), { stallAfterMs: 20_000 });
        const { execution } = run;
        for (const [at, wish] of wishes.entries()) {
          const due = (at * n) / 40;
          await until(run, (now) => now.paused || node(now, "work").done >= due);
          if (typeof wish === "number") execution.scale("work", wish);
          else execution[wish as "pause" | "resume"]();
        }
        execution.resume();
        if (end === "stop") execution.stop();
        const report = await execution.finished;
        balanced(report);
        assert.deepEqual(report.errors, []);
        assert.deepEqual(sorted(got(run.lines)), range(report.nodes.numbers!.emitted));
        if (end === "itself") assert.equal(report.nodes.numbers!.emitted, n);
      }),
      { numRuns: 6 },
    );
  });

  test("scale: what cannot be is refused, with the reason", async () => {
    const run = await start(mode, {
      numbers: { step: "numbers", next: "keyed" },
      keyed: { step: "./_chance_steps.ts#stamp", key: "id", replicas: 2, next: "ordered" },
      ordered: { step: "./_chance_steps.ts#stamp", ordered: true, next: "work" },
      work: { step: "./_control_steps.ts#work", maxReplicas: 3, next: "sink" },
      sink: { step: "slow" },
    });
    const { execution } = run;
    const why = (id: string, n: number) => execution.scale(id, n).reason;
    assert.match(why("nobody", 2)!, /no node "nobody"/);
    assert.match(why("numbers", 1)!, /is a producer/);
    assert.match(why("keyed", 1)!, /has key/);
    assert.match(why("ordered", 1)!, /has ordered/);
    for (const n of [0, 4, 1.5, NaN]) assert.match(why("work", n)!, /1 to 3 replicas/);
    assert.match(why("sink", 2)!, /maxReplicas/);
    assert.equal(execution.resume().reason, "it is not paused");
    execution.stop();
    assert.equal(execution.pause().reason, "it is ending");
    assert.equal(why("work", 2), "it is ending");
    const report = await execution.finished;
    assert.equal(execution.pause().reason, "it has ended");
    const refused = report.controls!.filter(({ ok }) => !ok);
    assert.equal(refused.length, report.controls!.length - 1);
  });
}

Deno.test("deterministic: what would change the order of a seed is refused", async () => {
  const { execution } = await start("deterministic", scalable(50));
  for (const { ok, reason } of [execution.pause(), execution.scale("work", 2)]) {
    assert.equal(ok, false);
    assert.match(reason!, /seed/);
  }
  const report = await execution.finished;
  balanced(report);
  assert.equal(report.status, "done");
});
