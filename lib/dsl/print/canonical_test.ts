import assert from "node:assert/strict";
import type { FlowSpec, JsonObject, NextSpec, NodeSpec } from "../../graph/model.ts";
import type { OnErrorSpec } from "../../graph/on_error.ts";
import { graphOf } from "./_flows.ts";
import { canonicalFlow } from "./canonical.ts";

function node(id: string, step: string, part: Partial<NodeSpec> = {}): NodeSpec {
  return {
    id,
    step,
    params: {},
    next: null,
    replicas: 1,
    queueLimit: 1000,
    permissions: {},
    trusted: false,
    path: ["nodes", id],
    ...part,
  };
}

/** The canonical `next` of a node whose step is given. */
function nextOf(step: string, next: NextSpec): unknown {
  const spec: FlowSpec = {
    name: "x",
    nodes: [
      node("first", "make", { next: { out: ["middle", "a", "b"] } }),
      node("middle", step, { next }),
      node("a", "sink"),
      node("b", "sink"),
    ],
  };
  const { nodes } = canonicalFlow(spec, graphOf(spec)) as { nodes: { middle: { next: unknown } } };
  return nodes.middle.next;
}

Deno.test("next is as short as it can be; ports stand in the step's order, names as authored", () => {
  assert.equal(nextOf("pass", "a"), "a");
  assert.equal(nextOf("pass", { out: "a" }), "a");
  assert.equal(nextOf("pass", { out: ["a"] }), "a");
  assert.deepEqual(nextOf("pass", { out: ["b", "a"] }), { out: ["b", "a"] });
  assert.deepEqual(nextOf("pass", { out: [] }), { out: [] });
  const split = { faint: ["b"], bright: ["b", "a"], "1": [] };
  assert.equal(JSON.stringify(nextOf("split", split)), '{"1":[],"bright":["b","a"],"faint":"b"}');
  assert.deepEqual(nextOf("maybe", { rest: "a" }), { rest: "a" });
  assert.deepEqual(nextOf("maybe", { out: "a", rest: [] }), { out: "a", rest: [] });
  assert.deepEqual(nextOf("maybe", {}), { out: [] });
  assert.equal(nextOf("deal", ["a"]), "a");
  assert.deepEqual(nextOf("deal", ["b", "a"]), ["b", "a"]);
});

Deno.test("keys have one order; what says nothing is left out, params stay as authored", () => {
  const spec: FlowSpec = {
    name: "x",
    description: "",
    nodes: [
      node("a", "make", {
        next: "b",
        trusted: true,
        permissions: { sys: [], env: ["HOME"], read: ["data"] },
        queueLimit: 7,
        params: { log: "logs/default.txt", free: {} },
      }),
      node("b", "sink", { permissions: { net: [] } }),
    ],
  };
  assert.equal(
    JSON.stringify(canonicalFlow(spec, graphOf(spec))),
    JSON.stringify({
      name: "x",
      description: "",
      nodes: {
        a: {
          step: "make",
          params: { log: "logs/default.txt", free: {} },
          next: "b",
          queueLimit: 7,
          permissions: { read: ["data"], env: ["HOME"] },
          trusted: true,
        },
        b: { step: "sink" },
      },
    }),
  );
});

Deno.test("an error policy is written in its shortest form", () => {
  const said = (onError: OnErrorSpec) => {
    const spec: FlowSpec = {
      name: "x",
      nodes: [node("a", "make", { next: "b" }), node("b", "sink", { onError, timeoutMs: 5 })],
    };
    const { b } = canonicalFlow(spec, graphOf(spec)).nodes as Record<string, JsonObject>;
    assert.equal(b!.timeoutMs, 5);
    return b!.onError;
  };
  assert.equal(said("fail"), undefined);
  assert.equal(said("skip"), "skip");
  assert.deepEqual(said({ retry: {} }), { retry: { times: 3 } });
  assert.deepEqual(
    said({ retry: { times: 1, backoffMs: 100, maxBackoffMs: null }, then: "fail" }),
    {
      retry: { times: 1 },
    },
  );
  assert.deepEqual(said({ retry: { backoffMs: 20_000 }, then: "quarantine" }), {
    retry: { times: 3, backoffMs: 20_000 },
    then: "quarantine",
  });
});
