import assert from "node:assert/strict";
import { got, MODES, run, type TestMode, type TestNode } from "./_flow.ts";

const step = (name: string) => `./_lending_steps.ts#${name}`;
const N = 200;
const lengthOf = (i: number) => 3000 + 5000 * (i % 7);
const bytes = (of = lengthOf) =>
  Array.from({ length: N }, (_, i) => 4 * of(i)).reduce((a, b) => a + b);
const expected = (of = lengthOf) => Array.from({ length: N }, (_, i) => [i, of(i), i * of(i)]);
const byNumber = (values: unknown[]) =>
  (values as number[][]).toSorted(([a = 0], [b = 0]) => a - b);

/** A flow in which whoever keeps a lent array reads NaN. */
const poisoned = (mode: TestMode, nodes: Record<string, TestNode>) =>
  run(mode, nodes, { poison: true });

for (const mode of MODES) {
  for (const maker of ["allocated", "ordinary", "reusing", "wasteful", "discarding"]) {
    Deno.test(`${mode}: arrays that are ${maker} arrive as they were sent`, async () => {
      const { report, lines } = await poisoned(mode, {
        make: { step: step(maker), params: { n: N }, next: "sink" },
        sink: { step: step("summing"), params: { slow: true } },
      });
      assert.equal(report.status, "done", JSON.stringify(report.errors));
      assert.deepEqual(got(lines), expected());
    });
  }

  Deno.test(`${mode}: one step passes on what was lent to it`, async () => {
    const { report, lines } = await poisoned(mode, {
      make: { step: step("allocated"), params: { n: N }, next: "whole" },
      whole: { step: step("passing"), next: "part" },
      part: { step: step("passing"), params: { part: true }, next: "sink" },
      sink: { step: step("summing") },
    });
    assert.equal(report.status, "done");
    assert.deepEqual(got(lines), expected((i) => lengthOf(i) - 7));
  });

  Deno.test(`${mode}: all who get an array see it whole, replicas and those who keep it too`, async () => {
    const { report, lines } = await poisoned(mode, {
      make: { step: step("allocated"), params: { n: N }, next: { out: ["sink", "pass", "own"] } },
      pass: { step: step("passing"), next: "other", replicas: 2 },
      sink: { step: step("summing"), params: { slow: true } },
      other: { step: step("summing") },
      own: { step: step("owning") },
    });
    assert.equal(report.status, "done");
    assert.deepEqual(got(lines), expected());
    assert.deepEqual(byNumber(got(lines, "other")), expected());
    assert.deepEqual(got(lines, "own"), [expected().map(([, , sum]) => sum)]);
  });

  Deno.test(`${mode}: room made for one port serves another as well`, async () => {
    const { report, lines } = await poisoned(mode, {
      make: {
        step: step("allocated"),
        params: { n: N, port: "other" },
        next: { out: "sink", other: "none" },
      },
      sink: { step: step("summing") },
      none: { step: step("summing") },
    });
    assert.equal(report.status, "done");
    assert.deepEqual([got(lines), got(lines, "none")], [expected(), []]);
  });
}

const LINE = {
  sink: { step: step("summing") },
};

Deno.test("multiprocess: what is made in place is never copied, and counted", async () => {
  const make = (maker: string) => ({ step: step(maker), params: { n: N }, next: "sink" });
  const traffic = async (maker: string) => {
    const { report } = await run("multiprocess", { make: make(maker), ...LINE });
    return report.nodes.make!.arrayBytes;
  };
  const inPlace = await traffic("allocated");
  assert.equal(inPlace.lent + inPlace.copied, bytes());
  assert.ok(inPlace.copied < 0.1 * bytes(), "until the slots are large enough");
  assert.deepEqual(await traffic("ordinary"), { lent: 0, copied: bytes(), moved: 0 });
});

Deno.test("multiprocess: one array for two receivers is made once", async () => {
  const { report } = await run("multiprocess", {
    make: { step: step("ordinary"), params: { n: N }, next: { out: ["sink", "again"] } },
    sink: { step: step("summing") },
    again: { step: step("summing") },
  });
  assert.equal(report.status, "done");
  assert.ok(report.nodes.make!.arrayBytes.copied < 1.1 * bytes());
});

for (const mode of MODES) {
  Deno.test(`${mode}: poison finds out a step that keeps what was lent to it`, async () => {
    const { lines } = await poisoned(mode, {
      make: { step: step("allocated"), params: { n: 2 }, next: "sink" },
      sink: { step: step("keeping") },
    });
    assert.deepEqual(got(lines), [[null, null]]);
  });

  Deno.test(`${mode}: one who borrows and passes on to one who keeps`, async () => {
    const { lines } = await poisoned(mode, {
      make: { step: step("allocated"), params: { n: N }, next: "pass" },
      pass: { step: step("passing"), next: "sink" },
      sink: { step: step("owning") },
    });
    assert.deepEqual(got(lines), [expected().map(([, , sum]) => sum)]);
  });
}

Deno.test("multiprocess: an array made by alloc goes once", async () => {
  const { report } = await run("multiprocess", {
    make: { step: step("repeating"), params: { n: 3 }, next: "sink" },
    ...LINE,
  });
  assert.equal(report.status, "failed");
  assert.match(report.errors[0]!.message, /call alloc again for each/);
});

Deno.test("multiprocess: an abort ends who waits for a slot", async () => {
  const { report } = await run("multiprocess", {
    make: { step: step("allocated"), params: { n: 100_000 }, next: "stuck" },
    stuck: { step: step("stuck") },
  }, { graceMs: 100 });
  assert.equal(report.status, "failed");
});

for (const mode of MODES) {
  Deno.test(`${mode}: after a packet that cannot leave, the next has its own array`, async () => {
    const { report, lines } = await poisoned(mode, {
      make: { step: step("ordinary"), params: { n: N }, next: "spoil" },
      spoil: { step: step("spoiling"), onError: "skip", next: "sink" },
      sink: { step: step("summing") },
    });
    assert.equal(report.status, "done");
    const sums = got(lines).map((value) => value as number[]);
    for (const [i, length, sum] of sums) assert.equal(sum, i! * length!, `${mode} ${i}`);
    // by call, only the first values of a port are searched for what cannot cross
    if (mode !== "sequential") assert.equal(report.nodes.spoil!.skipped, 18);
  });

  Deno.test(`${mode}: alloc refuses a length that is none`, async () => {
    const { report } = await run(mode, {
      make: { step: step("senseless"), params: { n: 3 }, next: "sink" },
      ...LINE,
    });
    assert.match(report.errors[0]!.message, /alloc makes no array of NaN numbers/);
  });

  Deno.test(`${mode}: what an attempt got stays its own after it took too long`, async () => {
    const { report, lines } = await poisoned(mode, {
      make: { step: step("allocated"), params: { n: 30 }, next: "sink" },
      sink: { step: step("dawdling"), onError: "skip", timeoutMs: 5 },
    });
    assert.equal(report.nodes.sink!.skipped, 3);
    assert.deepEqual(got(lines), [true, true, true]);
  });
}
