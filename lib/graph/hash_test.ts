import assert from "node:assert/strict";
import fc from "fast-check";
import { describedStep, flowOf, nodeSpec } from "./_fixtures.ts";
import { buildGraph } from "./build.ts";
import { canonicalJson, graphHash } from "./hash.ts";

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([k, v]) => [k, reversed(v)]));
}

Deno.test("canonical JSON is JSON of the same value, whatever the order of keys", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = canonicalJson(value);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    assert.equal(canonicalJson(reversed(value)), text);
  }));
});

Deno.test("keys are sorted by code unit at every depth", () => {
  assert.equal(
    canonicalJson({ b: 1, 10: [{ z: null, a: "é" }], 9: 2 }),
    '{"10":[{"a":"é","z":null}],"9":2,"b":1}',
  );
});

Deno.test("the hash tells graphs apart, and only graphs", () => {
  const build = (replicas: number) => {
    const flow = flowOf(nodeSpec("a", { next: "b" }), nodeSpec("b", { replicas }));
    return buildGraph(flow, [describedStep("producer"), describedStep("consumer")]).graph!;
  };
  const hash = graphHash(build(1));
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(graphHash(build(1)), hash);
  assert.equal(graphHash(reversed(build(1)) as ReturnType<typeof build>), hash);
  assert.notEqual(graphHash(build(2)), hash);
  const moved = build(1).nodes.map((node) => ({
    ...node,
    code: { ...node.code, module: "file:///elsewhere/step.ts" },
  }));
  assert.equal(graphHash({ ...build(1), nodes: moved }), hash);
});

Deno.test("the hash of a known graph is what sha256sum says of its canonical JSON", () => {
  const graph = { schema: "ctapipe-flow/graph/1", name: "x", nodes: [], edges: [] } as const;
  assert.equal(
    graphHash(graph),
    "5647f3e75ac0d35e75127a155d165aeee5781db94fac9b26a6f2fe7c9e3a6fdb",
  );
});
