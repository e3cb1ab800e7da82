import assert from "node:assert/strict";
import type { PacketSample } from "../../lib/engine/mod.ts";
import type { SampleSpecial } from "../../lib/telemetry/message.ts";
import { balanced, MODES, start, type TestNode, type TestRun } from "./_flow.ts";

const edge = (from: string, to: string, port = "out") => ({ from, port, to });

/** Looks at an edge until so many packets were seen. */
async function look(
  { execution }: TestRun,
  { from, to, port }: ReturnType<typeof edge>,
  count: number,
): Promise<PacketSample[]> {
  const seen: PacketSample[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const outcome = execution.sample({ from, to, port }, { rate: 10, seconds: 60 }, (sample) => {
    if (seen.push(sample) === count) resolve();
  });
  assert.deepEqual(outcome, { ok: true, reason: null });
  const ended = execution.finished.then(({ errors }) => assert.fail(JSON.stringify(errors)));
  await Promise.race([promise, ended]);
  return seen;
}

const STAGES: Record<string, Partial<TestNode>> = {
  "of a quick step": { step: "pass" },
  "of a generator": { step: "pass", params: { how: "async yield" } },
  "of replicas": { step: "./_chance_steps.ts#stamp", replicas: 3 },
  "of a step with a policy": { step: "pass", onError: "skip" },
  "of a step in a Worker of its own": { step: "pass", isolation: "worker" },
};

for (const mode of MODES) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  for (const [kind, stage] of Object.entries(STAGES)) {
    test(`samples: packets ${kind} are shown, with their names`, async () => {
      const run = await start(mode, {
        numbers: { step: "ticks", next: "stage" },
        stage: { step: "pass", next: "sink", ...stage },
        sink: { step: "slow", queueLimit: 20 },
      });
      const [before, after] = await Promise.all([
        look(run, edge("numbers", "stage"), 3),
        look(run, edge("stage", "sink"), 3),
      ]);
      run.execution.stop();
      const report = await run.execution.finished;
      balanced(report);
      for (const { from, port, to, packet, value } of before) {
        assert.deepEqual([from, port, to], ["numbers", "out", "stage"]);
        assert.equal(packet, `numbers#${value}`, "each value is the number of its packet");
      }
      for (const { packet, value } of after) {
        const number = typeof value === "number" ? value : (value as { value: number }).value;
        assert.equal(packet.replace(/\.0$/, ""), `numbers#${number}`);
      }
      assert.deepEqual(report.controls!.map(({ action }) => action), [
        "look at numbers.out -> stage",
        "look at stage.out -> sink",
        "drain",
      ]);
    });
  }

  test("samples: arrays that move are shown before they do", async () => {
    const run = await start(mode, {
      arrays: { step: "arrays", params: { n: 1e9 }, next: "sum" },
      sum: { step: "sum", next: "sink" },
      sink: { step: "slow", queueLimit: 20 },
    });
    for (const { packet, value } of await look(run, edge("arrays", "sum"), 2)) {
      const array = (value as { $: SampleSpecial }).$;
      assert.ok(array.kind === "array");
      assert.deepEqual([array.type, array.length], ["Float32Array", 1000]);
      assert.equal(packet, `arrays#${array.max}`);
      assert.equal(array.values!.length, 1000);
    }
    run.execution.stop();
    balanced(await run.execution.finished);
  });

  test("samples: a few per second, whoever asks, and none when nobody does", async () => {
    const run = await start(mode, {
      numbers: { step: "ticks", next: "sink" },
      sink: { step: "pass", queueLimit: 20, next: "end" },
      end: { step: "slow", queueLimit: 20 },
    });
    const { execution } = run;
    await look(run, edge("numbers", "sink"), 1);
    const begun = performance.now();
    await look(run, edge("numbers", "sink"), 6);
    const tookMs = performance.now() - begun;
    assert.ok(tookMs > 400, `6 packets after ${tookMs} ms`);
    const late: PacketSample[] = [];
    const ofShort = execution.sample(edge("sink", "end"), { rate: 10, seconds: 0.2 }, (sample) => {
      late.push(sample);
    });
    assert.equal(ofShort.ok, true);
    while (performance.now() < begun + tookMs + 1000) await new Promise((r) => setTimeout(r, 50));
    assert.ok(late.length <= 3, `${late.length} in 0.2 s`);
    execution.stop();
    const report = await execution.finished;
    balanced(report);
    const refused = execution.sample(edge("sink", "end"), { rate: 1, seconds: 1 }, () => {});
    assert.equal(refused.reason, "it has ended");
  });

  test("samples: what cannot be is refused", async () => {
    const { execution } = await start(mode, {
      numbers: { step: "numbers", params: { n: 3 }, next: "sink" },
      sink: { step: "collect" },
    });
    const why = (from: string, rate: number, seconds: number) =>
      execution.sample(edge(from, "sink"), { rate, seconds }, () => {}).reason;
    assert.equal(why("nobody", 1, 1), "there is no such edge");
    for (const rate of [0, -1, NaN, 10.5]) assert.match(why("numbers", rate, 1)!, /10 per second/);
    for (const seconds of [0, NaN, 1e9]) assert.match(why("numbers", 1, seconds)!, /at most 3600/);
    balanced(await execution.finished);
  });
}
