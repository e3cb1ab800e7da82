import assert from "node:assert/strict";
import { fakeCatalog } from "./_fake_catalog.ts";
import { unmarked } from "./_flows.ts";
import { loadFlow } from "./load.ts";

const load = (text: string) => loadFlow(text, { file: "x.json" }, fakeCatalog(), "file:///x.json");

const MISTAKES: readonly [code: string, text: string, words: RegExp][] = [
  ["empty_document", "«»", /no flow/],
  ["empty_document", "«»// nothing\n", /no flow/],
  ["bad_value", "«[]»", /a map with `name` and `nodes`/],
  ["bad_value", "«5»", /not a number/],
  ["missing_key", '«»{ "name": "x" }', /"nodes" is missing/],
  ["bad_value", '{ "name": "x", "nodes": «[]» }', /nodes is a map/],
  ["bad_value", '{ "name": «5», "nodes": {} }', /name of the flow/],
  ["unknown_key", '{ "name": "x", «"node"»: {}, "nodes": {} }', /"nodes"/],
  ["duplicate_key", '{ "name": "x", «"name"»: "y", "nodes": {} }', /twice/],
  ["no_nodes", '{ "name": "x", "nodes": «{}» }', /no nodes/],
  ["syntax_error", '{ "name": "x" «"nodes"»: {} }', /"," is expected/],
  ["syntax_error", '{ "name": «x», "nodes": {} }', /double quotes/],
  ["syntax_error", '{ "name": "x", "nodes": {}«»', /not closed/],
  ["syntax_error", '{ "name": "x", "nodes": {} } «{»}', /nothing may follow/],
  ["syntax_error", '{ "name": «"x,»\n "nodes": {} }', /quote is missing/],
  ["syntax_error", '{ "name": «», "nodes": {} }', /value is expected/],
];

for (const [code, marked, words] of MISTAKES) {
  Deno.test(`jsonc: ${code} in ${JSON.stringify(marked.slice(0, 50))}`, async () => {
    const { text, place } = unmarked(marked);
    const { graph, diagnostics } = await load(text);
    assert.equal(graph, null);
    const found = diagnostics.find((diagnostic) => diagnostic.code === code);
    assert.ok(found, JSON.stringify(diagnostics));
    assert.match(`${found.message} ${found.hint}`, words);
    assert.equal(`${found.line}:${found.column}`, place, found.message);
  });
}

Deno.test("jsonc: a document deep enough to exhaust the stack is told, not thrown", async () => {
  for (const depth of [66, 1_000, 200_000]) {
    const { diagnostics } = await load("[".repeat(depth) + "]".repeat(depth));
    assert.deepEqual(diagnostics.map(({ code }) => code), ["too_complex"]);
  }
});

Deno.test("jsonc: a key named __proto__ is a key", async () => {
  const { diagnostics } = await load(
    '{ "name": "x", "nodes": { "__proto__": { "step": "show" } } }',
  );
  assert.deepEqual(diagnostics.map(({ code }) => code), ["no_producer"]);
});
