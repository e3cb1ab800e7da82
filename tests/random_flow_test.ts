import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../lib/graph/mod.ts";
import { got, MODES, run, type TestNode } from "./conformance/_flow.ts";

/** What a node does with a list of numbers, by its step; kept apart from the steps themselves. */
const MEANING: Record<string, (values: readonly number[]) => number[]> = {
  pass: (values) => [...values],
  evens: (values) => values.filter((value) => value % 2 === 0),
  multiply: (values) => values.flatMap((value) => Array(value).fill(value)),
};

interface Stage {
  readonly step: keyof typeof MEANING;
  readonly how: string;
  readonly replicas: number;
  readonly queueLimit: number;
  /** Stages later in the list that get its values, by distance; several are a broadcast. */
  readonly ahead: readonly number[];
}

interface RandomFlow {
  readonly producers: readonly { readonly n: number; readonly to: number }[];
  readonly stages: readonly Stage[];
  readonly sinks: number;
}

const stage: fc.Arbitrary<Stage> = fc.record({
  step: fc.constantFrom("pass", "pass", "evens", "multiply"),
  how: fc.constantFrom("return", "promise", "yield", "async yield"),
  replicas: fc.integer({ min: 1, max: 3 }),
  queueLimit: fc.integer({ min: 1, max: 8 }),
  ahead: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
});

const randomFlow: fc.Arbitrary<RandomFlow> = fc.record({
  producers: fc.array(
    fc.record({ n: fc.integer({ min: 0, max: 9 }), to: fc.nat(3) }),
    { minLength: 1, maxLength: 2 },
  ),
  stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
  sinks: fc.integer({ min: 1, max: 2 }),
});

/** A random flow's nodes, and the values that must come to each sink. */
function build({ producers, stages, sinks }: RandomFlow) {
  const ids = [
    ...stages.map((_, index) => `stage_${index}`),
    ...Array.from({ length: sinks }, (_, index) => `sink_${index}`),
  ];
  const at = (index: number) => ids[Math.min(index, ids.length - 1)]!;
  const targets = new Map(stages.map(({ ahead }, index) => {
    const next = new Set(ahead.map((distance) => at(index + distance)));
    return [ids[index]!, [...next]];
  }));
  const fed = new Map(ids.map((id) => [id, [] as number[]]));
  const nodes: Record<string, TestNode> = {};
  for (const [index, { n, to }] of producers.entries()) {
    nodes[`numbers_${index}`] = { step: "numbers", params: { n }, next: { out: [at(to)] } };
    fed.get(at(to))!.push(...Array(n).keys());
  }
  const reached = new Set(producers.map(({ to }) => at(to)));
  for (const [index, { step, how, replicas, queueLimit }] of stages.entries()) {
    const id = ids[index]!;
    if (!reached.has(id)) continue; // a flow may not have a node that nothing feeds
    const next = targets.get(id)!;
    const params: JsonObject = step === "pass" ? { how } : {};
    nodes[id] = { step, params, replicas, queueLimit, next: { out: next } };
    for (const target of next) {
      reached.add(target);
      fed.get(target)!.push(...MEANING[step]!(fed.get(id)!));
    }
  }
  const expected = new Map<string, number[]>();
  for (const id of ids.filter((id) => id.startsWith("sink_") && reached.has(id))) {
    nodes[id] = { step: "collect", queueLimit: 2 };
    expected.set(id, fed.get(id)!.sort((a, b) => a - b));
  }
  return { nodes, expected };
}

Deno.test("random flows end, in balance and within their limits, with the right values", async () => {
  const property = fc.asyncProperty(randomFlow, async (flow) => {
    const { nodes, expected } = build(flow);
    fc.pre([...expected.values()].every((values) => values.length < 1500));
    for (const mode of MODES) {
      const { report, lines } = await run(mode, nodes);
      assert.equal(report.status, "done", `${mode}: ${report.errors[0]?.message}`);
      assert.deepEqual(report.ledger, { balanced: true, imbalances: [] }, mode);
      for (
        const [id, { maxQueued, queueLimit, perReplica, replicas }] of Object.entries(report.nodes)
      ) {
        assert.ok(maxQueued <= queueLimit, `${mode}: ${id} held ${maxQueued} of ${queueLimit}`);
        assert.equal(perReplica.length, replicas);
      }
      for (const [id, values] of expected) {
        const arrived = (got(lines, id) as number[]).sort((a, b) => a - b);
        assert.deepEqual(arrived, values, `${mode}: values at ${id}`);
      }
    }
  });
  await fc.assert(property, { numRuns: 25 });
});
