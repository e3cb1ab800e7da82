import assert from "node:assert/strict";
import type { Contender } from "./contenders.ts";
import { compete, type Turn } from "./rounds.ts";
import { type Sample, Skipped, verify, Wrong } from "./sample.ts";
import { expectedSum, type Workload } from "./workloads.ts";

const contender = (workload: Workload, name: string): Contender => ({
  workload,
  name,
  how: "",
  command: () => [],
});
const sample = ({ workload, name }: Contender, round: number): Sample => ({
  workload,
  contender: name,
  round,
  n: 1,
  ms: 1,
  wallMs: 1,
  inProcessMs: null,
  rssKiB: null,
  others: 0,
  facts: {},
});

Deno.test("rounds are interleaved, workload by workload", async () => {
  const order: string[] = [];
  const turn: Turn = (each, round) => {
    order.push(`${each.workload}${each.name}${round}`);
    return Promise.resolve(sample(each, round));
  };
  const all = [contender("W1", "a"), contender("W2", "a"), contender("W1", "b")];
  const { samples, out } = await compete(all, { rounds: 2, quick: true, turn });
  assert.equal(order.join(" "), "W1a0 W1b0 W1a1 W1b1 W2a0 W2a1");
  assert.equal(samples.length, 6);
  assert.deepEqual(out, []);
});

Deno.test("who can't take part is out once, who comes out wrong loses its figures", async () => {
  let turns = 0;
  const turn: Turn = (each, round) => {
    turns++;
    if (each.name === "absent") return Promise.reject(new Skipped("not there"));
    if (each.name === "odd" && round === 1) return Promise.reject(new Wrong("lost one"));
    return Promise.resolve(sample(each, round));
  };
  const all = ["absent", "odd", "good"].map((name) => contender("W1", name));
  const { samples, out } = await compete(all, { rounds: 3, quick: true, turn });
  assert.equal(turns, 1 + 2 + 3);
  assert.deepEqual(samples.map((each) => each.contender), ["good", "good", "good"]);
  assert.deepEqual(out.map((each) => [each.contender, each.reason, each.wrong]), [
    ["absent", "not there", false],
    ["odd", "lost one", true],
  ]);
});

Deno.test("a mistake of the bench itself is not taken for a result", async () => {
  const turn: Turn = () => Promise.reject(new TypeError("oops"));
  await assert.rejects(
    compete([contender("W1", "a")], { rounds: 1, quick: true, turn }),
    TypeError,
  );
});

Deno.test("a lost, doubled or changed message is noticed", () => {
  const each = contender("W1", "a");
  const told = { count: 10, sum: expectedSum("W1", 10), ms: 1, rssKiB: null, facts: {} };
  verify(each, 10, told);
  assert.throws(() => verify(each, 10, { ...told, count: 9 }), /9 messages arrived instead of 10/);
  assert.throws(() => verify(each, 10, { ...told, sum: 1 }), Wrong);
});
