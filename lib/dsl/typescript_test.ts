import assert from "node:assert/strict";
import { graphHash } from "../graph/mod.ts";
import { stepCatalog } from "../registry/mod.ts";
import { loadFlow } from "./load.ts";

const MODULE = new URL("./testdata/steps.ts", import.meta.url).href;

/** A sound flow; its lines are replaced by those that begin alike. */
const LINES = [
  'import { defineFlow, drop, edge, node } from "ctapipe-flow";',
  'import * as steps from "ctapipe-flow/steps";',
  `import { count, lost } from "${MODULE}";`,
  "",
  'const reader = node(steps.simtel_reader, { params: { filename: "a.zst" } });',
  "const shunt = node(steps.shunt_telescope);",
  "const dump = node(steps.lst_dump, { replicas: 2 });",
  'const writer = node(steps.string_writer, { params: { filename: "out.txt" } });',
  "",
  "export default defineFlow({",
  '  name: "typed",',
  "  nodes: { reader, shunt, dump, writer },",
  "  edges: [",
  "    edge(reader.out.events, shunt),",
  "    edge(shunt.out.lst, dump),",
  "    drop(shunt.out.other),",
  "    edge(dump, writer),",
  "  ],",
  "});",
];

/** Loads a flow of these lines, from a file in a folder of its own. */
async function load(lines: readonly string[], overrides: Parameters<typeof loadFlow>[4] = []) {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/flow.ts`;
    const text = lines.join("\n");
    await Deno.writeTextFile(file, text);
    return await loadFlow(text, { file: "flow.ts" }, stepCatalog(), `file://${file}`, overrides);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const changed = (changes: Readonly<Record<string, string>>) =>
  LINES.flatMap((line) => {
    const change = Object.entries(changes).find(([start]) => line.startsWith(start));
    return change ? change[1].split("\n") : [line];
  });

Deno.test("a typed flow is the graph that YAML gives", async () => {
  const typed = await load(LINES);
  const yaml = [
    "name: typed",
    "nodes:",
    "  reader: { step: simtel_reader, params: { filename: a.zst }, next: shunt }",
    "  shunt: { step: shunt_telescope, next: { other: [], lst: dump } }",
    "  dump: { step: lst_dump, replicas: 2, next: writer }",
    "  writer: { step: string_writer, params: { filename: out.txt } }",
  ].join("\n");
  const { graph } = await loadFlow(yaml, { file: "flow.yaml" }, stepCatalog(), import.meta.url);
  assert.deepEqual(typed.diagnostics, []);
  assert.deepEqual(typed.graph, graph);
  assert.equal(graphHash(typed.graph!), graphHash(graph!));
});

Deno.test("a flow may be computed, by loops and functions that return parts of it", async () => {
  const { graph, diagnostics } = await load([
    ...LINES.slice(0, 9),
    "function branch(name: string) {",
    "  const dump = node(steps.other_dump);",
    "  const lines = node(steps.string_writer, { params: { filename: `${name}.txt` } });",
    "  return { nodes: { [`${name}_dump`]: dump, [name]: lines }, edges: [edge(shunt.out.lst, dump), edge(dump, lines)] };",
    "}",
    'const branches = ["a", "b", "c"].map(branch);',
    "export default defineFlow({",
    '  name: "typed",',
    "  nodes: Object.assign({ reader, shunt }, ...branches.map(({ nodes }) => nodes)),",
    "  edges: [edge(reader.out.events, shunt), drop(shunt.out.other), ...branches.flatMap(({ edges }) => edges)],",
    "});",
  ]);
  assert.deepEqual(diagnostics, []);
  assert.equal(graph!.nodes.length, 8);
  assert.deepEqual(graph!.edges.filter(({ port }) => port === "lst").map(({ to }) => to), [
    "a_dump",
    "b_dump",
    "c_dump",
  ]);
});

Deno.test("a step of a file is named relative to the flow, with its export", async () => {
  const { graph, diagnostics } = await load(changed({
    "const reader": "const reader = node(count, { params: { to: 3 } });",
    "    edge(reader": "    edge(reader, writer),",
    "  nodes": "  nodes: { reader, writer },",
    "    edge(shunt": "",
    "    drop": "",
    "    edge(dump": "",
  }));
  assert.deepEqual(diagnostics, []);
  const [reader] = graph!.nodes;
  assert.match(reader!.step, /^\.\.\/.*\/lib\/dsl\/testdata\/steps\.ts#count$/);
  assert.deepEqual(reader!.code, { module: MODULE, export: "count", builtin: false });
});

Deno.test("values from the command line change a typed flow too", async () => {
  const from = "--set writer.filename=x.txt";
  const override = {
    node: "writer",
    key: "param",
    path: ["filename"],
    value: "x.txt",
    from,
  } as const;
  const { graph } = await load(LINES, [override]);
  assert.equal(graph!.nodes.at(-1)!.params.filename, "x.txt");
});

/** Mistakes with what is told, as `line:column length code message`. */
const MISTAKES: readonly [name: string, changes: Record<string, string>, told: string[]][] = [
  ["an unknown param", {
    "const reader": 'const reader = node(steps.simtel_reader, { params: { filname: "a" } });',
  }, ['5:54 7 unknown_param there is no param "filname"']],
  ["a missing param", {
    "const writer": "const writer = node(steps.string_writer);",
  }, ['8:16 4 missing_param param "filename" is missing: a string is expected']],
  ["a param of the wrong kind", {
    "const writer": "const writer = node(steps.string_writer, { params: { filename: 3 } });",
  }, ['8:54 8 bad_param param "filename" is 3: a string is expected']],
  ["a param that is no JSON", {
    "const writer": "const writer = node(steps.string_writer, { params: { filename: () => 1 } });",
  }, ["8:54 8 bad_value a function is no JSON value"]],
  ["a port that does not exist", {
    "    edge(shunt": "    edge(shunt.out.lts, dump),",
  }, ['15:20 3 unknown_port step "shunt_telescope" has no port "lts"']],
  ["a port that is not connected", {
    "    drop": "",
  }, ['6:15 4 unconnected_port port "other" of step "shunt_telescope" is connected to nothing']],
  ["payloads that differ", {
    "    edge(shunt": "    edge(reader.out.events, dump),",
    "    edge(reader": "    edge(reader.out.records, shunt),",
    "    drop": "    drop(shunt.out.other), drop(shunt.out.lst),",
  }, [
    '14:21 7 payload_mismatch port "records" of node "reader" gives simtel_record, but node "shunt" takes array_event',
    '15:21 6 payload_mismatch port "events" of node "reader" gives array_event, but node "dump" takes telescope_event',
  ]],
  ["too many replicas", {
    "const dump": "const dump = node(steps.lst_dump, { replicas: 0 });",
  }, ["7:37 8 bad_replicas replicas is a whole number from 1 to 256"]],
  ["a setting that does not exist", {
    "const dump": "const dump = node(steps.lst_dump, { replica: 2 });",
  }, ['7:37 7 unknown_key there is no key "replica" here']],
  ["a node that is not listed", {
    "  nodes": "  nodes: { reader, shunt, writer },",
  }, [
    "15:5 4 unknown_node this edge ends at a node that the flow does not name",
    "17:5 4 unknown_node this edge begins at a node that the flow does not name",
  ]],
  ["a node listed twice", {
    "  nodes": "  nodes: { reader, shunt, dump, writer, again: writer },",
  }, ['8:16 4 duplicate_node "again" and "writer" are one node']],
  ["a circle", {
    "    edge(dump": "    edge(dump, shunt), edge(reader, writer),",
  }, [
    "17:5 4 cycle the flow runs in a circle: shunt -> dump -> shunt",
    '17:5 4 payload_mismatch port "out" of node "dump" gives text, but node "shunt" takes array_event',
  ]],
  ["a step that does not say where it is", {
    "const dump": "const dump = node(lost);",
  }, ['7:14 4 step_without_module step "lost" does not say where its code is']],
  ["text that is no TypeScript", {
    "const dump": "const dump = = node(steps.lst_dump);",
  }, ["7:14 1 bad_flow_module the flow cannot be evaluated: SyntaxError: Expression expected"]],
  ["a module that throws", {
    "const dump": 'throw new Error("no luck");',
  }, ["7:7 3 bad_flow_module the flow cannot be evaluated: Error: no luck"]],
  ["a module that is denied something", {
    "const dump": 'Deno.readTextFileSync("/etc/hostname");',
  }, [
    '7:6 16 bad_flow_module the flow cannot be evaluated: NotCapable: Requires read access to "/etc/hostname"',
  ]],
  ["an edge to nothing", {
    "    edge(dump": "    edge(dump, undefined),",
  }, ["17:5 4 bad_flow_module the flow cannot be evaluated: TypeError: an edge ends at a node"]],
  ["no default export", {
    "export default": "defineFlow({",
  }, ["1:1 6 bad_flow_module the module has no default export: a flow is what defineFlow gives"]],
];

for (const [name, changes, told] of MISTAKES) {
  Deno.test(`a typed flow with ${name}`, async () => {
    const { graph, diagnostics } = await load(changed(changes));
    const found = diagnostics.map(({ line, column, length, code, message }) =>
      `${line}:${column} ${length} ${code} ${message}`
    );
    assert.deepEqual(found, told);
    assert.equal(graph, null);
  });
}
