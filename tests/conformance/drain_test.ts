import assert from "node:assert/strict";
import fc from "fast-check";
import { readJournal } from "../../lib/engine/resume/journal.ts";
import { balanced, got, MODES, range, run, sorted, start, withFolder } from "./_flow.ts";

const step = (name: string) => `./_drain_steps.ts#${name}`;
const numbers = (n: number, next: string) => ({ step: "numbers", params: { n }, next });

/** numbers -> count -> sink */
const flow = (how: string, more: object = {}) => ({
  numbers: numbers(20, "count"),
  count: { step: step("counting"), params: { how, times: 3 }, next: "sink", ...more },
  sink: { step: "collect" },
});

const three = ["count.0: 20 done, 0", "count.0: 20 done, 1", "count.0: 20 done, 2"];

/** What came, without how many which replica has seen: that differs. */
const bare = (values: readonly unknown[]) =>
  values.map((value) => String(value).replace(/^(\w+)\.\d+: \d+/, "$1"));

/** Two producers, and nodes in layers that drain, each fed by some before it; all in order. */
const randomFlow = fc.array(
  fc.record({
    from: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
    replicas: fc.integer({ min: 1, max: 3 }),
    how: fc.constantFrom("return", "promise", "yield", "async yield"),
    times: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
).map((drawn) => {
  const ids = ["low", "high", ...drawn.map((_, at) => `n${at}`)];
  const next: Record<string, string[]> = Object.fromEntries(ids.map((id) => [id, []]));
  for (const [at, { from }] of drawn.entries()) {
    const before = new Set(from.map((one) => ids[one % (at + 2)]!));
    for (const one of before) next[one]!.push(`n${at}`);
  }
  for (const id of ids) if (next[id]!.length === 0) next[id]!.push("sink");
  const way = (id: string) => ({ next: { out: next[id]! } });
  return {
    low: { step: "numbers", params: { n: 5 }, ...way("low") },
    high: { step: "numbers", params: { n: 4, start: 100 }, ...way("high") },
    ...Object.fromEntries(drawn.map(({ replicas, how, times }, at) => [
      `n${at}`,
      { step: step("counting"), params: { how, times }, replicas, ...way(`n${at}`) },
    ])),
    sink: { step: "collect", ordered: true, queueLimit: 2 },
  };
});

for (const mode of MODES) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  for (
    const [how, lines] of [
      ["return", ["count.0: 20 done"]],
      ["promise", ["count.0: 20 done"]],
      ["yield", three],
      ["async yield", three],
    ] as const
  ) {
    for (const rest of [{}, { onError: "skip" as const }, { isolation: "process" as const }]) {
      const told = JSON.stringify(rest);
      test(`drain: what a step gives at its end by ${how} comes behind all else ${told}`, async () => {
        const { report, lines: log } = await run(mode, flow(how, { ...rest, queueLimit: 2 }));
        assert.deepEqual(got(log), [...range(20), ...lines]);
        assert.ok(log.indexOf("count finished") < log.indexOf("sink finished done"));
        assert.equal(report.status, "done");
        balanced(report);
        assert.equal(report.nodes.count?.emitted, 20 + lines.length);
        assert.equal(report.nodes.sink?.done, 20 + lines.length);
      });
    }
  }

  test("drain: each replica gives its own", async () => {
    const { report, lines } = await run(mode, {
      numbers: numbers(300, "count"),
      count: { step: step("counting"), replicas: 3, next: "sink" },
      sink: { step: "collect" },
    });
    const ends = got(lines).filter((value) => typeof value === "string").map(String);
    assert.deepEqual(ends.map((end) => end.split(":")[0]).toSorted(), [
      "count.0",
      "count.1",
      "count.2",
    ]);
    const seen = ends.map((end) => Number(end.split(" ")[1]));
    assert.equal(seen.reduce((sum, n) => sum + n, 0), 300);
    balanced(report);
  });

  test("drain: where the order counts it is that of a sequential execution", async () => {
    const nodes = {
      low: numbers(30, "a"),
      a: { step: step("counting"), replicas: 2, next: { out: ["b", "c"] } },
      b: { step: step("counting"), params: { how: "yield", times: 2 }, next: "sink" },
      c: { step: step("counting"), replicas: 3, next: "d" },
      d: { step: step("counting"), next: "sink" },
      high: { step: "numbers", params: { n: 10, start: 100 }, next: "e" },
      e: { step: step("counting"), next: "sink" },
      sink: { step: "collect", ordered: true, queueLimit: 3 },
    };
    const { lines, report } = await run(mode, nodes);
    const expected = await run("sequential", nodes);
    assert.deepEqual(bare(got(lines)), bare(got(expected.lines)));
    balanced(report);
    assert.equal(got(lines).at(-1), "e.0: 10 done");
  });

  if (mode !== "sequential") {
    test("property: what random flows drain comes in the order of a sequential execution", async () => {
      const property = fc.asyncProperty(randomFlow, fc.nat(), async (nodes, seed) => {
        const options = mode === "deterministic" ? { seed } : {};
        const { lines, report } = await run(mode, nodes, options);
        balanced(report);
        assert.equal(report.status, "done");
        const expected = await run("sequential", nodes);
        assert.deepEqual(bare(got(lines)), bare(got(expected.lines)));
      });
      await fc.assert(property, { numRuns: 5 });
    });
  }

  test("drain: what it throws fails the execution, and finish is called", async () => {
    const { report, lines } = await run(mode, flow("throw"));
    assert.equal(report.status, "failed");
    assert.deepEqual(
      report.errors.map(({ node, phase, packet, message }) => [node, phase, packet, message]),
      [["count", "drain", null, "nothing adds up"]],
    );
    assert.ok(lines.includes("count finished"));
    balanced(report);
  });

  test("drain: one that never ends is named and given up, and finish is called", async () => {
    const { report, lines } = await run(mode, flow("hang"), { stallAfterMs: 1000 });
    assert.equal(report.status, "failed");
    assert.deepEqual(report.errors.map(({ code, node }) => [code, node]), [["stalled", "count"]]);
    assert.deepEqual(got(lines), range(20));
    assert.ok(lines.includes("count finished"));
    balanced(report);
  });

  test("drain: after a stop, too, and the step is told", async () => {
    const nodes = {
      numbers: { step: "ticks", next: "count" },
      count: { step: step("counting"), next: "sink" },
      sink: { step: "collect" },
    };
    const { execution, lines } = await start(mode, nodes, {
      onLog: ({ message }) => message === "sink got 7" && execution.stop(),
    });
    const report = await execution.finished;
    assert.equal(report.status, "interrupted");
    assert.match(String(got(lines).at(-1)), /^count\.0: \d+ interrupted$/);
    balanced(report);
  });

  test("drain: not in a step that has failed, nor after an abort", async () => {
    const failed = await run(mode, {
      numbers: numbers(20, "half"),
      half: { step: step("figuring"), params: { failAt: 7 }, next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(failed.report.status, "failed");
    assert.ok(!Object.hasOwn(failed.report.nodes.half!.figures!, "drained"));
    const { execution, lines } = await start(mode, {
      numbers: { step: "ticks", next: "count" },
      count: { step: step("counting"), next: "sink" },
      sink: { step: "collect" },
    }, { onLog: ({ message }) => message === "sink got 7" && execution.abort() });
    balanced(await execution.finished);
    assert.ok(got(lines).every((value) => typeof value === "number"));
    assert.ok(lines.includes("count finished"));
  });

  test("drain: a packet that a later node does without is named by who gave it", async () => {
    await withFolder(async (folder) => {
      const { report } = await run(mode, {
        numbers: numbers(3, "count"),
        count: { step: step("counting"), next: "half" },
        half: { step: step("figuring"), onError: "quarantine", next: "sink" },
        sink: { step: "collect" },
      }, { quarantine: folder });
      assert.equal(report.nodes.half?.quarantined, 1); // a text is no sum
      assert.deepEqual(report.nodes.half?.setAside?.map(({ packet }) => packet), ["count#end"]);
      assert.equal(report.status, "done");
    });
  });

  if (mode !== "deterministic") {
    test("drain: an execution that goes on gives the whole, once", async () => {
      await withFolder(async (folder) => {
        const nodes = {
          numbers: numbers(60_000, "count"),
          count: { step: step("counting"), next: "out" },
          out: {
            step: "./../../steps/string_writer.ts",
            params: { filename: `${folder}/out.txt` },
          },
        };
        const resume = { folder: `${folder}/journal`, everyMs: 1 };
        const cuts = () => readJournal(resume.folder)?.cut ?? 0;
        let aborted = 0;
        for (let status = ""; status !== "done";) {
          const { execution } = await start(mode, nodes, { resume });
          const before = cuts();
          let isOver = false;
          execution.finished.finally(() => isOver = true);
          while (!isOver && cuts() < before + 2) await new Promise((go) => setTimeout(go, 1));
          if (!isOver && aborted < 2) execution.abort();
          ({ status } = await execution.finished);
          if (status === "interrupted") aborted++;
        }
        assert.ok(aborted > 0);
        const lines = (await Deno.readTextFile(`${folder}/out.txt`)).trim().split("\n");
        assert.equal(lines.pop(), "count.0: 60000 done");
        assert.deepEqual(sorted(lines.map(Number)), range(60_000));
      });
    });
  }

  for (const replicas of [1, 3]) {
    test(`figures: they are summed over ${replicas} replicas, and in the report`, async () => {
      const { report } = await run(mode, {
        numbers: numbers(100, "half"),
        half: { step: step("figuring"), replicas, next: "sink" },
        sink: { step: "collect" },
      });
      assert.deepEqual(report.nodes.half?.figures, {
        begun: replicas,
        seen: 100,
        sum: 4950,
        drained: replicas,
        finished: replicas / 2,
      });
      assert.ok(!Object.hasOwn(report.nodes.sink!, "figures"));
    });
  }

  for (
    const rest of [
      {},
      { timeoutMs: 60_000 },
      { isolation: "worker" as const },
      { isolation: "process" as const },
    ]
  ) {
    const told = JSON.stringify(rest);
    test(`figures: what a failed attempt counts does not count ${told}`, async () => {
      const half = (params: object, onError: "skip" | { retry: { times: number } }) => ({
        numbers: numbers(20, "half"),
        half: { step: step("figuring"), params: { ...params }, onError, ...rest, next: "sink" },
        sink: { step: "collect" },
      });
      const figures = async (nodes: ReturnType<typeof half>) => {
        const { report } = await run(mode, nodes);
        assert.equal(report.status, "done");
        const { seen, sum } = report.nodes.half!.figures!;
        return [seen, sum];
      };
      const multiples = 0 + 5 + 10 + 15;
      assert.deepEqual(await figures(half({ failAt: 5 }, "skip")), [16, 190 - multiples]);
      const again = half({ failAt: 5, once: true }, { retry: { times: 1 } });
      assert.deepEqual(await figures(again), [20, 190]);
    });
  }

  test("figures: more names than a report is to have fail the step", async () => {
    const { report } = await run(mode, {
      numbers: numbers(2000, "names"),
      names: { step: step("namesEach"), next: "sink" },
      sink: { step: "collect" },
    });
    assert.equal(report.status, "failed");
    assert.match(report.errors[0]!.message, /more than 1000 figures, the last is "number 1000"/);
  });

  test("a step that needs order has it, whatever its flow says", async () => {
    const { report, lines } = await run(mode, {
      items: {
        step: "./_order_steps.ts#items",
        params: { n: 200, telescopes: 3 },
        next: "uneven",
      },
      uneven: { step: "./_order_steps.ts#work", replicas: 4, next: "next" },
      next: { step: step("inOrder"), next: "sink" },
      sink: { step: "collect" },
    });
    assert.deepEqual(
      (got(lines) as { n: number }[]).map(({ n }) => n),
      got(lines).map((_, i) => i),
    );
    assert.equal(got(lines).length, 200);
    balanced(report);
  });
}
