import assert from "node:assert/strict";
import type { JsonObject } from "../graph/model.ts";
import { fakeCatalog } from "./_fake_catalog.ts";
import { changed, documentOf, unmarked } from "./_flows.ts";
import { loadFlow } from "./load.ts";
import { type Override, parseOverride } from "./overrides.ts";

const FLOW = documentOf(
  "yaml",
  changed([
    "split: { step: split, params: { cuts: { low: 1 } }, next: { bright: writer, faint: [] } }",
  ]),
);

function parsed(text: string): Override {
  const [option, argument] = text.split(/ (.*)/s) as ["--set", string];
  const found = parseOverride(option, argument);
  assert.ok("node" in found, JSON.stringify(found));
  return found;
}

const load = (...options: string[]) =>
  loadFlow(
    FLOW,
    { file: "x.yaml", cwd: "/home/u" },
    fakeCatalog(),
    "file:///flows/x.yaml",
    options.map(parsed),
  );

async function nodeOf(id: string, ...options: string[]) {
  const { graph, diagnostics } = await load(...options);
  assert.deepEqual(diagnostics, []);
  return graph!.nodes.find((node) => node.id === id)!;
}
const paramsOf = async (id: string, ...options: string[]): Promise<JsonObject> =>
  (await nodeOf(id, ...options)).params;

Deno.test("params, replicas and queue limits are set", async () => {
  assert.equal((await paramsOf("split", "--set split.threshold=3.5")).threshold, 3.5);
  assert.equal((await nodeOf("split", "--replicas split=4")).replicas, 4);
  assert.equal((await nodeOf("split", "--queue-limit split=4")).queueLimit, 4);
});

Deno.test("the later of two overrides counts", async () => {
  const params = await paramsOf("split", "--set split.threshold=1", "--set split.threshold=2");
  assert.equal(params.threshold, 2);
});

Deno.test("text stays text where the schema asks for text, else JSON is read", async () => {
  assert.equal((await paramsOf("split", "--set split.label=007")).label, "007");
  assert.equal((await paramsOf("split", "--set split.label=true")).label, "true");
  assert.equal((await paramsOf("split", '--set split.label="q"')).label, '"q"');
  assert.equal((await paramsOf("split", "--set split.label=a=b.c")).label, "a=b.c");
  assert.equal((await paramsOf("split", "--set split.limit=7")).limit, 7);
  assert.equal((await paramsOf("split", "--set split.limit=none")).limit, "none");
});

Deno.test("a param inside of another is set, and its neighbours stay", async () => {
  assert.deepEqual((await paramsOf("split", "--set split.cuts.high=9")).cuts, { low: 1, high: 9 });
  assert.deepEqual((await paramsOf("split", '--set split.cuts={"high":2}')).cuts, { high: 2 });
});

Deno.test("paths are relative to the working folder, also in lists; addresses are no paths", async () => {
  const params = await paramsOf(
    "reader",
    "--set reader.file=../in.txt",
    '--set reader.also=["a","/b"]',
    "--set reader.server=here:80",
  );
  assert.deepEqual(params, { file: "/home/in.txt", also: ["/home/u/a", "/b"], server: "here:80" });
  assert.deepEqual((await paramsOf("reader", "--set reader.server=h:1")).file, "in.txt");
});

/** Options with one mistake: its code, the option with the mistake marked, a part of the hint. */
const MISTAKES: readonly [code: string, option: string, hint?: RegExp][] = [
  ["unknown_node", "--set «splt».threshold=3", /"split"/],
  ["unknown_node", "--replicas «splt»=3", /"split"/],
  ["unknown_param", "--set split.«thresold»=3", /"threshold"/],
  ["bad_param", "--set split.threshold=«abc»"],
  ["bad_param", "--set split.threshold=«-1»"],
  ["bad_param", "--set split.threshold.x=«3»"],
  ["bad_replicas", "--replicas split=«two»"],
  ["bad_replicas", "--replicas split=«0»"],
  ["bad_queue_limit", "--queue-limit split=«1e3»"],
  ["not_replicable", "--replicas writer=«2»"],
];

for (const [code, marked, hint] of MISTAKES) {
  Deno.test(`${marked}: ${code} is told on the option`, async () => {
    const { text, place, length } = unmarked(marked);
    const { graph, diagnostics } = await load(text);
    assert.equal(graph, null);
    assert.deepEqual(
      diagnostics.map((d) => [d.code, d.file, `${d.line}:${d.column}`, d.length, d.sourceLine]),
      [[code, text, place, length, text]],
    );
    if (hint) assert.match(diagnostics[0]!.hint ?? "", hint);
  });
}

Deno.test("a mistake of the flow's own stays where it is", async () => {
  const text = FLOW.replace("low: 1", "low: x");
  const { diagnostics } = await loadFlow(
    text,
    { file: "x.yaml", cwd: "/" },
    fakeCatalog(),
    "file:///x",
    [parsed("--set split.threshold=3")],
  );
  assert.deepEqual(diagnostics.map(({ code, file }) => [code, file]), [["bad_param", "x.yaml"]]);
});

Deno.test("only nodes whose params are set are described twice", async () => {
  const catalog = fakeCatalog();
  await loadFlow(FLOW, { file: "x.yaml", cwd: "/" }, catalog, "file:///x", [
    parsed("--set split.threshold=3"),
    parsed("--replicas split=3"),
  ]);
  assert.deepEqual(catalog.asked, ["split", "read", "split", "write"]);
});

Deno.test("an option that sets nothing is told with the form it should have", () => {
  for (const argument of ["", "lst", "lst=3", "lst.=3", "lst.a..b=3", ".a=3"]) {
    const found = parseOverride("--set", argument);
    assert.ok("code" in found, argument);
    assert.equal(found.code, "bad_override");
    assert.match(found.hint ?? "", /--set <node>\.<param>=<value>/);
  }
  assert.ok("code" in parseOverride("--replicas", "lst"));
});
