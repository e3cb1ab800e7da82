import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { graphHash } from "../graph/mod.ts";
import { runCli, startOnTerminal, testData, testOnTerminal } from "./_spawn.ts";

const COUNT = testData("count.yaml");

/** Calls `use` with a folder that is gone afterwards. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("graph: text by default, and the other forms", async () => {
  const expected: Record<string, RegExp> = {
    text:
      /^○ {2}\(numbers\) {2}\.\/steps\.ts#count\n│ {2}→ taker\n■ {2}\[\(taker\)\] {2}.* · queue 5\n$/,
    mermaid:
      /^flowchart LR\n {2}n0\(\["numbers<br><i>.*\n {2}n1\[\("taker<br>.*queue 5"\)\]\n {2}n0 --> n1\n$/,
    dot: /^digraph "count" \{\n[^]*\n {2}"numbers" -> "taker"\n\}\n$/,
    svg: /^<svg [^]*<title>numbers<\/title>[^]*<\/svg>\n$/,
    json: /^\{\n {2}"schema": "ctapipe-flow\/graph\/1",\n/,
  };
  for (const [format, pattern] of Object.entries(expected)) {
    const args = ["graph", COUNT, ...(format === "text" ? [] : ["--format", format])];
    const { code, stdout, stderr } = await runCli(args);
    assert.deepEqual([code, stderr], [0, ""], format);
    assert.match(stdout, pattern);
    assert.ok(!stdout.includes("\x1b"));
  }
});

Deno.test("graph: overrides as run takes them; the JSON is the graph with its hash", async () => {
  const args = ["--format=json", "--replicas", "taker=3", "--queue-limit=taker=7"];
  const { stdout } = await runCli(["graph", COUNT, ...args, "--set=numbers.to=9"]);
  const { graphHash: hash, ...graph } = JSON.parse(stdout);
  const [numbers, taker] = graph.nodes;
  assert.deepEqual([numbers.params.to, taker.replicas, taker.queueLimit], [9, 3, 7]);
  assert.equal(hash, graphHash(graph));
});

Deno.test("graph --output: a file whose name says the form, in a folder made for it", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "new", "count.svg");
    const { code, stdout, stderr } = await runCli(["graph", COUNT, "--output", path]);
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
    assert.match(await Deno.readTextFile(path), /^<svg /);

    const refused = await runCli(["graph", COUNT, "--output", path]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^error: ".*" exists already\n {2}hint: .*--force\n$/);
    const forced = await runCli(["graph", COUNT, "--format=dot", "--output", path, "--force"]);
    assert.equal(forced.code, 0, forced.stderr);
    assert.match(await Deno.readTextFile(path), /^digraph /);

    const flow = join(folder, "flow.json");
    await Deno.writeTextFile(flow, "{}");
    await Deno.symlink(flow, join(folder, "link.json"));
    const slip = await runCli(["graph", flow, "--force", "--output", join(folder, "link.json")]);
    assert.equal(slip.code, 2);
    assert.match(slip.stderr, /^error: --output ".*" is read too\n/);
    assert.equal(await Deno.readTextFile(flow), "{}");
    const inFile = await runCli(["graph", COUNT, "--output", join(flow, "x.svg")]);
    assert.equal(inFile.code, 2);
    assert.match(inFile.stderr, /^error: ".*" cannot be written: .*\n {2}hint: .*\n$/);
  });
});

Deno.test("graph --highlight: what an execution did, failures included", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "report.json");
    const set = ["--set", "taker.failAt=2"];
    const ran = await runCli(["run", COUNT, ...set, "--report", path, "--progress=none"]);
    assert.equal(ran.code, 1);
    const shown = await runCli(["graph", COUNT, ...set, "--highlight", path]);
    assert.deepEqual([shown.code, shown.stderr], [0, ""]);
    assert.match(
      shown.stdout,
      /^│ {2}→ taker · \d\n✗ {2}\[\(taker\)\].* · busy .* % · 1 done · ✗ 1 failed: run: cannot take 2$/m,
    );
    const svg = await runCli(["graph", COUNT, ...set, "--highlight", path, "--format=svg"]);
    assert.match(svg.stdout, />✗ 1 failed: run: cannot take 2<\/text>/);
    const json = await runCli(["graph", COUNT, ...set, "--highlight", path, "--format=json"]);
    assert.equal(JSON.parse(json.stdout).nodes[1].highlight.failed, 1);

    const other = await runCli(["graph", COUNT, "--highlight", path]);
    assert.equal(other.code, 0);
    assert.match(
      other.stderr,
      /^warning: report ".*" is about a graph that differs.*\n {2}hint: .*--set.*\n$/,
    );
    const wrong = await runCli(["graph", COUNT, "--highlight", COUNT]);
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
    assert.match(wrong.stderr, /^error: ".*count\.yaml" is not a report: .*\n {2}hint: .*\n$/);
  });
});

Deno.test("graph: mistakes of the flow as check prints them, 2; unknown forms likewise", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "bad.yaml"), "nodes:\n  a: { step: simtel_raeder }\n");
    const bad = await runCli(["graph", "bad.yaml", "--replicas", "a"], { cwd: folder });
    assert.deepEqual([bad.code, bad.stdout], [2, ""]);
    assert.match(bad.stderr, /^bad\.yaml:2:14: error\[unknown_step\]: /m);
    assert.match(bad.stderr, /^--replicas a:1:\d+: error\[bad_override\]/m);
    const unknown = await runCli(["graph", "bad.yaml", "--format", "svgg"], { cwd: folder });
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /^error: --format: .*"svg".*"svgg"/);
  });
});

testOnTerminal("graph: colours and the width of the terminal; NO_COLOR", async () => {
  await withFolder(async (folder) => {
    const flow = join(folder, "flow.yaml");
    const grants = Array.from({ length: 9 }, (_, n) => `data/file_${n}.txt`).join(", ");
    await Deno.writeTextFile(
      flow,
      `name: wide\nnodes:\n  numbers: { step: "${testData("steps.ts")}#count", next: taker, ` +
        `permissions: { read: [${grants}] } }\n  taker: { step: "${testData("steps.ts")}#take" }\n`,
    );
    const bold = "\x1b[1m(numbers)\x1b[22m";
    await using colored = startOnTerminal(["graph", flow]);
    const { code, text } = await colored.end();
    assert.equal(code, 0, text);
    assert.ok(text.includes(bold), text);
    await using plain = startOnTerminal(["graph", flow], { env: { NO_COLOR: "1" } });
    const { text: without } = await plain.end();
    assert.ok(!without.includes("\x1b[1m"), without);
    const lines = stripVTControlCharacters(without).replaceAll("\r", "").trim().split("\n");
    const at = lines.findIndex((line) => line.startsWith("○"));
    assert.ok(at >= 0 && lines.length > at + 4, without);
    assert.ok(lines.slice(at + 1).every((line) => line.length <= 100), without);
    for (let n = 0; n < 9; n++) assert.ok(without.includes(`read data/file_${n}.txt`), without);
  });
});
