import assert from "node:assert/strict";
import { NO_GRANTS } from "../model.ts";
import { nodeText, nodeTitle, portsToTell, printable, shortGrants } from "./labels.ts";
import { edge, graphNode, graphOf } from "./_fixtures.ts";

Deno.test("only what is not usual is told of a node", () => {
  const nothing = {
    step: null,
    queue: null,
    grants: [],
    trusted: null,
    busy: null,
    done: null,
    failure: null,
  };
  assert.deepEqual(nodeText(graphNode("a", "stager")), nothing);
  assert.deepEqual(nodeText(graphNode("a", "stager", { step: "b", queueLimit: 10 })), {
    ...nothing,
    step: "b",
    queue: "queue 10",
  });
  assert.equal(nodeText(graphNode("a", "producer", { queueLimit: 10 })).queue, null);
  assert.deepEqual(
    ["a", "a × 3"],
    [1, 3].map((replicas) => nodeTitle(graphNode("a", "stager", { replicas }))),
  );
});

Deno.test("trusted says ALL instead of the grants, which would be less than the truth", () => {
  const permissions = { ...NO_GRANTS, read: ["a.txt"] };
  const { grants, trusted } = nodeText(graphNode("a", "stager", { permissions, trusted: true }));
  assert.deepEqual({ grants, trusted }, { grants: [], trusted: "ALL (trusted)" });
});

Deno.test("an execution: producers are given no packets; failures with and without a count", () => {
  const told = (role: "producer" | "stager", failed: number, note: string | null) => {
    const { busy, done, failure } = nodeText(graphNode("a", role), {
      busy: 0.5,
      done: 4,
      failed,
      note,
    });
    return [busy, done, failure];
  };
  assert.deepEqual(told("producer", 0, null), ["busy 50 %", null, null]);
  assert.deepEqual(told("stager", 0, null), ["busy 50 %", "4 done", null]);
  assert.deepEqual(told("stager", 2, null), ["busy 50 %", "4 done", "✗ 2 failed"]);
  assert.deepEqual(told("stager", 2, "run: x"), ["busy 50 %", "4 done", "✗ 2 failed: run: x"]);
  assert.deepEqual(told("stager", 0, "init: x"), ["busy 50 %", "4 done", "✗ failed: init: x"]);
  assert.match(told("stager", 0, "x".repeat(99))[2]!, /^✗ failed: x{47}…$/);
});

Deno.test("grants by resource; a file's .partial goes without saying, a long path keeps its end", () => {
  const file = ["out/a.txt", "out/a.txt.partial"];
  const permissions = {
    read: [...file, "x.partial"],
    write: file,
    net: ["localhost:80"],
    env: [`${"long/".repeat(20)}HOME`],
    sys: [],
  };
  assert.deepEqual(shortGrants({ permissions }), [
    "read, write out/a.txt",
    "read x.partial",
    "net localhost:80",
    "env …/long/long/long/long/long/long/HOME",
  ]);
});

Deno.test("ports are told where there are several, or where a dynamic one is not named as its node", () => {
  const graph = graphOf([
    graphNode("one", "producer"),
    graphNode("two", "stager", { ports: ["out", "other"] }),
    graphNode("free", "stager", { ports: ["end", "bin"], dynamic: true }),
    graphNode("end", "consumer"),
  ], [
    edge("one", "two"),
    edge("two", "free"),
    edge("free", "end", "end"),
    edge("free", "end", "bin"),
  ]);
  assert.deepEqual(portsToTell(graph), [null, "out", null, "bin"]);
});

Deno.test("nothing that a terminal obeys is printed", () => {
  assert.equal(printable("a\x1b[31m\n\t\0\x7f\x9b"), "a␛[31m␊␉␀␡�");
  assert.equal(printable("\ud800\u202e\u2028"), "���");
  assert.equal(printable("größe 望遠鏡 🔭 <&>"), "größe 望遠鏡 🔭 <&>");
});
