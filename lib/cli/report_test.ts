import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli, testData } from "./_spawn.ts";
import type { Report } from "../telemetry/report.ts";

/** Executes a flow with a report, makes a page of it, and gives both to `body`. */
async function withPage(
  flow: string,
  args: readonly string[],
  body: (made: { code: number; report: Report; page: string }) => void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const [json, page] = [join(folder, "run.json"), join(folder, "report.html")];
    const ran = await runCli(["run", testData(flow), "--progress=none", "--report", json, ...args]);
    const made = await runCli(["report", json, "-o", page]);
    assert.equal(made.code, 0, made.stderr);
    const report = JSON.parse(Deno.readTextFileSync(json)) as Report;
    body({ code: ran.code, report, page: Deno.readTextFileSync(page) });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a page is made of the report of an execution, with its graph and curves", async () => {
  const args = ["--set=numbers.to=40", "--set=numbers.restMs=20"];
  await withPage("count.yaml", args, ({ code, report, page }) => {
    assert.equal(code, 0);
    assert.match(page, /<title>count: done<\/title>/);
    assert.match(page, /<svg [^>]*viewBox/, "the graph");
    assert.match(page, /class="over"/, "curves");
    const { atMs, nodes } = report.series!;
    assert.equal(atMs.at(-1), Math.round(report.wallMs));
    assert.equal(nodes.taker!.done.at(-1), 40);
    assert.ok(atMs.length > 5, String(atMs));
    assert.ok(nodes.numbers!.endedMs! <= report.wallMs + 100);
  });
});

Deno.test("a page of an execution that failed says where, why, and with which packet", async () => {
  await withPage("count.yaml", ["--set=taker.failAt=2"], ({ code, page }) => {
    assert.equal(code, 1);
    assert.match(page, /cannot take 2/);
    assert.match(page, /<code>numbers#1<\/code>/);
  });
});

Deno.test("what is no report is refused with 2, and told what is wrong with it", async () => {
  for (
    const [path, pattern] of [
      ["no/such.json", /cannot be read|does not exist|no such/i],
      [testData("count.yaml"), /is not a report: .*\n.*run FLOW --report/],
    ] as const
  ) {
    const { code, stderr } = await runCli(["report", path]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, pattern);
  }
});
