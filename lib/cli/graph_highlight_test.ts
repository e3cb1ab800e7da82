import assert from "node:assert/strict";
import { join } from "node:path";
import { type FlowGraph, graphHash } from "../graph/mod.ts";
import type { Report } from "../telemetry/report.ts";
import { failure, graphNode, nodeReport, report } from "./_fixtures.ts";
import { highlightOf, readHighlight } from "./graph_highlight.ts";
import { UserError } from "./user_error.ts";

const GRAPH: FlowGraph = {
  schema: "ctapipe-flow/graph/1",
  name: "some_flow",
  nodes: [graphNode({ id: "dump" })],
  edges: [],
};

Deno.test("the share of time is that of all replicas, never more than all of it", () => {
  const busy = (busyMs: number, replicas: number, wallMs: number) =>
    highlightOf(report({ wallMs, nodes: { a: nodeReport({ busyMs, replicas }) } })).nodes
      .get("a")?.busy;
  assert.equal(busy(300, 1, 400), 0.75);
  assert.equal(busy(300, 3, 400), 0.25);
  assert.equal(busy(500, 1, 400), 1);
  assert.equal(busy(5, 1, 0), 0);
});

Deno.test("counts, the first failure of each node, and packets of edges", () => {
  const edges = [{ from: "read", port: "out", to: "dump", sent: 5, received: 5 }];
  const { nodes, edges: sent } = highlightOf(report({
    nodes: { read: nodeReport({}), dump: nodeReport({ done: 3, failed: 2 }) },
    edges,
    errors: [
      failure({ node: "dump", message: "no pixels\nat all" }),
      failure({ node: "dump", phase: "finish", message: "no disk" }),
    ],
  }));
  assert.deepEqual(nodes.get("dump"), { busy: 0, done: 3, failed: 2, note: "run: no pixels" });
  assert.equal(nodes.get("read")?.note, null);
  assert.deepEqual(sent, edges);
});

/** What becomes of a report file with this content. */
async function read(content: Partial<Report> | string) {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "r.json");
    const text = typeof content === "string" ? content : JSON.stringify(report(content));
    await Deno.writeTextFile(path, text);
    return await readHighlight(path, GRAPH);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a report of the same graph is taken as it is, of one that differs with a doubt", async () => {
  const nodes = { dump: nodeReport({ done: 4 }) };
  const same = await read({ nodes, graphHash: graphHash(GRAPH) });
  assert.deepEqual([same.doubt, same.highlight.nodes.get("dump")?.done], [null, 4]);
  const other = await read({ nodes });
  assert.match(
    other.doubt ?? "",
    /^report ".*r\.json" is about a graph that differs from this one$/,
  );
  assert.equal(other.highlight.nodes.get("dump")?.done, 4);
});

Deno.test("what is no report, or one of another flow, is refused with the reason", async () => {
  const negative = { nodes: { dump: nodeReport({ busyMs: -1 }) } };
  const cases: [Partial<Report> | string, RegExp][] = [
    ["{", /r\.json" is not a report: .*JSON/],
    ["[]", /is not a report: .*expected object/],
    ['{"schema":"ctapipe-flow/graph/1"}', /is not a report: schema: .*ctapipe-flow\/report\/1/],
    [negative, /is not a report: nodes\.dump\.busyMs: /],
    [{ flow: "x", nodes: { toto: nodeReport({}) } }, /is about another flow, "x": .*"some_flow"$/],
    [{ nodes: {} }, /is about another flow/],
  ];
  for (const [content, expected] of cases) {
    await assert.rejects(read(content), (error) => {
      assert.ok(error instanceof UserError, `${error}`);
      assert.match(error.message, expected);
      assert.match(error.hint ?? "", /run FLOW --report FILE\.json/);
      return true;
    });
  }
  await assert.rejects(readHighlight("nowhere/r.json", GRAPH), /report "nowhere\/r.json" does not/);
});
