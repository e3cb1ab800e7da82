import assert from "node:assert/strict";
import fc from "fast-check";
import { type Grants, type GraphNode, NO_GRANTS } from "../../graph/model.ts";
import { planOf } from "../_fixtures.ts";
import type { Plan, PlannedNode } from "../plan.ts";
import { PlacementError, type SeatingWishes } from "../seating.ts";
import { sequentialPlacement } from "../sequential/placement.ts";
import { multiprocessPlacement } from "./placement.ts";

type Part = Partial<GraphNode>;
const LIGHT: Part = { light: true };
const grants = (rest: Partial<Grants>): Part => ({ permissions: { ...NO_GRANTS, ...rest } });

/** Workers such as `a+b c[0] c[1]`, and the reasons. */
function placed(plan: Plan, wishes: SeatingWishes = {}): { workers: string; why: string[] } {
  const { placement, reasons } = multiprocessPlacement(plan, wishes);
  const names = plan.nodes.flatMap(({ id, replicas }) =>
    Array.from({ length: replicas }, (_, at) => replicas > 1 ? `${id}[${at}]` : id)
  );
  const workers = placement.map((rows) => rows.map((row) => names[row]!).join("+")).join(" ");
  return { workers, why: [...reasons] };
}

const chain = (a: Part, b: Part, c: Part) => planOf({ a, b, c }, ["a b", "b c"]);

Deno.test("what is not light stays apart, replica by replica", () => {
  assert.deepEqual(placed(chain({}, { replicas: 2 }, {})), {
    workers: "a b[0] b[1] c",
    why: ["producer", "apart: 2 replicas", "apart: b has 2 replicas"],
  });
  assert.deepEqual(placed(chain({}, {}, {})).why, [
    "producer",
    "apart: not light, nor is a",
    "apart: not light, nor is b",
  ]);
});

Deno.test("light nodes join what is upstream; one that is not may be among them", () => {
  assert.deepEqual(placed(chain(LIGHT, {}, LIGHT)), {
    workers: "a+b+c",
    why: ["producer", "joined: the others are light", "joined: light"],
  });
  assert.equal(placed(chain({}, LIGHT, {})).workers, "a+b c");
  assert.equal(placed(chain({}, {}, LIGHT)).workers, "a b+c");
});

Deno.test("rights of a Worker are those of each of its nodes", () => {
  const file = grants({ read: ["x"], net: ["h:1"] });
  assert.deepEqual(placed(chain(LIGHT, { ...LIGHT, ...file }, { ...LIGHT, ...file })), {
    workers: "a b+c",
    why: ["producer", "apart: other grants (read, net)", "joined: light"],
  });
  const trusted = { ...LIGHT, trusted: true };
  assert.deepEqual(placed(chain(LIGHT, trusted, LIGHT)).why.slice(1), [
    "apart: trusted",
    "apart: b is trusted",
  ]);
  const [ab, ba] = [["a", "b"], ["b", "a"]].map((read) => ({ ...LIGHT, ...grants({ read }) }));
  assert.equal(placed(chain(ab!, ba!, LIGHT)).workers, "a+b c", "the order of grants is nothing");
});

Deno.test("packets come into a Worker at one place", () => {
  const nodes = { a: LIGHT, b: LIGHT, c: LIGHT, d: LIGHT };
  assert.equal(placed(planOf(nodes, ["a b", "a c", "b d", "c d"])).workers, "a+b+c+d");
  assert.deepEqual(placed(planOf(nodes, ["a c", "b c", "c d"])), {
    workers: "a b c+d",
    why: ["producer", "producer", "apart: fed by a and b, who are apart", "joined: light"],
  });
});

Deno.test("apart, each replica has its own Worker", () => {
  const { workers, why } = placed(chain(LIGHT, LIGHT, { replicas: 2 }), { apart: true });
  assert.equal(workers, "a b c[0] c[1]");
  assert.deepEqual(why, ["producer", "apart: asked for", "apart: asked for"]);
});

Deno.test("together, nodes share a Worker although they are not light", () => {
  assert.deepEqual(placed(chain({}, {}, {}), { together: [["c", "b"]] }), {
    workers: "a b+c",
    why: ["producer", "apart: not light, nor is a", "joined: asked for"],
  });
  const overlapping = { together: [["a", "b"], ["c", "b"]] };
  assert.equal(placed(chain({}, {}, {}), overlapping).workers, "a+b+c");
});

Deno.test("nodes that are together stay so where the first alone would have joined others", () => {
  assert.equal(placed(chain({}, LIGHT, {}), { together: [["b", "c"]] }).workers, "a b+c");
  assert.equal(placed(chain(LIGHT, {}, {}), { together: [["b", "c"]] }).workers, "a+b+c");
});

const TWO: Part = { replicas: 2 };
const LIGHT_TWO: Part = { ...LIGHT, ...TWO };
const columns = (...nodes: Part[]) =>
  planOf(
    Object.fromEntries(nodes.map((node, at) => ["abcdef"[at]!, node])),
    nodes.slice(1).map((_, at) => `${"abcdef"[at]} ${"abcdef"[at + 1]}`),
  );

Deno.test("replica beside replica, where nodes have the same number of them", () => {
  assert.deepEqual(placed(columns({}, TWO, LIGHT_TWO, {})), {
    workers: "a b[0]+c[0] b[1]+c[1] d",
    why: ["producer", "apart: 2 replicas", "joined side by side: light", "apart: c has 2 replicas"],
  });
  assert.equal(placed(columns({}, LIGHT_TWO, TWO)).workers, "a b[0]+c[0] b[1]+c[1]");
  assert.equal(placed(columns({}, TWO, TWO)).why[2], "apart: not light, nor is b");
  assert.deepEqual(placed(columns({}, TWO, TWO), { together: [["b", "c"]] }), {
    workers: "a b[0]+c[0] b[1]+c[1]",
    why: ["producer", "apart: 2 replicas", "joined side by side: asked for"],
  });
  assert.equal(
    placed(columns({}, TWO, { ...LIGHT, replicas: 3 })).why[2],
    "apart: 3 replicas, and b has 2",
  );
  assert.equal(
    placed(columns({}, TWO, LIGHT_TWO), { apart: true }).workers,
    "a b[0] b[1] c[0] c[1]",
  );
  const file = grants({ read: ["x"] });
  assert.equal(
    placed(columns({}, TWO, { ...LIGHT_TWO, ...file })).why[2],
    "apart: other grants (read)",
  );
});

Deno.test("nobody sits beside a replica if something else decides where packets go", () => {
  const key: Part = { key: "tel" };
  assert.match(
    placed(columns({}, TWO, { ...LIGHT_TWO, ...key })).why[2]!,
    /^apart: its key decides/,
  );
  assert.equal(
    placed(columns({}, { ...TWO, ...key }, LIGHT_TWO)).workers,
    "a b[0]+c[0] b[1]+c[1]",
    "what comes of packets with one key stays together all the same",
  );
  const elastic: Part = { ...LIGHT, maxReplicas: 2 };
  assert.equal(placed(columns({}, TWO, elastic)).why[2], "apart: its replicas come and go");
  assert.equal(
    placed(columns({}, elastic, LIGHT_TWO)).why[2],
    "apart: the replicas of b come and go",
  );
  const process: Part = { ...TWO, isolation: "process" };
  assert.equal(
    placed(columns({}, process, LIGHT_TWO)).why[2],
    "apart: the step of b has a process of its own",
  );
});

Deno.test("what takes long gets its packets by load, unless it is wished otherwise", () => {
  assert.equal(
    placed(columns(LIGHT_TWO, TWO)).why[1],
    "apart: packets of a do not go by load",
  );
  assert.equal(placed(columns(TWO, LIGHT_TWO)).workers, "a[0]+b[0] a[1]+b[1]");
  const later = placed(columns(LIGHT_TWO, LIGHT_TWO, TWO), { together: [["b", "c"]] });
  assert.equal(later.workers, "a[0] a[1] b[0]+c[0] b[1]+c[1]", "nor by way of a light one");
  const keyed = columns({}, { ...LIGHT_TWO, key: "tel" }, TWO);
  assert.equal(placed(keyed).why[2], "apart: packets of b do not go by load");
  assert.equal(placed(keyed, { together: [["b", "c"]] }).workers, "a b[0]+c[0] b[1]+c[1]");
});

Deno.test("who is wished together may share grants, and only they, and not trust", () => {
  const file = grants({ read: ["x"] });
  const wish: SeatingWishes = { together: [["b", "c"]], shareGrants: true };
  const two = columns({}, { ...TWO, ...file }, TWO, { ...LIGHT_TWO, ...file }, {});
  assert.deepEqual(placed(two, wish), {
    workers: "a b[0]+c[0] b[1]+c[1] d[0] d[1] e",
    why: [
      "producer",
      "apart: 2 replicas",
      "joined side by side: asked for, with other grants (read)",
      "apart: other grants (read)",
      "apart: d has 2 replicas",
    ],
  });
  assert.equal(placed(columns(LIGHT, {}, file), wish).workers, "a b+c", "nor do those before them");
  assert.equal(placed(columns(LIGHT, file, file), wish).workers, "a b+c");
  assert.equal(placed(columns(LIGHT, {}, {}), wish).workers, "a+b+c");
  const between = planOf({ a: {}, b: {}, d: LIGHT, c: file }, ["a b", "b d", "b c"]);
  assert.equal(
    placed(between, wish).workers,
    "a b+c d",
    "nor those that come before the others do",
  );
  const trusted = columns({}, {}, { trusted: true });
  assert.throws(() => multiprocessPlacement(trusted, wish), /c cannot .* with b: trusted$/);
  assert.throws(
    () => multiprocessPlacement(two, { shareGrants: true }),
    /^PlacementError: there are no nodes that share grants$/,
  );
});

const refused: [string, Plan, string[], RegExp, RegExp | null][] = [
  ["an unknown id", chain({}, {}, {}), ["a", "bb"], /^there is no node "bb"$/, /"b"\?$/],
  ["one node", chain({}, {}, {}), ["a", "a"], /^together names only "a"$/, /^name the nodes/],
  ["nobody", chain({}, {}, {}), [], /^together names nobody$/, /^name the nodes/],
  [
    "other numbers of replicas",
    chain({}, { replicas: 3 }, {}),
    ["a", "b"],
    /^b has 3 replicas, and a has 1: .* as many each$/,
    /of b to 1/,
  ],
  [
    "replicas that one node feeds",
    planOf({ a: {}, b: { replicas: 2 }, c: { replicas: 2 } }, ["a b", "a c"]),
    ["b", "c"],
    /^c cannot share a Worker with b: a feeds it from another Worker \(producer\)$/,
    null,
  ],
  [
    "one replica beside several",
    chain({}, { replicas: 3 }, {}),
    ["b", "c"],
    /^c has 1 replica, and b has 3: /,
    /of c to 3/,
  ],
  [
    "a key behind replicas",
    chain({}, { replicas: 2 }, { replicas: 2, key: "tel" }),
    ["b", "c"],
    /^c cannot share a Worker with b: its key decides between its replicas/,
    /^leave c out$/,
  ],
  [
    "replicas that come and go",
    chain({}, { maxReplicas: 2 }, { replicas: 2 }),
    ["b", "c"],
    /^b cannot share a Worker with c: its replicas come and go$/,
    /^leave b out$/,
  ],
  [
    "a step with a process of its own",
    chain({}, {}, { isolation: "process" }),
    ["b", "c"],
    /^c cannot share a Worker with b: its step has a process of its own$/,
    /^leave c out$/,
  ],
  [
    "grants",
    chain({}, grants({ env: ["X"] }), {}),
    ["a", "b"],
    /^b cannot share a Worker with a: other grants \(env\)$/,
    /touch the same: shareGrants \(--share-grants\) lets /,
  ],
  [
    "a node between",
    chain({}, {}, {}),
    ["a", "c"],
    /^c cannot .* with a: b feeds it from another Worker \(apart: not light, nor is a\)$/,
    /^name b as well$/,
  ],
  [
    "a feeder that is left out",
    planOf({ a: {}, b: {}, c: {} }, ["a b", "a c"]),
    ["b", "c"],
    /^c cannot share a Worker with b: a feeds it from another Worker \(producer\)$/,
    /^name a as well$/,
  ],
  [
    "a second producer",
    planOf({ a: {}, b: {}, c: {} }, ["a c", "b c"]),
    ["a", "c"],
    /^c cannot share a Worker with a: b feeds it from another Worker \(producer\)$/,
    null,
  ],
  [
    "two producers",
    planOf({ a: {}, b: {}, c: {} }, ["a c", "b c"]),
    ["a", "b"],
    /^b cannot share a Worker with a: it is a producer, and a Worker begins at one node$/,
    null,
  ],
];
for (const [what, plan, names, message, hint] of refused) {
  Deno.test(`together refuses ${what}, saying why`, () => {
    assert.throws(() => multiprocessPlacement(plan, { together: [names] }), (error) => {
      assert.ok(error instanceof PlacementError);
      assert.match(error.message, message);
      if (hint === null) assert.equal(error.hint, null);
      else assert.match(error.hint!, hint);
      return true;
    });
  });
}

Deno.test("what contradicts itself is refused", () => {
  const plan = chain({}, {}, {});
  const both = { apart: true, together: [["a", "b"]] };
  assert.throws(() => multiprocessPlacement(plan, both), /both together and apart/);
  assert.throws(() => sequentialPlacement(plan, { apart: true }), /cannot be apart in mode seq/);
  assert.throws(() => sequentialPlacement(plan, { together: [["a", "x"]] }), /no node "x"/);
  assert.equal(sequentialPlacement(plan, { together: [["a", "c"]] }).placement.length, 1);
});

/** Random plans whose edges lead forwards, every node but the first ones fed. */
const randomPlan = fc.array(
  fc.record({
    light: fc.boolean(),
    replicas: fc.constantFrom(1, 1, 1, 2, 2, 3),
    key: fc.constantFrom(undefined, undefined, undefined, "tel"),
    maxReplicas: fc.constantFrom(undefined, undefined, undefined, undefined, 3),
    read: fc.constantFrom([], [], ["x"]),
    trusted: fc.constantFrom(false, false, false, true),
    from: fc.array(fc.nat(20), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 9 },
).map((drawn) => {
  const nodes = drawn.map(({ light, replicas, key, maxReplicas, read, trusted, from }, at) => {
    const part: Part = { ...(light && LIGHT), replicas, trusted, ...grants({ read }) };
    const isProducer = at === 0 || from.length === 0;
    return [`n${at}`, { ...part, ...(!isProducer && { key, maxReplicas }) }] as const;
  });
  const edges = drawn.flatMap(({ from }, at) =>
    at === 0 ? [] : [...new Set(from.map((one) => one % at))].map((one) => `n${one} n${at}`)
  );
  return planOf(Object.fromEntries(nodes), edges);
});
const randomWish = fc.option(fc.uniqueArray(fc.nat(8), { minLength: 2, maxLength: 3 }));

Deno.test("random plans: all placed once, side by side, rights alike, one entry, one not light", () => {
  fc.assert(fc.property(randomPlan, randomWish, fc.boolean(), (plan, wish, asks) => {
    const named = wish?.map((at) => `n${at % plan.nodes.length}`) ?? [];
    const together = new Set(named).size > 1 ? [named] : [];
    const shareGrants = asks && together.length > 0;
    let workers: readonly (readonly number[])[];
    try {
      workers = multiprocessPlacement(plan, { together, shareGrants }).placement;
    } catch (error) {
      assert.ok(error instanceof PlacementError && together.length > 0);
      return;
    }
    const all = workers.flat().toSorted((a, b) => a - b);
    assert.deepEqual(all, Array.from({ length: plan.replicas }, (_, row) => row));
    for (const rows of workers) {
      const nodes = rows.map((row) => plan.nodes.findLast(({ firstRow }) => firstRow <= row)!);
      assert.deepEqual(nodes.map(({ firstRow }) => firstRow).toSorted((a, b) => a - b), [
        ...nodes.map(({ firstRow }) => firstRow),
      ], "in topological order");
      if (rows.length === 1) continue;
      const [{ replicas, firstRow }] = nodes as [PlannedNode];
      const replica = rows[0]! - firstRow;
      assert.deepEqual(rows, nodes.map((node) => node.firstRow + replica), "side by side");
      assert.ok(nodes.every((node) => node.replicas === replicas));
      if (replicas > 1) {
        assert.ok(nodes.every(({ maxReplicas }) => maxReplicas === undefined));
        assert.ok(nodes.slice(1).every(({ key }) => key === undefined));
      }
      const rightsOf = (some: readonly PlannedNode[]) =>
        new Set(some.map(({ trusted, permissions }) => trusted || permissions.read.join()));
      const others = nodes.filter(({ id }) => !together[0]?.includes(id));
      if (!shareGrants || others.length > 0) assert.equal(rightsOf(nodes).size, 1);
      assert.equal(new Set(nodes.map(({ trusted }) => trusted)).size, 1);
      const ids = nodes.map(({ id }) => id);
      for (const { from, to } of plan.graph.edges) {
        if (ids.indexOf(to) > 0) assert.ok(ids.includes(from), `${from} -> ${to} in ${ids}`);
      }
      const heavy = nodes.filter(({ light, id }) => !light && !together[0]?.includes(id));
      const wished = nodes.some(({ light, id }) => !light && together[0]?.includes(id));
      assert.ok(heavy.length + Number(wished) <= 1, `${ids}`);
    }
    for (const ids of together) {
      const rows = ids.map((id) => plan.nodes.find((node) => node.id === id)!.firstRow);
      assert.ok(workers.some((worker) => rows.every((row) => worker.includes(row))));
    }
  }));
});
