/**
 * Replicas side by side: replica i of a node in the Worker of replica i of the node before it. What
 * comes to the first of them stays there, and all else is as if each replica had its own Worker.
 *
 * @module
 */
import assert from "node:assert/strict";
import { explainPlacement } from "../../lib/engine/mod.ts";
import type { ExecuteOptions } from "../../lib/engine/mod.ts";
import { quarantineFiles } from "../../lib/engine/quarantine/folder.ts";
import { readJournal } from "../../lib/engine/resume/journal.ts";
import {
  balanced,
  got,
  graphOf,
  range,
  run,
  sorted,
  start,
  type TestMode,
  type TestNode,
  withFolder,
} from "./_flow.ts";

type Nodes = Record<string, TestNode>;
const base = import.meta.url;

/** The Workers of a flow, such as `numbers one[0]+two[0] one[1]+two[1] sink`. */
async function workersOf(nodes: Nodes, together: ExecuteOptions["together"]): Promise<string> {
  const graph = await graphOf(nodes);
  const workers = explainPlacement(graph, { mode: "multiprocess", base, together });
  return workers.map(({ nodes }) =>
    nodes.map(({ id, replicas, of }) => of > 1 ? `${id}[${replicas}]` : id).join("+")
  ).join(" ");
}

/** numbers -> one -> two -> sink, with two replicas of what is in the middle. */
const line = (one: TestNode, two: TestNode, n = 100, sink: Partial<TestNode> = {}): Nodes => ({
  numbers: { step: "numbers", params: { n }, next: "one" },
  one: { replicas: 2, ...one, next: "two" },
  two: { replicas: 2, ...two, next: "sink" },
  sink: { step: "collect", ...sink },
});
const together = [["one", "two"]];
const pass = { step: "pass" };
/** Works a little, so that both replicas get packets. */
const work = { step: "./_control_steps.ts#work", queueLimit: 8 };
const shaky = (how: string, more: Partial<TestNode> = {}): TestNode => ({
  step: "./_policy_steps.ts#shaky",
  params: { how },
  ...more,
});

Deno.test("side by side: what is light joins by itself, what is not as it is wished", async () => {
  const light = line(pass, { step: "./_mixed_steps.ts#through" });
  const expected = "numbers one[0]+two[0] one[1]+two[1] sink";
  assert.equal(await workersOf(light, []), expected);
  assert.equal(await workersOf(line(pass, pass), together), expected);
  assert.equal(await workersOf(line(pass, pass), []), "numbers one[0] one[1] two[0] two[1] sink");
});

Deno.test("side by side: a Worker is named for its replicas", async () => {
  const tells = { step: "./_mixed_steps.ts#tells" };
  const { lines } = await run("multiprocess", line(tells, tells), { together });
  assert.deepEqual(lines.filter((text) => text.includes(" is in ")).toSorted(), [
    "one is in one[0]+two[0]",
    "one is in one[1]+two[1]",
    "two is in one[0]+two[0]",
    "two is in one[1]+two[1]",
  ]);
});

Deno.test("side by side: packets cross only where they come in and go out", async () => {
  const nodes = line(work, { ...pass, next: "three" }, 2000);
  const more: Nodes = { ...nodes, two: { ...nodes.two!, next: "three" } };
  more.three = { ...pass, replicas: 2, next: "sink" };
  const { report, lines } = await run("multiprocess", more, {
    together: [["one", "two", "three"]],
  });
  assert.deepEqual(sorted(got(lines)), range(2000));
  const { one, two, three } = report.nodes;
  assert.ok(one!.perReplica.every((count) => count > 0), "both have work");
  assert.deepEqual([two!.perReplica, three!.perReplica], [one!.perReplica, one!.perReplica]);
  assert.deepEqual([one!.crossingUs! > 0, two!.crossingUs, three!.crossingUs! > 0], [
    true,
    null,
    true,
  ]);
  assert.deepEqual(one!.sharesWorkerWith, ["two", "three"]);
  assert.deepEqual([two!.maxQueued, three!.maxQueued], [1, 1]);
  balanced(report);
});

Deno.test("side by side: who gets its packets by call is not scaled, the first of them is", async () => {
  const { execution } = await start("multiprocess", {
    ...line(work, pass),
    numbers: { step: "ticks", next: "one" },
  }, { together });
  const refused = execution.scale("two", 1);
  assert.match(refused.reason!, /^its packets stay in the Worker that they came to/);
  assert.equal(execution.scale("one", 1).ok, true);
  const counts = () => execution.snapshot().nodes.find(({ id }) => id === "two")!.done;
  for (const enough = counts() + 100; counts() < enough;) await new Promise((r) => setImmediate(r));
  execution.stop();
  const report = await execution.finished;
  assert.deepEqual(report.nodes.two!.perReplica, report.nodes.one!.perReplica);
  const [first, second] = report.nodes.two!.perReplica as [number, number];
  assert.ok(first > second, `${first} and ${second}`);
  balanced(report);
});

Deno.test("side by side: a stall names the replica, and who waits for it", async () => {
  const hanging = { step: "./_hanging_steps.ts#hanging", params: { how: "wait" } };
  const { report } = await run("multiprocess", line(pass, hanging, 30), {
    together,
    stallAfterMs: 1000,
  });
  const { message } = report.errors[0]!;
  const [, replica] = /two\[(\d)\] is inside run with numbers#3 for /.exec(message) ?? [];
  assert.ok(replica !== undefined, message);
  assert.ok(message.includes(`one[${replica}] is waiting for two`), message);
  assert.ok(message.includes("sink is idle"), message);
  balanced(report);
});

Deno.test("side by side: one Worker that is lost ends all, and the books balance", async () => {
  const hanging = { step: "./_hanging_steps.ts#hanging", params: { how: "timer" } };
  const nodes = { ...line(hanging, pass), sink: { step: "slow", queueLimit: 1 } };
  const { report } = await run("multiprocess", nodes, { together });
  assert.deepEqual(report.errors.map(({ code, node }) => [code, node]), [["host_lost", "one"]]);
  balanced(report);
});

Deno.test("side by side: rights are each Worker's, and no more than both nodes have", async () => {
  const reading = { step: "trouble", params: { how: "read", at: 10 } };
  const denied = await run("multiprocess", line(pass, reading), { together });
  assert.deepEqual(denied.report.errors[0]!.denial, { kind: "read", resource: "/etc/hostname" });
  const permissions = { read: ["/etc/hostname"] };
  await assert.rejects(
    run("multiprocess", line(pass, { ...reading, permissions }), { together }),
    /two cannot share a Worker with one: other grants \(read\)/,
  );
  const shared = { together, shareGrants: true };
  const asked = await run("multiprocess", line({ ...pass, permissions }, reading), shared);
  assert.equal(asked.report.exitCode, 0);
  const alike = line({ ...pass, permissions }, { ...reading, permissions });
  assert.equal((await run("multiprocess", alike, { together })).report.exitCode, 0);
});

Deno.test("side by side: arrays are lent into a Worker, and by call inside it", async () => {
  const step = (name: string) => `./_lending_steps.ts#${name}`;
  const nodes: Nodes = {
    make: { step: step("allocated"), params: { n: 50 }, next: "hand" },
    hand: { step: step("passing"), replicas: 2, next: "on" },
    on: { step: step("passing"), replicas: 2, next: "own" },
    own: { step: step("owning") },
  };
  const { report, lines } = await run("multiprocess", nodes, {
    together: [["hand", "on"]],
    poison: true,
  });
  assert.equal(report.status, "done", JSON.stringify(report.errors));
  const [sums] = got(lines, "own") as [number[]];
  assert.deepEqual(sorted(sums), sorted(range(50).map((i) => i * (3000 + 5000 * (i % 7)))));
  assert.ok(report.nodes.make!.arrayBytes.lent > 0);
});

for (const mode of ["multiprocess", "deterministic"] as readonly TestMode[]) {
  const test = (name: string, body: () => Promise<void>) =>
    Deno.test(`${mode}: side by side: ${name}`, body);
  const beside = (nodes: Nodes, options: Partial<ExecuteOptions> = {}) =>
    run(mode, nodes, { together, ...options });

  test("ways that part and meet again in one Worker", async () => {
    const nodes: Nodes = {
      numbers: { step: "numbers", params: { n: 500 }, next: "parity" },
      parity: { step: "parity", replicas: 3, next: { even: ["pass", "sink"], odd: "join" } },
      pass: { step: "pass", replicas: 3, params: { how: "async yield" }, next: "join" },
      join: { step: "pass", replicas: 3, next: "sink", queueLimit: 1 },
      sink: { step: "collect", queueLimit: 2 },
    };
    const groups = [["parity", "pass", "join"]];
    assert.match(await workersOf(nodes, groups), /parity\[2\]\+pass\[2\]\+join\[2\] sink$/);
    const { report, lines } = await beside(nodes, { together: groups });
    const twice = range(500).flatMap((n) => n % 2 === 0 ? [n, n] : [n]);
    assert.deepEqual(sorted(got(lines)), twice);
    assert.ok(report.nodes.sink!.maxQueued <= 2);
    balanced(report);
  });

  test("what is ordered comes in the order of a sequential execution", async () => {
    const uneven = { step: "./_order_steps.ts#uneven" };
    const nodes = line(uneven, uneven, 60, { ordered: true, queueLimit: 3 });
    const expected = await run("sequential", nodes);
    const { report, lines } = await beside(nodes);
    assert.deepEqual(got(lines), got(expected.lines));
    balanced(report);
    const first = { ...nodes, one: { ...nodes.one!, ordered: true }, sink: { step: "collect" } };
    assert.deepEqual(got((await beside(first)).lines).toSorted(), got(expected.lines).toSorted());
  });

  test("packets with one key stay together behind the replica that got them", async () => {
    const by = { step: "./_order_steps.ts#work" };
    const { report, lines } = await beside({
      items: { step: "./_order_steps.ts#items", params: { n: 200, telescopes: 7 }, next: "one" },
      ...line({ ...pass, key: "tel.id" }, by),
    });
    const all = got(lines) as { n: number; key: string | null; replica: number }[];
    for (const [key, items] of Map.groupBy(all, ({ key }) => key)) {
      assert.equal(new Set(items.map(({ replica }) => replica)).size, 1, `replicas of ${key}`);
    }
    balanced(report);
  });

  test("what fails behind is put aside, retried or skipped, packet by packet", async () => {
    await withFolder(async (quarantine) => {
      const bad = sorted(range(100).filter((n) => n % 5 === 0));
      const good = range(100).filter((n) => n % 5 !== 0);
      const aside = line(work, shaky("throw", { onError: "quarantine" }));
      const { report, lines } = await beside(aside, { quarantine });
      assert.deepEqual(sorted(got(lines)), good);
      assert.equal(report.nodes.two!.quarantined, bad.length);
      assert.equal((await quarantineFiles(quarantine)).length, bad.length);
      balanced(report);
    });
    const retry = { times: 1, backoffMs: 0 };
    const second = line(work, shaky("reject", { onError: { retry, then: "skip" } }));
    second.two = { ...second.two!, params: { how: "reject", times: 1 } };
    const { report, lines } = await beside(second);
    assert.deepEqual(sorted(got(lines)), range(100));
    assert.equal(report.nodes.two!.retries, 20);
    balanced(report);
  });

  test("an error in one Worker ends the flow; the others finish what they have", async () => {
    const failing = { step: "trouble", params: { how: "throw", at: 50 } };
    const { report, lines } = await beside(line(work, failing));
    assert.deepEqual(report.errors.map(({ node, packet }) => [node, packet]), [
      ["two", "numbers#50"],
    ]);
    const ends = lines.filter((text) => text === "two finished failed");
    assert.equal(ends.length, 2, "finish of each replica");
    assert.ok(lines.includes("sink finished failed"));
    assert.equal(report.nodes.one!.abandoned, 0, "what came to others is processed");
    balanced(report);
  });

  for (const how of ["Deno.exit", "rejection", "timer"]) {
    test(`a replica that crashes (${how}) begins anew, its neighbours do not`, async () => {
      const crashy = { step: "./_crash_steps.ts#crashy", params: { how, every: 40, times: 1 } };
      const { report, lines } = await beside(line(pass, crashy));
      assert.equal(report.status, "done", JSON.stringify(report.errors));
      assert.deepEqual(sorted(got(lines)), range(100));
      assert.equal(report.nodes.two!.restarts, 3);
      assert.equal(report.nodes.one!.restarts, undefined);
      balanced(report);
    });
  }

  test("aborted while one of them never answers, all is accounted for", async () => {
    const nodes = line(pass, { step: "trouble", params: { how: "never", at: 10 } });
    const { execution, lines } = await start(mode, nodes, { together });
    const done = () => execution.snapshot().nodes.find(({ id }) => id === "sink")!.done;
    while (done() < 10) await new Promise((resolve) => setImmediate(resolve));
    execution.stop();
    execution.abort();
    const report = await execution.finished;
    assert.equal(report.exitCode, 130);
    assert.ok(report.nodes.two!.abandoned >= 1);
    assert.ok(lines.includes("two finished interrupted"));
    balanced(report);
  });

  test("interrupted, what is in flight is processed", async () => {
    const nodes = { ...line(pass, pass), numbers: { step: "ticks", next: "one" } };
    const enough = Promise.withResolvers<void>();
    const { execution, lines } = await start(mode, nodes, {
      together,
      onLog: ({ message }) => message === "sink got 50" && enough.resolve(),
    });
    await enough.promise;
    execution.stop();
    const report = await execution.finished;
    assert.equal(got(lines).length, report.nodes.numbers!.emitted);
    balanced(report);
  });

  test("what each drains goes the way of its packets, in order where that counts", async () => {
    const counting = (times: number) => ({
      step: "./_drain_steps.ts#counting",
      params: { how: "yield", times },
    });
    const nodes = line(counting(2), counting(1), 40, { ordered: true, queueLimit: 2 });
    const { report, lines } = await beside(nodes);
    const bare = (values: readonly unknown[]) =>
      values.map((value) => String(value).replace(/: \d+/, ""));
    const expected = await run("sequential", nodes);
    assert.deepEqual(bare(got(lines)), bare(got(expected.lines)));
    const seen = got(lines).flatMap((value) => /^two\.\d: (\d+)/.exec(String(value))?.[1] ?? []);
    assert.equal(seen.map(Number).reduce((sum, n) => sum + n, 0), 40 + 4);
    balanced(report);
  });
}

Deno.test("side by side: cut off in the midst, it goes on: each value once", async () => {
  await withFolder(async (folder) => {
    const n = 60_000;
    const filename = `${folder}/out.txt`;
    const nodes = line(pass, {
      step: "./_drain_steps.ts#counting",
      params: { how: "yield", times: 0 },
    }, n);
    const sink = { step: "./../../steps/string_writer.ts", params: { filename } };
    const options = { together, resume: { folder: `${folder}/journal`, everyMs: 1 } };
    const { execution } = await start("multiprocess", { ...nodes, sink }, options);
    const emissions = () => readJournal(`${folder}/journal`)?.emissions.numbers?.[0] ?? 0;
    while (emissions() === 0) await new Promise((r) => setTimeout(r, 1));
    execution.abort();
    const first = await execution.finished;
    assert.equal(first.status, "interrupted");
    const { report } = await run("multiprocess", { ...nodes, sink }, options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.ok(report.resumed!.emissions.numbers! > 0, "no cut was taken while it was busy");
    const values = Deno.readTextFileSync(filename).trimEnd().split("\n").map(Number);
    assert.deepEqual(sorted(values), range(n));
    balanced(report);
  });
});

Deno.test("side by side: a seed decides the order, and not what comes out", async () => {
  const nodes = line({ step: "./_order_steps.ts#uneven" }, pass, 40);
  const play = async (seed: number) =>
    got((await run("multiprocess", nodes, { deterministic: true, seed, together })).lines);
  const orders = [await play(1), await play(1), await play(2), await play(3)];
  assert.deepEqual(orders[0], orders[1]);
  assert.ok(orders.slice(2).some((order) => JSON.stringify(order) !== JSON.stringify(orders[0])));
  for (const order of orders) assert.deepEqual(order.toSorted(), orders[0]!.toSorted());
});
