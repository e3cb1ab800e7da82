import assert from "node:assert/strict";
import fc from "fast-check";
import { readJournal } from "../../lib/engine/resume/journal.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import type { Fate } from "./_join_steps.ts";
import { balanced, got, MODES, run, start, type TestNode, withFolder } from "./_flow.ts";

const own = (name: string) => `./_join_steps.ts#${name}`;
const builtin = (name: string) => `./../../steps/${name}.ts`;

type Fates = readonly (readonly Fate[])[];
interface Joined {
  readonly size: number;
  readonly members: readonly { readonly event: number; readonly index: number }[];
}

/** events -> split -> fork -> two ways with replicas -> join -> sink */
function flow(fates: Fates, rest: Partial<TestNode> = {}, more: Partial<TestNode> = {}) {
  const params = { fates: fates.map((each) => [...each]) };
  const suffer = { step: own("suffer"), onError: "quarantine", next: "join", ...rest } as const;
  return {
    events: { step: own("events"), params, next: "split" },
    split: { step: builtin("split_by"), params: { lists: ["members"] }, next: "fork" },
    fork: { step: own("fork"), next: { even: "one", odd: "two" } },
    one: { ...suffer, replicas: 3 },
    two: { ...suffer, replicas: 2, queueLimit: 5 },
    join: { step: builtin("join_by"), params: { key: ["event"] }, next: "sink", ...more },
    sink: { step: "collect" },
  } satisfies Record<string, TestNode>;
}

/** What must come out: of each event the members that stay. */
function expected(fates: Fates): [number, number[], number][] {
  return fates.flatMap((members, event) => {
    const left = members.flatMap((fate, index) => fate === "stays" ? [index] : []);
    return left.length === 0 ? [] : [[event, left, members.length]];
  });
}

const seen = (lines: readonly string[]) =>
  (got(lines) as Joined[]).map(({ size, members }) => [
    members[0]!.event,
    members.map(({ index }) => index),
    size,
  ]);

function check(report: Report, fates: Fates): void {
  balanced(report);
  assert.equal(report.status, "done");
  const all = expected(fates);
  const complete = all.filter(([, left, size]) => left.length === size).length;
  const figures = {
    ...(complete > 0 && { "complete groups": complete }),
    ...(all.length > complete && { "incomplete groups": all.length - complete }),
  };
  assert.deepEqual({ ...report.nodes.join?.figures }, figures);
}

const SOME: Fates = Array.from(
  { length: 60 },
  (_, event) =>
    Array.from({ length: 1 + event % 4 }, (_, index): Fate => {
      const n = 5 * event + 3 * index;
      return n % 7 === 0 ? "fails" : n % 11 === 0 ? "goes" : "stays";
    }),
);

for (const mode of MODES) {
  const test = (name: string, body: () => Promise<void>) => Deno.test(`${mode}: ${name}`, body);

  test("a join gives each group once, whatever has become of members on two ways", async () => {
    await withFolder(async (quarantine) => {
      const { report, lines } = await run(mode, flow(SOME), { quarantine });
      assert.deepEqual(seen(lines), expected(SOME));
      check(report, SOME);
      assert.ok(report.nodes.one!.quarantined + report.nodes.two!.quarantined > 5);
    });
  });

  test("a join holds one group at a time: others are given as soon as they are over", async () => {
    await withFolder(async (quarantine) => {
      const fates: Fates = Array.from({ length: 300 }, () => ["stays", "fails", "stays"]);
      let first: [sent: number, all: number] | null = null;
      const { execution, lines } = await start(mode, flow(fates, { queueLimit: 2 }), {
        quarantine,
        onLog: ({ node }) => {
          if (node !== "sink" || first) return;
          const { nodes } = execution.snapshot();
          first = [nodes.find(({ id }) => id === "join")!.received, 600];
        },
      });
      check(await execution.finished, fates);
      assert.deepEqual(seen(lines), expected(fates));
      if (mode !== "deterministic") assert.ok(first![0] < first![1], String(first));
    });
  });

  test("a join loses nothing when members crash their replica", async () => {
    const fates: Fates = [["stays", "crashes"], ["crashes", "crashes"], ["stays", "stays"]];
    const { report, lines } = await run(mode, flow(fates, { onError: "skip", maxAttempts: 2 }));
    assert.deepEqual(seen(lines), expected(fates));
    check(report, fates);
    assert.ok((report.nodes.one!.restarts ?? 0) + (report.nodes.two!.restarts ?? 0) >= 3);
  });

  test("property: groups, losses and engines of all kinds", async () => {
    const fate = fc.constantFrom<Fate>("stays", "stays", "stays", "fails", "goes");
    const fates = fc.array(fc.array(fate, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
    const limits = fc.record({
      queueLimit: fc.integer({ min: 1, max: 20 }),
      replicas: fc.integer({ min: 1, max: 4 }),
    });
    const property = fc.asyncProperty(fates, limits, fc.nat(), async (fates, limits, seed) => {
      const nodes = flow(fates, { onError: "skip" });
      const all = { ...nodes, one: { ...nodes.one, ...limits } };
      const options = mode === "deterministic" ? { seed } : {};
      const { report, lines } = await run(mode, all, options);
      assert.deepEqual(seen(lines), expected(fates));
      check(report, fates);
    });
    await fc.assert(property, { numRuns: 8 });
  });

  if (mode === "deterministic") continue;
  test("a join goes on where it was cut off, in the midst of groups", async () => {
    await withFolder(async (folder) => {
      // here members come one by one from the producer, so that cuts come between them
      const filename = `${folder}/out.jsonl`;
      const nodes = {
        numbers: { step: "numbers", params: { n: 30_000 }, next: "label" },
        label: { step: own("thirds"), next: "join" },
        join: { step: builtin("join_by"), params: { key: ["third"] }, next: "out" },
        out: { step: builtin("jsonl_writer"), params: { filename } },
      };
      const resume = { folder: `${folder}/journal`, everyMs: 1 };
      let aborted = 0;
      for (let status = ""; status !== "done";) {
        const { execution } = await start(mode, nodes, { resume });
        const before = readJournal(resume.folder)?.cut ?? 0;
        let isOver = false;
        execution.finished.finally(() => isOver = true);
        while (!isOver && (readJournal(resume.folder)?.cut ?? 0) < before + 2) {
          await new Promise((go) => setTimeout(go, 1));
        }
        if (!isOver && aborted < 4) execution.abort();
        ({ status } = await execution.finished);
        if (status === "interrupted") aborted++;
      }
      assert.ok(aborted > 0);
      const groups = (await Deno.readTextFile(filename)).trim().split("\n").map((line) =>
        JSON.parse(line).members.map(({ n }: { n: number }) => n)
      );
      assert.equal(groups.length, 10_000);
      assert.ok(
        groups.every((ns, third) => ns.every((n: number, i: number) => n === 3 * third + i)),
      );
    });
  });
}
