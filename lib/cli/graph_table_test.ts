import assert from "node:assert/strict";
import { type FlowGraph, NO_GRANTS } from "../graph/model.ts";
import { graphNode } from "./_fixtures.ts";
import { formatGrants, formatGraph, formatPolicies } from "./graph_table.ts";

const graph: FlowGraph = {
  schema: "ctapipe-flow/graph/1",
  name: "some_flow",
  nodes: [
    graphNode({
      id: "reader",
      role: "producer",
      step: "simtel_reader",
      permissions: { ...NO_GRANTS, read: ["gamma.simtel.zst"], net: ["localhost:1", "b:2"] },
    }),
    graphNode({ id: "split", ports: ["bright", "faint"], replicas: 2, queueLimit: 10 }),
    graphNode({ id: "writer", role: "consumer", ports: [], trusted: true }),
  ],
  edges: [
    { from: "reader", port: "out", to: "split" },
    { from: "split", port: "bright", to: "writer" },
  ],
};

Deno.test("every node with what it may touch and where its values go", () => {
  assert.equal(
    formatGraph(graph, false),
    `node    role      step           replicas  queue  may touch              next
reader  producer  simtel_reader         1      -  read gamma.simtel.zst  -> split
                                                  net localhost:1, b:2
split   stager    some_step             2     10  nothing                bright -> writer
                                                                         faint -> (dropped)
writer  consumer  some_step             1    100  ALL (trusted)
`,
  );
});

Deno.test("a trusted node is shown in red", () => {
  const trusted = graphNode({ id: "a", trusted: true });
  assert.equal(formatGrants(trusted, true), "\x1b[1m\x1b[31mALL (trusted)\x1b[39m\x1b[22m");
});

Deno.test("names of files cannot drive the terminal", () => {
  const write = ["a\x1b[2J\0b\x7f"];
  const node = graphNode({ id: "a", step: "./\x1bx.ts", permissions: { ...NO_GRANTS, write } });
  const table = formatGraph({ ...graph, nodes: [node], edges: [] }, false);
  assert.ok(table.includes("write a␛[2J␀b␡"), table);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(table, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

Deno.test("error policies are told in words, with what a timeout cannot do", () => {
  assert.equal(formatPolicies(graph), "");
  const retry = { times: 2, backoffMs: 5, maxBackoffMs: 80, jitter: 0 };
  const nodes = [
    graphNode({ id: "a", onError: { then: "skip" } }),
    graphNode({ id: "b", onError: { retry, then: "quarantine" } }),
    graphNode({ id: "c", timeoutMs: 500 }),
  ];
  assert.equal(
    formatPolicies({ ...graph, nodes }),
    `a: a packet that fails is skipped
b: a packet that fails is tried again up to 2 times (after 5 ms, doubling up to 80 ms), then is put into quarantine
c: a packet that fails ends the execution. An attempt fails after 500 ms; in mode sequential one that computes without ever waiting is not stopped
`,
  );
});
