import assert from "node:assert/strict";
import { nodeSnapshot, snapshotOf } from "./_fixtures.ts";
import { formatStuck, StuckTeller, toldOf } from "./stuck.ts";

const nodes = [nodeSnapshot({ id: "reader" }), nodeSnapshot({ id: "dump", replicas: 3 })];
const inside = (ageMs: number, packet: string | null = "reader#17", replica = 1) =>
  ({ node: "dump", replica, phase: "run", packet, ageMs }) as const;
const at = (...stuck: ReturnType<typeof inside>[]) => snapshotOf({ nodes, stuck });

Deno.test("who is stuck is told with replica, packet and age, as far as there are", () => {
  const told = formatStuck(inside(31_000), { nodes });
  assert.equal(told, "dump[1] has been inside run with reader#17 for 31.0 s");
  assert.equal(
    formatStuck({ node: "reader", replica: 0, phase: "init", packet: null, ageMs: 95_000 }, {
      nodes,
    }),
    "reader has been inside init for 1 min 35 s",
  );
});

Deno.test("steps that take a second or two are not told", () => {
  assert.deepEqual(toldOf(at(inside(3000), inside(2999))), [inside(3000)]);
});

Deno.test("the same is told ever more rarely, another packet anew", () => {
  const teller = new StuckTeller();
  const told = [];
  for (let s = 0; s < 600; s += 2) {
    if (teller.due(at(inside(1000 * s))).length > 0) told.push(s);
  }
  assert.deepEqual(told, [4, 8, 16, 32, 64, 124, 184, 244, 304, 364, 424, 484, 544]);
  assert.equal(teller.due(at(inside(4000, "reader#18"))).length, 1);
  assert.equal(teller.due(at()).length, 0);
  assert.equal(teller.due(at(inside(4000, "reader#18"))).length, 1, "stuck once more");
});

Deno.test("of many a few are told", () => {
  const many = Array.from({ length: 50 }, (_, replica) => inside(5000, null, replica));
  const lines = new StuckTeller().due(at(...many));
  assert.equal(lines.length, 4);
  assert.equal(lines.at(-1), "… 47 more");
});
