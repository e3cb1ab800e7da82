/** Programs: laid out as the formatter would, and the same flow when they are evaluated. */
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { graphHash } from "../../graph/hash.ts";
import type { FlowSpec } from "../../graph/model.ts";
import { stepCatalog } from "../../registry/mod.ts";
import { loadFlow } from "../load.ts";
import { aFlow, graphOf } from "./_flows.ts";
import { printFlow } from "./mod.ts";

/** A few flows, always the same, with all that the notations have trouble with. */
const FLOWS: readonly FlowSpec[] = fc.sample(aFlow, { seed: 17, numRuns: 60 });

async function programOf(spec: FlowSpec, base?: string): Promise<string> {
  const printed = await printFlow("ts", { spec, graph: graphOf(spec, base), comments: [] });
  assert.ok(printed.ok);
  return printed.text;
}

async function deno(args: readonly string[], input: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await using child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("the formatter would change nothing", async () => {
  const programs = await Promise.all(FLOWS.map((spec) => programOf(spec)));
  const text = programs.join("// ----\n");
  const formatted = await deno(["fmt", "--ext=ts", "--line-width=100", "-"], text);
  assert.equal(formatted, text);
});

/** The same flow with its steps in the file beside this one, as a flow in `folder` names it. */
function withSteps(spec: FlowSpec, folder: string): FlowSpec {
  const file = relative(folder, fileURLToPath(new URL("./_steps.ts", import.meta.url)));
  const nodes = spec.nodes.map((node) => ({
    ...node,
    step: `${file}#${node.step.includes(".ts") ? "pass" : node.step}`,
  }));
  return { ...spec, nodes };
}

Deno.test("a program gives the graph and the description that it was printed from", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [index, flow] of FLOWS.slice(0, 3).entries()) {
      const spec = withSteps(flow, folder);
      const file = join(folder, `flow_${index}.ts`);
      const base = pathToFileURL(file).href;
      const text = await programOf(spec, base);
      await Deno.writeTextFile(file, text);
      const loaded = await loadFlow(text, { file }, stepCatalog(), base);
      assert.deepEqual(loaded.diagnostics, [], text);
      assert.equal(graphHash(loaded.graph!), graphHash(graphOf(spec, base)), text);
      assert.equal(loaded.spec?.description, spec.description);
      const { graph, spec: again } = loaded;
      const printed = await printFlow("ts", { spec: again!, graph: graph!, comments: [] });
      assert.deepEqual(printed, { ok: true, text });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("names of variables are free of what a program uses; comments stand before nodes", async () => {
  const node = (id: string, step: string, next: string | null) => ({
    id,
    step,
    params: {},
    next,
    replicas: 1,
    queueLimit: 1000,
    permissions: {},
    trusted: false,
    path: ["nodes", id],
  });
  const spec: FlowSpec = {
    name: "x",
    nodes: [
      node("edge", "make", "own"),
      node("own", "./own.ts", "b-c"),
      node("b-c", "./other/own.ts", "b_c"),
      node("b_c", "./own.ts#edge", "__proto__"),
      node("__proto__", "sink", null),
    ],
  };
  const comments = [
    { path: ["name"], place: "before", lines: ["yaml-language-server: $schema=x", "head", ""] },
    { path: ["nodes"], place: "before", lines: ["about nodes"] },
    { path: ["nodes", "own", "next"], place: "behind", lines: ["about next"] },
    { path: ["nodes", "own"], place: "end", lines: ["last"] },
    { path: [], place: "end", lines: ["end"] },
  ] as const;
  const printed = await printFlow("ts", { spec, graph: graphOf(spec), comments });
  assert.deepEqual(printed.ok && printed.text.split("\n"), [
    "// head",
    "//",
    'import { defineFlow, edge, node } from "ctapipe-flow";',
    'import * as steps from "ctapipe-flow/steps";',
    'import own_step from "./own.ts";',
    'import own_step_2 from "./other/own.ts";',
    'import { edge as edge_step } from "./own.ts";',
    "",
    "const edge_node = node(steps.make);",
    "// about next",
    "// last",
    "const own = node(own_step);",
    "const b_c = node(own_step_2);",
    "const b_c_node = node(edge_step);",
    "const __proto__ = node(steps.sink);",
    "",
    "// about nodes",
    "// end",
    "export default defineFlow({",
    '  name: "x",',
    '  nodes: { edge: edge_node, own, "b-c": b_c, b_c: b_c_node, __proto__ },',
    "  edges: [",
    "    edge(edge_node, own),",
    "    edge(own, b_c),",
    "    edge(b_c, b_c_node),",
    "    edge(b_c_node, __proto__),",
    "  ],",
    "});",
    "",
  ]);
});
