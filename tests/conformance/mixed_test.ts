/**
 * Workers that several nodes share, while others are elsewhere: inside packets go by call, from and
 * to the outside by ring.
 *
 * @module
 */
import assert from "node:assert/strict";
import { explainPlacement } from "../../lib/engine/mod.ts";
import type { ExecuteOptions } from "../../lib/engine/mod.ts";
import { got, graphOf, MODES, range, run, sorted, start, type TestNode } from "./_flow.ts";

type Nodes = Record<string, TestNode>;
type Groups = readonly (readonly string[])[];
const mode = "multiprocess";
const base = import.meta.url;
const light = "./_mixed_steps.ts#through";

/** The Workers of a flow, such as `numbers+pass sink`. */
async function workersOf(nodes: Nodes, together: Groups): Promise<string> {
  const workers = explainPlacement(await graphOf(nodes), { mode, base, together });
  return workers.map(({ nodes }) => nodes.map(({ id }) => id).join("+")).join(" ");
}

const mixed = (nodes: Nodes, together: Groups, options: Partial<ExecuteOptions> = {}) =>
  run(mode, nodes, { ...options, together });

/** numbers -> trouble -> pass -> sink */
function troubled(how: string, at = 10): Nodes {
  return {
    numbers: { step: "numbers", params: { n: 100 }, next: "trouble" },
    trouble: { step: "trouble", params: { how, at }, next: "pass" },
    pass: { step: "pass", next: "sink" },
    sink: { step: "collect" },
  };
}

const GROUPS: readonly string[][] = [
  ["numbers", "trouble"],
  ["trouble", "pass"],
  ["pass", "sink"],
  ["numbers", "trouble", "pass"],
  ["trouble", "pass", "sink"],
];

for (const group of GROUPS) {
  const test = (name: string, body: () => Promise<void>) =>
    Deno.test(`${group.join("+")}: ${name}`, body);

  for (const how of ["throw", "reject", "yield then throw", "function"]) {
    test(`a step that fails in run (${how}) ends the flow, the rest finishes`, async () => {
      const { report, lines } = await mixed(troubled(how), [group]);
      assert.equal(report.exitCode, 1);
      assert.deepEqual(report.errors.map(({ node, packet }) => [node, packet]), [
        ["trouble", "numbers#10"],
      ]);
      assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
      assert.deepEqual(got(lines).slice(0, 10), range(10), "what was good arrives");
      for (const node of ["trouble", "pass", "sink"]) {
        assert.ok(lines.includes(`${node} finished failed`), `${node} finished`);
      }
      assert.equal(report.nodes.trouble?.done, 10);
    });
  }

  for (const how of ["init", "init rejects"]) {
    test(`a step that fails in init (${how}) lets no producer start`, async () => {
      const { report, lines } = await mixed(troubled(how), [group]);
      assert.deepEqual(report.errors.map(({ node, phase }) => [node, phase]), [[
        "trouble",
        "init",
      ]]);
      assert.equal(report.nodes.numbers?.emitted, 0);
      assert.ok(lines.includes("pass finished failed") && lines.includes("sink finished failed"));
      assert.ok(!lines.includes("trouble finished failed"), "no finish without init");
    });
  }

  test("a step that fails in finish fails the flow, after all was done", async () => {
    const { report, lines } = await mixed(troubled("finish"), [group]);
    assert.deepEqual(report.errors.map(({ node, phase }) => [node, phase]), [[
      "trouble",
      "finish",
    ]]);
    assert.deepEqual(got(lines), range(100));
    assert.ok(lines.includes("sink finished failed"), "downstream hears of it");
  });

  test("an error outside run makes the step begin anew that it is put down to", async () => {
    const { report } = await mixed(troubled("timer"), [group]);
    assert.deepEqual([report.status, report.errors], ["done", []]);
    const restarts = Object.entries(report.nodes).filter(([, node]) => node.restarts !== undefined);
    assert.deepEqual(restarts.map(([id]) => id), ["trouble"]);
    assert.ok(report.ledger.balanced);
  });

  test("aborted: a step that never answers is given up, the others finish", async () => {
    const { execution, lines } = await start(mode, troubled("never"), { together: [group] });
    const done = (node: string) => execution.snapshot().nodes.find(({ id }) => id === node)!.done;
    while (done("sink") < 10) await new Promise((resolve) => setImmediate(resolve));
    execution.stop();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.errors, []);
    assert.ok(report.ledger.balanced, report.ledger.imbalances.join());
    assert.ok(report.nodes.trouble!.abandoned >= 1);
    assert.deepEqual(got(lines), range(10));
    for (const node of ["trouble", "pass", "sink"]) {
      assert.ok(lines.includes(`${node} finished interrupted`), `${node} finished`);
    }
  });
}

const ENDLESS: Nodes = {
  ticks: { step: "ticks", next: "one" },
  one: { step: "pass", params: { how: "async yield" }, next: "two" },
  two: { step: "pass", params: { how: "yield" }, next: "sink" },
  sink: { step: "collect" },
};
for (const group of [["ticks", "one"], ["one", "two"], ["two", "sink"]]) {
  Deno.test(`${group.join("+")}: interrupted, what is in flight is processed`, async () => {
    const enough = Promise.withResolvers<void>();
    const { execution, lines } = await start(mode, ENDLESS, {
      together: [group],
      onLog: ({ message }) => message === "sink got 50" && enough.resolve(),
    });
    await enough.promise;
    execution.stop();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
    assert.equal(got(lines).length, report.nodes.ticks?.emitted);
    assert.ok(lines.includes("sink finished interrupted"));
  });
}

Deno.test("an asynchronous step in the midst of a Worker keeps the order", async () => {
  const nodes: Nodes = {
    numbers: { step: "numbers", params: { n: 300 }, next: "in" },
    in: { step: "pass", next: "wait", queueLimit: 3 },
    wait: { step: "pass", params: { how: "async yield" }, next: "out" },
    out: { step: "pass", next: "sink" },
    sink: { step: "collect", queueLimit: 2 },
  };
  const together = [["in", "wait", "out"]];
  assert.equal(await workersOf(nodes, together), "numbers in+wait+out sink");
  const { report, lines } = await mixed(nodes, together);
  assert.equal(report.status, "done");
  assert.deepEqual(got(lines), range(300));
  assert.ok(report.nodes.in!.maxQueued <= 3 && report.nodes.sink!.maxQueued <= 2);
  assert.equal(report.nodes.wait!.maxQueued, 1, "by call, one at a time");
});

Deno.test("a broadcast reaches a neighbour and one that is elsewhere, each its own copy", async () => {
  const nodes: Nodes = {
    objects: { step: "objects", params: { n: 200 }, next: { out: ["near", "far", "spoil"] } },
    near: { step: "pass", next: "sink" },
    far: { step: "collect", queueLimit: 2 },
    spoil: { step: "scribble" },
    sink: { step: "collect" },
  };
  for (const other of ["near", "spoil"]) {
    const { report, lines } = await mixed(nodes, [["objects", other]]);
    assert.equal(report.status, "done");
    const expected = range(200).map((i) => ({ i, list: [i] }));
    assert.deepEqual(got(lines, "far"), expected);
    assert.deepEqual(got(lines), expected);
    assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
  }
});

Deno.test("a node that is also fed from elsewhere stays apart, however light", async () => {
  const nodes: Nodes = {
    a: { step: "numbers", params: { n: 100 }, next: "near" },
    b: { step: "numbers", params: { n: 100, start: 100 }, next: "both" },
    near: { step: light, next: "both" },
    both: { step: light, next: "sink" },
    sink: { step: "collect" },
  };
  assert.equal(await workersOf(nodes, []), "a+near b both+sink");
  const { report, lines } = await mixed(nodes, []);
  assert.equal(report.status, "done");
  assert.deepEqual(sorted(got(lines)), range(200));
});

Deno.test("a generator waits while its neighbour waits for room elsewhere", async () => {
  const nodes: Nodes = {
    numbers: { step: "numbers", params: { n: 12 }, next: "many" },
    many: { step: "multiply", next: "pass" },
    pass: { step: "pass", next: "slow" },
    slow: { step: "slow", queueLimit: 1 },
  };
  const together = [["numbers", "many", "pass"]];
  assert.equal(await workersOf(nodes, together), "numbers+many+pass slow");
  const { report } = await mixed(nodes, together);
  assert.equal(report.status, "done");
  assert.equal(report.nodes.slow!.done, 66);
  assert.equal(report.nodes.slow!.maxQueued, 1);
});

Deno.test("who waits for a place does not wait for packets that a neighbour holds back", async () => {
  const nodes: Nodes = {
    numbers: { step: "numbers", params: { n: 200 }, next: "parity" },
    // odd ones go straight to the sink, even ones by a neighbour: one place for both
    parity: { step: "parity", next: { even: "pass", odd: "sink" } },
    pass: { step: "pass", next: "sink" },
    sink: { step: "collect", queueLimit: 1 },
  };
  const together = [["numbers", "parity", "pass"]];
  assert.equal(await workersOf(nodes, together), "numbers+parity+pass sink");
  const { report, lines } = await mixed(nodes, together);
  assert.equal(report.status, "done");
  assert.deepEqual(got(lines), range(200));
});

Deno.test("nothing is held back while a neighbour waits for ever", async () => {
  const nodes: Nodes = {
    producer: { step: "waiting", next: "pass" },
    pass: { step: light, next: "trouble" },
    trouble: { step: "trouble", params: { how: "throw", at: 0 }, next: "sink" },
    sink: { step: "collect" },
  };
  assert.equal(await workersOf(nodes, []), "producer+pass trouble sink");
  const { report } = await mixed(nodes, []);
  assert.equal(report.errors[0]!.packet, "producer#0");
  assert.ok(report.ledger.balanced);
});

Deno.test("arrays that move, and such that are made in place, pass through a shared Worker", async () => {
  const moving: Nodes = {
    arrays: { step: "arrays", params: { n: 50 }, next: "pass" },
    pass: { step: light, next: "sum" },
    sum: { step: "sum", next: "sink" },
    sink: { step: "collect" },
  };
  for (const together of [[], [["arrays", "pass", "sum"]], [["pass", "sum", "sink"]]]) {
    const { report, lines } = await mixed(moving, together);
    assert.equal(report.status, "done", JSON.stringify(report.errors));
    assert.deepEqual(got(lines), range(50).map((i) => 1000 * i));
  }
  const step = (name: string) => `./_lending_steps.ts#${name}`;
  const lent: Nodes = {
    make: { step: step("allocated"), params: { n: 50 }, next: { out: ["hand", "keep"] } },
    hand: { step: step("passing"), next: "own" },
    keep: { step: step("owning") },
    own: { step: step("owning") },
  };
  const lengthOf = (i: number) => 3000 + 5000 * (i % 7);
  const sums = range(50).map((i) => i * lengthOf(i));
  for (
    const group of [["make", "hand"], ["make", "keep"], ["hand", "own"], ["make", "hand", "own"]]
  ) {
    const { report, lines } = await mixed(lent, [group], { poison: true });
    assert.equal(report.status, "done", JSON.stringify(report.errors));
    assert.deepEqual(got(lines, "own"), [sums], `own, with ${group.join("+")}`);
    assert.deepEqual(got(lines, "keep"), [sums], `keep, with ${group.join("+")}`);
  }
});

Deno.test("a Worker is named for its nodes", async () => {
  const tells = "./_mixed_steps.ts#tells";
  const { lines } = await mixed({
    numbers: { step: "numbers", params: { n: 1 }, next: "a" },
    a: { step: tells, next: "b" },
    b: { step: tells, next: "c" },
    c: { step: tells, replicas: 2, next: "sink" },
    sink: { step: "collect" },
  }, [["a", "b"]]);
  assert.deepEqual(lines.filter((line) => line.includes(" is in ")).sort(), [
    "a is in a+b",
    "b is in a+b",
    "c is in c[0]",
    "c is in c[1]",
  ]);
});

Deno.test("a shared Worker may touch what each of its nodes may, and nothing else", async () => {
  const nodes = troubled("read");
  const denied = await mixed(nodes, [["trouble", "pass"]]);
  assert.deepEqual(denied.report.errors[0]!.denial, { kind: "read", resource: "/etc/hostname" });
  const permissions = { read: ["/etc/hostname"] };
  const one = { ...nodes, trouble: { ...nodes.trouble!, permissions } };
  await assert.rejects(mixed(one, [["trouble", "pass"]]), /pass .* trouble: other grants \(read\)/);
  const both = { ...one, pass: { ...nodes.pass!, permissions } };
  assert.equal((await mixed(both, [["trouble", "pass"]])).report.exitCode, 0);
});

Deno.test("what crossing costs is told of those whose packets cross", async () => {
  const nodes: Nodes = {
    numbers: { step: "numbers", params: { n: 5000 }, next: "near" },
    near: { step: light, next: "middle" },
    middle: { step: light, next: "far" },
    far: { step: light, next: "sink", permissions: { env: ["X"] } },
    sink: { step: "collect" },
  };
  const { report } = await mixed(nodes, []);
  const crossing = Object.entries(report.nodes).map(([id, { crossingUs }]) =>
    [id, crossingUs !== null && crossingUs > 0] as const
  );
  assert.deepEqual(crossing, [
    ["numbers", false],
    ["near", false],
    ["middle", true],
    ["far", true],
    ["sink", true],
  ]);
  assert.deepEqual(report.nodes.near!.sharesWorkerWith, ["numbers", "middle"]);
  assert.deepEqual(report.nodes.far!.sharesWorkerWith, []);
  const alone = await run("sequential", nodes);
  assert.ok(Object.values(alone.report.nodes).every(({ crossingUs }) => crossingUs === null));
});

Deno.test("what is printed is put down to who prints it, also after others have had the thread", async () => {
  for (const mode of MODES) {
    const printers: unknown[] = [];
    await run(mode, {
      chat: { step: "./_mixed_steps.ts#chatting", next: "near" },
      near: { step: light, next: "sink" },
      sink: { step: "collect" },
    }, { onLog: ({ message, node }) => void (message === "chat" && printers.push(node)) });
    assert.deepEqual(printers, ["chat", "chat", "chat", "chat"], mode);
  }
});
