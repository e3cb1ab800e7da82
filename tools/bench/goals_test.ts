import assert from "node:assert/strict";
import { APART, CONTENDERS, MULTIPROCESS, workersName } from "./contenders.ts";
import { Figures, type Goal, GOALS, judge } from "./goals.ts";
import type { Standing } from "./standings.ts";
import type { Workload } from "./workloads.ts";

const standing = (workload: Workload, contender: string, rate: number): Standing => {
  const spread = { median: rate, min: rate, max: rate };
  const rest = { rssKiB: null, copied: 0, used: 1, taken: 1, disturbed: 0 };
  return { workload, contender, rate: spread, wallMs: spread, inProcessMs: spread, ...rest };
};
const figures = (...standings: Standing[]) =>
  new Figures(standings, { cells: [], latency: [], memory: [] });

Deno.test("a goal is reached at its limit, and not judged without figures", () => {
  const goal = (bound: "≥" | "≤", value: number | null): Goal => ({
    what: "",
    bound,
    limit: 2,
    unit: "×",
    value: () => value,
  });
  const goals = [
    goal("≥", 2),
    goal("≥", 1.99),
    goal("≤", 2),
    goal("≤", 2.01),
    goal("≥", null),
  ];
  const verdicts = judge(figures(), goals).map(({ reached }) => reached);
  assert.deepEqual(verdicts, [true, false, true, false, null]);
});

Deno.test("a ratio is ours by the peer's; of two ways of ours the faster counts", () => {
  const verdicts = judge(figures(
    standing("W1", MULTIPROCESS, 300),
    standing("W1", workersName("Node", 256), 100),
    standing("W2", MULTIPROCESS, 10),
    standing("W2", `${MULTIPROCESS} (ctx.alloc)`, 40),
    standing("W2", "bare loop, reused array", 50),
    standing("W4", MULTIPROCESS, 150),
    standing("W5", MULTIPROCESS, 120),
    standing("W5", `${MULTIPROCESS}, command line`, 400),
  ));
  const value = (pattern: RegExp) => verdicts.find(({ what }) => pattern.test(what))!.value;
  assert.equal(value(/^W1.*÷ Node worker_threads/), 3);
  assert.equal(value(/^W2.*÷ bare loop, reused/), 0.8);
  assert.equal(value(/^W4 ÷ W1/), 0.5);
  assert.equal(value(/^W5 command line/), 280);
  assert.equal(value(/^W1.*÷ Node piscina/), null);
});

Deno.test("memory is compared after all packets and after a tenth", () => {
  const extras = {
    cells: [],
    latency: [{ name: MULTIPROCESS, p50: 90, p99: 500 }],
    memory: [{ name: MULTIPROCESS, rate: 1, atKiB: [[100, 1000], [1000, 1200]] as const }],
  };
  const verdicts = judge(new Figures([], extras)).filter(({ value }) => value !== null);
  assert.deepEqual(verdicts.map(({ value, reached }) => [value, reached]), [[90, true], [
    1.2,
    false,
  ]]);
});

Deno.test("every goal can be judged when everybody takes part", () => {
  const everybody = CONTENDERS.map(({ workload, name }) => standing(workload, name, 1));
  const extras = {
    cells: [],
    latency: [{ name: MULTIPROCESS, p50: 1, p99: 1 }],
    memory: [{ name: MULTIPROCESS, rate: 1, atKiB: [[1, 1], [10, 1]] as const }],
  };
  const verdicts = judge(new Figures(everybody, extras));
  assert.equal(verdicts.length, GOALS.length);
  assert.deepEqual(verdicts.filter(({ value }) => value === null), []);
});

Deno.test("goals are judged with light steps together; what they are apart is told beside", () => {
  const verdicts = judge(figures(
    standing("W1", MULTIPROCESS, 400),
    standing("W1", APART, 90),
    standing("W1", workersName("Node", 256), 100),
    standing("W5", MULTIPROCESS, 60),
    standing("W5", APART, 120),
    standing("W5", workersName("Deno", 1), 50),
  ));
  const [tiny, start] = [/^W1.*b256$/, /^W5 `runFlow`/].map((pattern) =>
    verdicts.find(({ what }) => pattern.test(what))!
  );
  assert.deepEqual([tiny!.value, tiny!.remark], [4, "apart: 0.9×"]);
  assert.deepEqual([start!.value, start!.remark], [
    1.2,
    "both inside a fresh process, cold; apart: 2.4×",
  ]);
});
