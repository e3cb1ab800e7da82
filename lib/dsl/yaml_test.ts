import assert from "node:assert/strict";
import { fakeCatalog } from "./_fake_catalog.ts";
import { BASE, documentOf, unmarked } from "./_flows.ts";
import { loadFlow } from "./load.ts";

const load = (text: string) => loadFlow(text, { file: "x.yaml" }, fakeCatalog(), "file:///x.yaml");

/** Documents with one mistake: its code, the text, a part of the message or the hint. */
const MISTAKES: readonly [code: string, text: string, words: RegExp][] = [
  ["empty_document", "«»", /name and nodes/],
  ["empty_document", "«»# nothing\n", /no flow/],
  ["bad_value", "«just text»", /a map with `name` and `nodes`/],
  ["bad_value", "name: x\nnodes:\n  «- step: read»\n", /nodes is a map/],
  ["missing_key", "«»name: x\n", /"nodes" is missing/],
  ["missing_key", "«»nodes: { a: { step: show } }\n", /"name" is missing/],
  ["syntax_error", "name: x\nnodes:\n«\t»a: 1\n", /spaces/],
  ["syntax_error", "name: x\nnodes: { a: { step: read }«»\n\n", /not closed/],
  ["syntax_error", "name: x\nnodes: {}\n«---»\nname: y\nnodes: {}\n", /one flow/],
  ["syntax_error", "name: «!thing x»\nnodes: {}\n", /remove the tag/],
  [
    "bad_key",
    "name: x\nnodes:\n  «1»: { step: read, params: { file: a }, next: b }\n  b: { step: show }\n",
    /quotes/,
  ],
  [
    "bad_key",
    "name: x\nnodes:\n  a: { step: read, params: { file: a, «[b]»: 1 }, next: b }\n  b: { step: show }\n",
    /keys are text/,
  ],
  [
    "bad_key",
    "name: x\nnodes:\n  a: &a { step: read, params: { file: a }, next: b }\n  c:\n    «<<»: *a\n    step: copy\n    next: b\n  b: { step: show }\n",
    /merge keys/,
  ],
  [
    "bad_alias",
    "name: x\nnodes:\n  a: { step: read, params: { file: a }, next: «*b» }\n  b: { step: show }\n",
    /no anchor "b"/,
  ],
  [
    "bad_alias",
    "name: x\nnodes:\n  a: { step: read, params: &p { file: a, also: [«*p»] }, next: b }\n  b: { step: show }\n",
    /inside of what/,
  ],
  [
    "bad_name",
    'name: «" "»\nnodes: { a: { step: read, params: { file: a }, next: b }, b: { step: show } }\n',
    /one line/,
  ],
];

for (const [code, marked, words] of MISTAKES) {
  Deno.test(`yaml: ${code} in ${JSON.stringify(marked.slice(0, 50))}`, async () => {
    const { text, place } = unmarked(marked);
    const { graph, diagnostics } = await load(text);
    assert.equal(graph, null);
    const found = diagnostics.find((diagnostic) => diagnostic.code === code);
    assert.ok(found, JSON.stringify(diagnostics));
    assert.equal(`${found.line}:${found.column}`, place, found.message);
    assert.match(`${found.message} ${found.hint}`, words);
  });
}

Deno.test("yaml: an alias stands for its anchor's value; a mistake in it is told once, there", async () => {
  const flow = (file: string) =>
    unmarked(`name: x
nodes:
  a: { step: read, params: &p { file: ${file} }, next: c }
  b: { step: read, params: *p, next: c }
  c: { step: show }
`);
  const good = await load(flow("in.txt").text);
  assert.deepEqual(good.graph?.nodes.map(({ params }) => params.file), [
    "in.txt",
    "in.txt",
    undefined,
  ]);
  const { text, place } = flow("«5»");
  const { diagnostics } = await load(text);
  assert.deepEqual(diagnostics.map((d) => `${d.code} ${d.line}:${d.column}`), [
    `bad_param ${place}`,
  ]);
});

Deno.test("yaml: aliases that would make a document huge are refused", async () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(", ")}]`,
  );
  const text = ["l0: &l0 x", ...levels, "name: x", "nodes: {}"].join("\n");
  const { diagnostics } = await load(text);
  assert.deepEqual(diagnostics.map(({ code }) => code), ["too_complex"]);
});

Deno.test("yaml: keys without a value count as left out; block style and comments are read", async () => {
  const { graph, diagnostics } = await load(`
# yaml-language-server: $schema=./flow.schema.json
$schema: ./flow.schema.json
name: block
description: in block style
nodes:
  reader:
    step: read
    params:
      file: in.txt   # the input
    next:
      - other
  other:
    step: show
    params:
    next:
    permissions:
      read:
`.replace("    next:\n      - other", "    next:\n      out:\n        - other"));
  assert.deepEqual(diagnostics, []);
  assert.equal(graph?.edges.length, 1);
});

Deno.test("yaml: the value of a key in block style is placed where it begins", async () => {
  const { text, place } = unmarked(`name: x
nodes:
  a:
    step: copy
    next:
      «- b»
      - c
  b: { step: show }
`);
  const { diagnostics } = await load(text);
  const found = diagnostics.find(({ code }) => code === "next_is_list");
  assert.equal(`${found?.line}:${found?.column} ${found?.length}`, `${place} 3`);
});

Deno.test("yaml: no permission is needed, and the environment is left as it was", async () => {
  const program = `
    import process from "node:process";
    import { yamlFrontEnd } from ${JSON.stringify(import.meta.resolve("./yaml.ts"))};
    const before = process.env;
    const parsed = yamlFrontEnd.parse("name: x\\nnodes: {}", "file:///x");
    console.log(parsed.spec.name, process.env === before);
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-prompt", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stdout, stderr } = await child.output();
  assert.equal(new TextDecoder().decode(stdout).trim(), "x true", new TextDecoder().decode(stderr));
});

Deno.test("yaml: a flow of the usual form is read to the end", async () => {
  const { graph } = await load(documentOf("yaml", BASE));
  assert.equal(graph?.nodes.length, 3);
});
