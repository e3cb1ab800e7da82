import assert from "node:assert/strict";
import type { FlowGraph, GraphNode } from "../graph/model.ts";
import { makePlan } from "./plan.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import { sequentialPlacement } from "./sequential/placement.ts";
import { portsIn, wire } from "./wire.ts";

function node(id: string, rest: Partial<GraphNode>): GraphNode {
  return {
    id,
    role: "stager",
    step: id,
    code: { module: `file:///steps/${id}.ts`, export: "default", builtin: true },
    params: {},
    roles: [],
    replicas: 1,
    queueLimit: 10,
    permissions: { read: [], write: [], net: [], env: [], sys: [] },
    trusted: false,
    ports: ["out"],
    dynamic: false,
    ...rest,
  };
}

const GRAPH: FlowGraph = {
  schema: "ctapipe-flow/graph/1",
  name: "test",
  nodes: [
    node("a", {
      role: "producer",
      params: {
        filename: "data/x.zst",
        more: ["y", "/abs/z"],
        address: "localhost:5565",
        plain: "p",
      },
      roles: [
        { path: ["filename"], role: "inputFile" },
        { path: ["more", "*"], role: "inputFile" },
        { path: ["address"], role: "endpoint" },
        { path: ["absent"], role: "inputFile" },
      ],
      permissions: {
        read: ["data/x.zst", "./data/x.zst"],
        write: [],
        net: ["localhost:5565"],
        env: [],
        sys: [],
      },
    }),
    node("b", { replicas: 3 }),
    node("c", { role: "consumer", ports: [] }),
  ],
  edges: [{ from: "a", port: "out", to: "b" }, { from: "b", port: "out", to: "c" }],
};

Deno.test("paths are resolved against the flow's folder, everything else is left alone", () => {
  const plan = makePlan(GRAPH, "file:///flows/sub/flow.yaml");
  assert.deepEqual(plan.nodes[0]!.params, {
    filename: "/flows/sub/data/x.zst",
    more: ["/flows/sub/y", "/abs/z"],
    address: "localhost:5565",
    plain: "p",
  });
  assert.deepEqual(plan.nodes[0]!.permissions.read, ["/flows/sub/data/x.zst"]);
  assert.deepEqual(plan.nodes[0]!.permissions.net, ["localhost:5565"]);
  assert.equal(GRAPH.nodes[0]!.params.filename, "data/x.zst");
});

Deno.test("replicas are numbered through", () => {
  const plan = makePlan(GRAPH, "file:///flows/flow.yaml");
  assert.deepEqual(plan.nodes.map(({ firstRow }) => firstRow), [0, 1, 4]);
  assert.equal(plan.replicas, 5);
});

Deno.test("in one host every link is direct", () => {
  const plan = makePlan(GRAPH, "file:///flows/flow.yaml");
  const [host, ...others] = wire(plan, sequentialPlacement(plan).placement);
  assert.equal(others.length, 0);
  assert.deepEqual(
    host!.flatMap(({ links }) => links.map(({ kind }) => kind)),
    Array(4).fill("direct"),
  );
});

Deno.test("in hosts of their own every pair of replicas shares a port", () => {
  const plan = makePlan(GRAPH, "file:///flows/flow.yaml");
  const hosts = wire(plan, multiprocessPlacement(plan).placement).flat();
  assert.equal(hosts.length, 5);
  assert.deepEqual(hosts.map(({ inputs }) => inputs.length), [0, 1, 1, 1, 3]);
  assert.deepEqual(
    hosts[0]!.links.map((link) => link.kind === "lanes" && link.lanes.map(({ row }) => row)),
    [[1, 2, 3]],
  );
  const ports = portsIn(hosts);
  assert.equal(new Set(ports).size, 12);
  for (const port of ports) port.close();
});
