import assert from "node:assert/strict";
import type { FlowGraph, GraphNode } from "../graph/model.ts";
import { makePlan } from "./plan.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import { sequentialPlacement } from "./sequential/placement.ts";
import { planOf } from "./_fixtures.ts";
import { nodesInOrder } from "./order/scope.ts";
import { besideIn, followersIn } from "./reach.ts";
import { sharesOf } from "./shares.ts";
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

/** a -> b -> c -> d, b and c with two replicas side by side. */
const SIDE_BY_SIDE = planOf(
  {
    a: {},
    b: { replicas: 2 },
    c: { replicas: 2, light: true },
    d: { role: "consumer", ports: [] },
  },
  ["a b", "b c", "c d"],
);

Deno.test("side by side, each replica calls the one beside it, and has lanes to all others", () => {
  const plan = SIDE_BY_SIDE;
  const { placement } = multiprocessPlacement(plan);
  assert.deepEqual(placement, [[0], [1, 3], [2, 4], [5]]);
  const all = wire(plan, placement).flat().toSorted((a, b) => a.row - b.row);
  const reached = all.map(({ links }) =>
    links.map((link) => link.kind === "direct" ? "call" : link.lanes.map(({ row }) => row))
  );
  assert.deepEqual(reached, [[[1, 2]], ["call"], ["call"], [[5]], [[5]], []]);
  assert.deepEqual(all.map(({ inputs }) => inputs.map(({ row }) => row)), [
    ...[[], [0], [0]],
    ...[[], [], [3, 4]],
  ]);
  assert.deepEqual(all.map(({ ports }) => ports.map(({ slots }) => slots !== null)), [
    ...[[true], [false], [false]],
    ...[[true], [true], []],
  ]);
  const { rings, pools } = sharesOf(plan, placement);
  assert.deepEqual({ rings, pools }, { rings: 4, pools: 3 });
  for (const port of portsIn(all)) port.close();
});

Deno.test("who is beside a sender gets its packets, and nobody else decides about them", () => {
  const plan = SIDE_BY_SIDE;
  const { placement } = multiprocessPlacement(plan);
  const beside = besideIn(placement);
  assert.deepEqual([1, 2].map((row) => beside(row, plan.nodes[2]!)), [[3], [4]]);
  assert.deepEqual(beside(0, plan.nodes[1]!), []);
  assert.deepEqual([...followersIn(plan, placement)], [2]);
  assert.deepEqual([...followersIn(plan, sequentialPlacement(plan).placement)], []);
  assert.deepEqual(
    [...followersIn(plan, multiprocessPlacement(plan, { apart: true }).placement)],
    [],
  );
});

Deno.test("side by side, the order counts where Workers meet, and for all before", () => {
  const ordered = planOf(
    { a: {}, b: { replicas: 2 }, c: { replicas: 2, light: true }, d: { ordered: true } },
    ["a b", "b c", "c d"],
  );
  assert.deepEqual([...nodesInOrder(ordered, multiprocessPlacement(ordered).placement)].sort(), [
    ...[0, 1, 2, 3],
  ]);
  const inside = planOf(
    { a: {}, b: { replicas: 2 }, c: { replicas: 2, light: true, ordered: true, role: "consumer" } },
    ["a b", "b c"],
  );
  assert.deepEqual(nodesInOrder(inside, multiprocessPlacement(inside).placement).size, 0);
});
