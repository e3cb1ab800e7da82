import assert from "node:assert/strict";
import { planOf } from "./_fixtures.ts";
import { drainedBy, endingsOf } from "./drain.ts";
import { packetId } from "./packet.ts";

Deno.test("nodes end behind their last producer, in the order in which they close", () => {
  const plan = planOf(
    { p: {}, a: {}, b: {}, c: {}, d: {}, q: {}, e: {} },
    ["p a", "p b", "a c", "b d", "c e", "q e"],
  );
  const endings = endingsOf(plan);
  const ids = plan.nodes.map(({ id }) => id);
  const order = ids.toSorted((x, y) => endings[ids.indexOf(x)]!.seq - endings[ids.indexOf(y)]!.seq);
  assert.deepEqual(order, ["p", "a", "c", "b", "d", "q", "e"]);
  const behind = Object.fromEntries(ids.map((id, at) => [id, ids[endings[at]!.origin]]));
  assert.deepEqual(behind, { p: "p", a: "p", b: "p", c: "p", d: "p", q: "q", e: "q" });
});

Deno.test("a drained packet is named by the node that gave it, any other by its producer", () => {
  const plan = planOf({ p: {}, total: {} }, ["p total"]);
  const ids = plan.nodes.map(({ id }) => id);
  const ending = endingsOf(plan)[1]!;
  assert.equal(packetId({ ...ending, branch: "" }, ids), "total#end");
  assert.equal(packetId({ origin: 7, seq: ending.seq, branch: ".2" }, ids), "total#end.2");
  assert.equal(packetId({ origin: 0, seq: 2 ** 47 - 1, branch: "" }, ids), `p#${2 ** 47 - 1}`);
  assert.equal(drainedBy(12), null);
});

Deno.test("the number of a drained packet fits the 48 bits that lanes have", () => {
  const nodes = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`n${at}`, {}]));
  const edges = Array.from({ length: 499 }, (_, at) => `n${at} n${at + 1}`);
  for (const { seq } of endingsOf(planOf(nodes, edges))) assert.ok(seq < 2 ** 48);
});
