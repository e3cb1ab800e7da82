import assert from "node:assert/strict";
import { Figures, judge } from "./goals.ts";
import { between, goalTable, markdownTable, outLines, rateTable } from "./table.ts";
import { standingOf } from "./standings.ts";
import { SEQUENTIAL } from "./contenders.ts";

const sample = (contender: string, ms: number) => ({
  workload: "W1",
  contender,
  round: 0,
  n: 1000,
  ms,
  wallMs: ms,
  inProcessMs: null,
  rssKiB: 100_000,
  copied: null,
  others: 0,
  facts: {},
});

Deno.test("columns of figures are aligned to the right", () => {
  assert.equal(
    markdownTable(["who", "how much"], [["a", "1 000"], ["b", "–"]]),
    "| who | how much |\n| --- | ---: |\n| a | 1 000 |\n| b | – |",
  );
});

Deno.test("the fastest comes first, beside what ours are of it", () => {
  const standings = [
    standingOf([sample(SEQUENTIAL, 2), sample(SEQUENTIAL, 4)]),
    standingOf([sample("bare loop", 1)]),
  ];
  const table = rateTable(new Figures(standings, { cells: [], latency: [], memory: [] }), "W1");
  const rows = table.split("\n").slice(2);
  assert.equal(
    rows[0],
    "| bare loop | one thread | 1 000 000 | 1 000 000–1 000 000 | 0.375× | – | 102 | 1/1 |",
  );
  assert.match(rows[1]!, /^\| ours, sequential \| one Worker \| 375 000 \| 250 000–500 000 \| 1× /);
});

Deno.test("what was not measured is not called reached or missed", () => {
  const table = goalTable(
    judge(new Figures([], { cells: [], latency: [], memory: [] })).slice(0, 1),
  );
  assert.match(table, /≥ 2× \| – \| not measured/);
});

Deno.test("who is out for the same reason is named once, with all workloads", () => {
  const out = (workload: string, contender: string, wrong: boolean) => ({
    workload,
    contender,
    reason: "no luck",
    wrong,
  });
  assert.deepEqual(outLines([out("W1", "a", false), out("W1", "b", true), out("W2", "a", false)]), [
    "- W1, W2 a: no luck",
    "- W1 b: **wrong**: no luck",
  ]);
});

Deno.test("the document keeps what stands around the marks", () => {
  const marks = ["<!-- bench: written by `deno task bench --write` -->", "<!-- /bench -->"];
  const document = `# T\n\n${marks[0]}\nold\n${marks[1]}\n\nmore\n`;
  const written = between(document, "new\n");
  assert.equal(written, `# T\n\n${marks[0]}\n\nnew\n\n${marks[1]}\n\nmore\n`);
  assert.equal(between(written, "new"), written);
  assert.throws(() => between("# T\n", "new"), /lacks/);
});

Deno.test("the document of this project has the marks", async () => {
  const document = await Deno.readTextFile(new URL("../../docs/performance.md", import.meta.url));
  between(document, "");
});
