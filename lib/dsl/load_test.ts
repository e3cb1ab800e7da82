import assert from "node:assert/strict";
import { fakeCatalog } from "./_fake_catalog.ts";
import { BASE, changed, documentOf, unmarked } from "./_flows.ts";
import type { Notation } from "./front_end.ts";
import { loadFlow } from "./load.ts";

const BASE_URL = "file:///flows/demo.yaml";
const NOTATIONS: readonly Notation[] = ["yaml", "jsonc"];

const load = (text: string, notation: Notation = "yaml") =>
  loadFlow(text, { file: "demo", notation }, fakeCatalog(), BASE_URL);

const told = (result: Awaited<ReturnType<typeof load>>) =>
  result.diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);

/** One mistake each: its code, the lines of the base flow it changes (`«»` marks it), its hint. */
const MISTAKES: readonly [code: string, lines: readonly string[], hint?: RegExp][] = [
  ["unknown_step", ["split: { step: «splt», next: writer }"], /"split"/],
  ["bad_step_module", ["split: { step: «./none.ts», next: writer }"], /path/],
  ["missing_key", ["«split»: { next: writer }"]],
  ["bad_value", ["split: { step: «5», next: writer }"]],
  ["bad_value", ["split: { step: «[read]», next: writer }"]],
  ["bad_value", ["+ other: «5»"]],
  ["bad_value", ["reader: { step: read, params: «5», next: split }"]],
  ["bad_value", ["writer: { step: write, params: { file: out.txt }, trusted: «yes» }"]],
  ["bad_value", ["split: { step: split, next: { bright: «5», faint: [] } }"]],
  ["bad_value", ["split: { step: split, next: { bright: [writer, «5»], faint: [] } }"]],
  ["bad_value", ["split: { step: split, next: «true» }"]],
  ["unknown_key", ["split: { step: split, «nxt»: { bright: writer, faint: [] } }"], /"next"/],
  ["unknown_key", ["split: { step: split, «next_steps»: [writer] }"], /"next"/],
  ["unknown_key", ["writer: { step: write, params: { file: a }, «nb_process»: 2 }"], /"replicas"/],
  [
    "unknown_key",
    ["writer: { step: write, params: { file: a }, permissions: { «ffi»: [] } }"],
    /trusted/,
  ],
  ["bad_setting", ["writer: { step: write, params: { file: a }, queueBytes: «12XB» }"], /leave/],
  ["bad_setting", ["writer: { step: write, params: { file: a }, queueBytes: «0» }"], /leave/],
  ["bad_setting", ["writer: { step: write, params: { file: a }, ordered: «1» }"]],
  ["bad_setting", ["writer: { step: write, params: { file: a }, isolation: «thread» }"]],
  ["bad_setting", ["writer: { step: write, params: { file: a }, key: «a..b» }"], /leave/],
  ["bad_setting", ["writer: { step: write, params: { file: a }, maxAttempts: «0.5» }"], /leave/],
  [
    "bad_setting",
    ["split: { step: split, maxReplicas: «0», next: { bright: writer, faint: [] } }"],
    /leave/,
  ],
  [
    "bad_setting",
    ["split: { step: split, replicas: 3, maxReplicas: «2», next: { bright: writer, faint: [] } }"],
    /write 3 or more/,
  ],
  ["not_replicable", ["writer: { step: write, params: { file: a }, maxReplicas: «2» }"], /leave/],
  [
    "bad_setting",
    ["writer: { step: write, params: { file: a }, isolation: process, maxHeap: «1MB» }"],
    /leave/,
  ],
  ["producer_on_error", ["reader: { step: read, params: { file: a }, next: split, «key»: id }"]],
  ["unknown_key", ["writer: { step: write, params: { file: a }, «zzzzzzzz»: 2 }"], /known are/],
  ["duplicate_node", ["+ «writer»: { step: show }"], /another name/],
  ["duplicate_key", ["reader: { step: read, params: { file: a, «file»: b }, next: split }"]],
  ["bad_id", ["+ «9lives»: { step: read, params: { file: a }, next: writer }"], /write lives/],
  ["bad_number", [
    "split: { step: split, params: { threshold: «12345678901234567890» }, " +
    "next: { bright: writer, faint: [] } }",
  ], /quotes/],
  ["bad_number", [
    "split: { step: split, params: { threshold: «1e999» }, " +
    "next: { bright: writer, faint: [] } }",
  ]],
  [
    "unknown_param",
    ["reader: { step: read, params: { file: a, «fil»: b }, next: split }"],
    /"file"/,
  ],
  ["unknown_param", ["reader: { step: read, params: { «fiel»: a }, next: split }"]],
  ["missing_param", ["«reader»: { step: read, next: split }"]],
  ["missing_param", ["reader: { step: read, «params»: {}, next: split }"]],
  ["bad_param", ["reader: { step: read, params: { file: «5» }, next: split }"]],
  ["bad_param", ["reader: { step: read, params: { file: a, also: [b, «5»] }, next: split }"]],
  ["bad_replicas", ["split: { step: split, replicas: «0», next: { bright: writer, faint: [] } }"]],
  ["bad_replicas", [
    "split: { step: split, replicas: «two», next: { bright: writer, faint: [] } }",
  ]],
  ["bad_queue_limit", ["writer: { step: write, queueLimit: «1.5», params: { file: a } }"]],
  ["bad_on_error", ["writer: { step: write, onError: «skp», params: { file: a } }"]],
  ["missing_key", ["writer: { step: write, «onError»: { then: skip }, params: { file: a } }"]],
  ["bad_on_error", [
    "writer: { step: write, onError: { retry: { times: «0» } }, params: { file: a } }",
  ], /default/],
  ["bad_on_error", [
    "writer: { step: write, onError: { retry: { times: «two» } }, params: { file: a } }",
  ]],
  ["bad_on_error", [
    "writer: { step: write, onError: { retry: { backoffMs: 5, maxBackoffMs: «4» } }, " +
    "params: { file: a } }",
  ]],
  ["bad_on_error", [
    "writer: { step: write, onError: { retry: { jitter: «1.1» } }, params: { file: a } }",
  ]],
  ["bad_on_error", [
    "writer: { step: write, onError: { retry: {}, then: «retry» }, params: { file: a } }",
  ]],
  ["unknown_key", [
    "writer: { step: write, onError: { retry: {}, «than»: skip }, params: { file: a } }",
  ], /"then"/],
  ["unknown_key", [
    "writer: { step: write, onError: { retry: { «time»: 2 } }, params: { file: a } }",
  ], /"times"/],
  ["bad_timeout", ["writer: { step: write, timeoutMs: «0», params: { file: a } }"], /leave/],
  ["bad_timeout", ["writer: { step: write, timeoutMs: «5s», params: { file: a } }"]],
  ["producer_on_error", [
    "reader: { step: read, «onError»: skip, params: { file: in.txt }, next: split }",
  ], /behind/],
  ["producer_on_error", [
    "reader: { step: read, «timeoutMs»: 5, params: { file: in.txt }, next: split }",
  ]],
  ["not_replicable", ["writer: { step: write, replicas: «2», params: { file: a } }"], /leave/],
  ["bad_permission", [
    "writer: { step: write, params: { file: a }, " +
    "permissions: { net: [«http://x.org»] } }",
  ], /example.org:443/],
  ["bad_permission", [
    "writer: { step: write, params: { file: a }, " +
    "permissions: { sys: [«hostnam»] } }",
  ], /"hostname"/],
  ["bad_permission", ["writer: { step: write, params: { file: a }, permissions: { read: «a» } }"]],
  ["unknown_node", ["split: { step: split, next: { bright: «writr», faint: [] } }"], /"writer"/],
  [
    "unknown_node",
    ["split: { step: split, next: { bright: «write», faint: [] } }"],
    /names nodes: did you mean "writer"/,
  ],
  ["unknown_port", ["split: { step: split, next: { «brigt»: writer, faint: [] } }"], /"bright"/],
  ["unconnected_port", ["split: { step: split, «next»: { bright: writer } }"], /faint: \[\]/],
  ["unconnected_port", ["split: { step: split, «next»: writer }"], /bright: …, faint: \[\]/],
  ["missing_next", [
    "«split»: { step: split }",
    "+ r: { step: read, params: { file: i }, next: writer }",
  ], /bright: \[\], faint: \[\]/],
  ["missing_next", [
    "split: { step: deal, «next»: [] }",
    "+ r: { step: read, params: { file: i }, next: writer }",
  ], /at least one/],
  ["next_is_list", ["split: { step: copy, next: «[writer]» }"], /`next: \{ out: \[writer\] \}`/],
  ["next_is_map", ["split: { step: deal, next: «{ a: writer }» }"], /`next: \[writer\]`/],
  ["duplicate_edge", ["split: { step: split, next: { bright: [writer, «writer»], faint: [] } }"]],
  ["consumer_has_next", [
    "writer: { step: write, params: { file: a }, «next»: show }",
    "+ show: { step: show }",
  ], /remove/],
  ["producer_has_input", ["split: { step: split, next: { bright: writer, faint: «reader» } }"]],
  ["payload_mismatch", ["split: { step: count, next: «writer» }"]],
  ["self_loop", ["split: { step: split, next: { bright: writer, faint: «split» } }"]],
  ["cycle", [
    "split: { step: split, next: { bright: writer, faint: back } }",
    "+ back: { step: copy, next: «split» }",
  ]],
  ["no_producer", ["reader: { step: copy, next: split }"]],
  ["unreachable_node", ["+ «lone»: { step: show }"], /name it/],
  ["output_is_shared", [
    "split: { step: split, next: { bright: writer, faint: other } }",
    "+ other: { step: write, params: { file: «./out.txt» } }",
  ]],
  ["output_is_input", ["writer: { step: write, params: { file: «in.txt» } }"]],
];

for (const notation of NOTATIONS) {
  Deno.test(`${notation}: a flow without mistakes gives a graph`, async () => {
    const { graph, diagnostics } = await load(documentOf(notation, BASE), notation);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(graph?.nodes.map(({ id }) => id), ["reader", "split", "writer"]);
    assert.deepEqual(graph?.edges, [
      { from: "reader", port: "out", to: "split" },
      { from: "split", port: "bright", to: "writer" },
    ]);
  });

  MISTAKES.forEach(([code, lines, hint], index) => {
    Deno.test(`${notation}: mistake ${index}, ${code}, is the only thing told, at its place`, async () => {
      const { text, place, length } = unmarked(documentOf(notation, changed(lines)));
      const marked = lines.some((line) => line.includes("«"));
      const result = await load(text, notation);
      assert.equal(result.graph, null);
      const expected = marked ? place : notation === "yaml" ? "2:1" : "3:3";
      assert.deepEqual(told(result), [`${code} ${expected}`], result.diagnostics[0]?.message);
      if (marked) assert.equal(result.diagnostics[0]!.length, length);
      if (hint) assert.match(result.diagnostics[0]!.hint ?? "", hint);
    });
  });

  Deno.test(`${notation}: many mistakes are told together, in order`, async () => {
    const lines = changed([
      "reader: { step: red, next: split }",
      "split: { step: split, replicas: 0, next: { brght: writer, faint: nowhere } }",
      "writer: { step: write, params: { fil: a, more: 1 }, extra: 1 }",
    ]);
    const result = await load(documentOf(notation, lines), notation);
    assert.deepEqual(result.diagnostics.map(({ code }) => code), [
      "unknown_step",
      "bad_replicas",
      "unknown_port",
      "unknown_node",
      "unknown_param",
      "unknown_param",
      "unknown_key",
    ]);
  });
}

Deno.test("both notations of a flow give the same graph", async () => {
  const graphs = await Promise.all(
    NOTATIONS.map(async (notation) => (await load(documentOf(notation, BASE), notation)).graph),
  );
  assert.notEqual(graphs[0], null);
  assert.deepEqual(graphs[0], graphs[1]);
});

Deno.test("an edge into several nodes, a dropped port, a dynamic list", async () => {
  const lines = changed([
    "split: { step: split, next: { bright: [dealer, tell], faint: [], odd: tell } }",
    "+ dealer: { step: deal, replicas: 3, queueLimit: 7, next: [writer, tell] }",
    "+ tell: { step: show, permissions: { env: [HOME] } }",
  ]);
  const { graph, diagnostics } = await load(documentOf("yaml", lines));
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(graph?.edges.map(({ from, port, to }) => `${from}.${port} ${to}`), [
    "reader.out split",
    "split.bright dealer",
    "split.bright tell",
    "split.odd tell",
    "dealer.writer writer",
    "dealer.tell tell",
  ]);
  const node = (id: string) => graph!.nodes.find((found) => found.id === id)!;
  assert.deepEqual(node("dealer").ports, ["writer", "tell"]);
  assert.deepEqual([node("dealer").replicas, node("dealer").queueLimit], [3, 7]);
  assert.deepEqual(node("split").ports, ["bright", "faint", "odd"]);
  assert.deepEqual(node("split").params, { threshold: 50 });
  assert.deepEqual(node("tell").permissions.env, ["HOME"]);
  assert.deepEqual(node("writer").permissions.write, ["out.txt", "out.txt.partial"]);
});

Deno.test("an unknown extension is told with the known ones", async () => {
  const { graph, diagnostics } = await loadFlow(
    "\x28\xb5\x2f\xfd\0",
    { file: "x.toml" },
    fakeCatalog(),
    BASE_URL,
  );
  assert.equal(graph, null);
  assert.equal(diagnostics[0]?.sourceLine, "", "what is no flow is not shown");
  assert.equal(diagnostics[0]?.code, "unknown_notation");
  assert.match(diagnostics[0]?.hint ?? "", /\.yaml, \.yml, \.json, \.jsonc/);
});

Deno.test("the extension tells the notation, a BOM and CRLF are no matter", async () => {
  const text = "\uFEFF" + documentOf("yaml", BASE).replaceAll("\n", "\r\n");
  const { graph } = await loadFlow(text, { file: "a.b/x.YML" }, fakeCatalog(), BASE_URL);
  assert.equal(graph?.name, "demo");
  const bad = text.replace("step: split", "step: splt");
  const { diagnostics } = await loadFlow(bad, { file: "x.yaml" }, fakeCatalog(), BASE_URL);
  assert.deepEqual([diagnostics[0]?.line, diagnostics[0]?.column], [4, 18]);
  assert.equal(diagnostics[0]?.sourceLine.includes("\r"), false);
});

Deno.test("each step is asked for once", async () => {
  const catalog = fakeCatalog();
  await loadFlow(documentOf("yaml", BASE), { file: "x.yaml" }, catalog, BASE_URL);
  assert.deepEqual(catalog.asked, ["read", "split", "write"]);
});
