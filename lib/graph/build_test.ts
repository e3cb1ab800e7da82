import assert from "node:assert/strict";
import fc from "fast-check";
import { describedStep, flowOf, nodeSpec } from "./_fixtures.ts";
import { buildGraph } from "./build.ts";
import { GRAPH_CODES } from "./codes.ts";
import { graphHash } from "./hash.ts";
import type { DescribedStep, FlowSpec, Grants, Issue, Json, NextSpec, NodeSpec } from "./model.ts";

const codes = (issues: readonly Issue[]) => issues.map(({ code }) => code);

const small = () => ({
  flow: flowOf(
    nodeSpec("sink"),
    nodeSpec("middle", { next: "sink", permissions: { read: ["b", "a", "b"], env: ["HOME"] } }),
    nodeSpec("origin", { next: { out: ["middle"] } }),
  ),
  steps: [
    describedStep("consumer"),
    { ...describedStep("stager"), grants: { ...NOTHING, read: ["a"] } } as DescribedStep,
    describedStep("producer"),
  ],
});
const NOTHING: Grants = { read: [], write: [], net: [], env: [], sys: [] };

Deno.test("nodes stand in topological order, edges likewise, grants are merged", () => {
  const { flow, steps } = small();
  const { graph, issues } = buildGraph(flow, steps);
  assert.deepEqual(issues, []);
  assert.deepEqual(graph!.nodes.map(({ id, role }) => [id, role]), [
    ["origin", "producer"],
    ["middle", "stager"],
    ["sink", "consumer"],
  ]);
  assert.deepEqual(graph!.edges, [
    { from: "origin", port: "out", to: "middle" },
    { from: "middle", port: "out", to: "sink" },
  ]);
  assert.deepEqual(graph!.nodes[1]!.permissions, { ...NOTHING, read: ["a", "b"], env: ["HOME"] });
});

Deno.test("a graph is frozen to its leaves and shares nothing with what it is made of", () => {
  const { flow, steps } = small();
  const { graph } = buildGraph(flow, steps);
  const visit = (value: unknown): void => {
    assert.ok(Object.isFrozen(value));
    if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(graph);
  assert.ok(!Object.isFrozen(steps[0]) && !Object.isFrozen((steps[0] as { params: Json }).params));
  assert.deepEqual(JSON.parse(JSON.stringify(graph)), graph);
});

Deno.test("a flow without nodes, and a step of which nothing is known", () => {
  assert.deepEqual(codes(buildGraph(flowOf(), []).issues), ["no_nodes"]);
  assert.deepEqual(codes(buildGraph(flowOf(nodeSpec("a")), []).issues), ["unknown_step"]);
});

Deno.test("two nodes of one id are told at the second", () => {
  const flow = flowOf(
    nodeSpec("a", { next: "b" }),
    nodeSpec("b"),
    nodeSpec("b", { path: ["nodes", 2] }),
  );
  const steps = ["producer", "consumer", "consumer"].map((kind) => describedStep(kind as "stager"));
  const { issues } = buildGraph(flow, steps);
  const duplicate = issues.find(({ code }) => code === "duplicate_node");
  assert.deepEqual(duplicate?.path, ["nodes", 2]);
});

Deno.test("ids of the old framework are taken as they are", () => {
  const flow = flowOf(nodeSpec("Reader-1", { next: "_Sink" }), nodeSpec("_Sink"));
  const { issues } = buildGraph(flow, [describedStep("producer"), describedStep("consumer")]);
  assert.deepEqual(issues, []);
});

Deno.test("names that objects inherit are no ports and no nodes", () => {
  const flow = flowOf(
    nodeSpec("a", { next: { constructor: "toString" } as NextSpec }),
    nodeSpec("b", { next: "__proto__" }),
  );
  const { issues } = buildGraph(flow, [describedStep("producer"), describedStep("stager")]);
  assert.deepEqual(codes(issues).sort(), [
    "unconnected_port",
    "unknown_node",
    "unknown_node",
    "unknown_port",
    "unreachable_node",
  ]);
});

Deno.test("payloads fit by name, or if one side is any", () => {
  const gives = (payload: string) =>
    describedStep("producer", { outputs: { out: { payload, optional: false } } });
  const takes = (...input: string[]) => describedStep("consumer", { input });
  const flow = flowOf(nodeSpec("a", { next: "b" }), nodeSpec("b"));
  const told = (a: DescribedStep, b: DescribedStep) => codes(buildGraph(flow, [a, b]).issues);
  assert.deepEqual(told(gives("x"), takes("y", "x")), []);
  assert.deepEqual(told(gives("any"), takes("y")), []);
  assert.deepEqual(told(gives("x"), takes("any")), []);
  assert.deepEqual(told(gives("x"), takes("y")), ["payload_mismatch"]);
  const dynamic = describedStep("producer", { outputs: {}, dynamic: "x" });
  assert.deepEqual(told(dynamic, takes("y")), ["payload_mismatch"]);
});

Deno.test("the list of a dynamic step names its ports; the first is the default", () => {
  const flow = flowOf(
    nodeSpec("a", { next: ["c", "b"] }),
    nodeSpec("b"),
    nodeSpec("c"),
  );
  const dynamic = describedStep("producer", { outputs: {}, dynamic: "any" });
  const { graph } = buildGraph(flow, [
    dynamic,
    describedStep("consumer"),
    describedStep("consumer"),
  ]);
  assert.deepEqual(graph!.nodes[0]!.ports, ["c", "b"]);
  assert.equal(graph!.nodes[0]!.dynamic, true);
});

Deno.test("nothing is told that only follows from what a front end has replaced", () => {
  const flow = flowOf(
    nodeSpec("a", { next: null, flawed: ["next"] }),
    nodeSpec("b", { step: "", flawed: ["step"] }),
    nodeSpec("c", { params: {}, flawed: ["params"] }),
  );
  const missing = {
    code: "missing_param",
    message: "",
    hint: null,
    path: ["x"],
    at: "value",
  } as const;
  const { graph, issues } = buildGraph(flow, [
    describedStep("producer"),
    { ok: false, code: "unknown_step", message: "", hint: null },
    { ...describedStep("consumer"), issues: [missing] } as DescribedStep,
  ]);
  assert.deepEqual([graph, issues], [null, []]);
});

const ids = ["a", "b", "c", "d", "e", "constructor"];
const cyclic = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 2, maxLength: 6 }).chain(
  (ring) => fc.shuffledSubarray(ring, { minLength: ring.length }).map((order) => ({ ring, order })),
);

Deno.test("random rings: the cycle that is told is one", () => {
  fc.assert(fc.property(cyclic, ({ ring, order }) => {
    const after = new Map(ring.map((id, index) => [id, ring[(index + 1) % ring.length]!]));
    const nodes = order.map((id) => nodeSpec(id, { next: after.get(id)! }));
    const flow = flowOf(nodeSpec("origin", { next: order[0]! }), ...nodes);
    const steps = [describedStep("producer"), ...nodes.map(() => describedStep("stager"))];
    const { graph, issues } = buildGraph(flow, steps);
    assert.equal(graph, null);
    assert.deepEqual(codes(issues), ["cycle"]);
    const path = issues[0]!.message.split(": ")[1]!.split(" -> ");
    assert.equal(path.length, ring.length + 1);
    assert.equal(path[0], path.at(-1));
    path.slice(1).forEach((id, index) => assert.equal(id, after.get(path[index]!)));
  }));
});

const word = fc.oneof(
  fc.constantFrom(...ids, "out", "any", "./x.ts", "__proto__", ""),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const names = fc.oneof(word, fc.array(word, { maxLength: 3 }));
const arbitraryFlow: fc.Arbitrary<FlowSpec> = fc.record({
  name: word,
  nodes: fc.array(
    fc.record({
      id: word,
      step: word,
      params: fc.constant({}),
      next: fc.oneof(
        fc.constant(null),
        names,
        fc.dictionary(word, names, { maxKeys: 3 }),
      ) as fc.Arbitrary<NextSpec | null>,
      replicas: fc.oneof(fc.constant(1), fc.double()),
      queueLimit: fc.oneof(fc.constant(1), fc.double()),
      permissions: fc.record({ net: fc.array(word), sys: fc.array(word) }, { requiredKeys: [] }),
      trusted: fc.boolean(),
      path: fc.constant(["nodes"]),
    }),
    { maxLength: 7 },
  ),
});
const arbitraryStep = fc.oneof(
  fc.constantFrom("producer" as const, "stager" as const, "consumer" as const)
    .chain((kind) =>
      fc.constantFrom(
        describedStep(kind),
        describedStep(kind, { replicable: false, input: ["x"] }),
        describedStep(kind, { outputs: {}, dynamic: "any" }),
        describedStep(kind, { outputs: {} }),
      )
    ),
  fc.constant<DescribedStep>({ ok: false, code: "unknown_step", message: "", hint: null }),
);

Deno.test("no flow makes it throw, and there is a graph exactly if there is no error", () => {
  fc.assert(
    fc.property(arbitraryFlow, fc.array(arbitraryStep, { maxLength: 7 }), (flow, steps) => {
      const { graph, issues } = buildGraph(flow, steps);
      assert.equal(graph !== null, issues.length === 0);
      for (const { code } of issues) assert.ok((GRAPH_CODES as readonly string[]).includes(code));
      assert.deepEqual(buildGraph(flow, steps).issues, issues);
    }),
    { numRuns: 500 },
  );
});

Deno.test("steps that are only announced are told once, and forbid no graph", () => {
  const { flow, steps } = small();
  const announced = (kind: "consumer" | "stager") => describedStep(kind, { announced: true });
  const { graph, issues } = buildGraph(flow, [
    announced("consumer"),
    announced("stager"),
    steps[2]!,
  ]);
  assert.ok(graph !== null);
  const [issue, ...more] = issues;
  assert.deepEqual(more, []);
  assert.deepEqual([issue!.code, issue!.severity], ["announced_step", "warning"]);
  assert.deepEqual(issue!.path, ["nodes", "sink", "step"]);
  assert.match(issue!.message, /: sink, middle$/);
  assert.equal(JSON.stringify(graph).includes("announced"), false);
});

for (const flag of ["light", "checkpoints", "drains"] as const) {
  Deno.test(`a node whose step has "${flag}" says so; others, and their graph's hash, do not`, () => {
    const flow = flowOf(nodeSpec("a", { next: "b" }), nodeSpec("b"));
    const graphWith = (rest: object) =>
      buildGraph(flow, [describedStep("producer", rest), describedStep("consumer")]).graph!;
    const [plain, marked] = [graphWith({}), graphWith({ [flag]: true })];
    assert.deepEqual(marked.nodes.map((node) => node[flag]), [true, undefined]);
    assert.equal(JSON.stringify(plain).includes(flag), false);
    const without = marked.nodes.map(({ [flag]: _, ...node }) => node);
    assert.deepEqual({ ...marked, nodes: without }, plain);
  });
}

Deno.test("a node whose step needs its packets in order is ordered", () => {
  const flow = flowOf(nodeSpec("a", { next: "b" }), nodeSpec("b"));
  const steps = (rest: object) => [describedStep("producer"), describedStep("consumer", rest)];
  const { graph } = buildGraph(flow, steps({ inOrder: true }));
  assert.deepEqual(graph!.nodes.map(({ ordered }) => ordered), [undefined, true]);
  const said = flowOf(nodeSpec("a", { next: "b" }), nodeSpec("b", { ordered: true }));
  assert.equal(graphHash(graph!), graphHash(buildGraph(said, steps({})).graph!));
});

Deno.test("an error policy is in the graph only where it is not the default", () => {
  const nodeOf = (part: Partial<NodeSpec>) => {
    const { flow, steps } = small();
    const nodes = flow.nodes.map((node) => node.id === "middle" ? { ...node, ...part } : node);
    const { graph } = buildGraph({ ...flow, nodes }, steps);
    return graph!;
  };
  assert.equal(graphHash(nodeOf({ onError: "fail" })), graphHash(nodeOf({})));
  assert.ok(!Object.hasOwn(nodeOf({}).nodes[1]!, "onError"));
  const full = { times: 3, backoffMs: 100, maxBackoffMs: 10_000, jitter: 0.2 };
  assert.deepEqual(nodeOf({ onError: "skip" }).nodes[1]!.onError, { then: "skip" });
  assert.deepEqual(nodeOf({ onError: { retry: {} } }).nodes[1]!.onError, {
    retry: full,
    then: "fail",
  });
  const same = nodeOf({ onError: { retry: full, then: "fail" } });
  assert.equal(graphHash(same), graphHash(nodeOf({ onError: { retry: {} } })));
  assert.notEqual(graphHash(same), graphHash(nodeOf({})));
  assert.equal(nodeOf({ timeoutMs: 5 }).nodes[1]!.timeoutMs, 5);
});

Deno.test("a producer has no error policy, whatever else is wrong", () => {
  const { flow, steps } = small();
  const nodes = flow.nodes.map((node) =>
    node.id === "origin" ? { ...node, onError: "skip" as const, timeoutMs: -1 } : node
  );
  const { graph, issues } = buildGraph({ ...flow, nodes }, steps);
  assert.equal(graph, null);
  assert.deepEqual(codes(issues), ["producer_on_error", "bad_timeout", "producer_on_error"]);
  assert.deepEqual(issues[0]!.path.slice(-1), ["onError"]);
});
