import assert from "node:assert/strict";
import {
  balanced,
  got,
  MODES,
  range,
  run,
  sorted,
  start,
  type TestNode,
  withFolder,
} from "./_flow.ts";

const step = (name: string) => `./_isolated_steps.ts#${name}`;

interface Terrible extends Partial<Omit<TestNode, "params" | "step" | "next">> {
  readonly how: string;
  readonly twice?: boolean;
  readonly log?: boolean;
  readonly n?: number;
}

/** numbers -> terrible -> sink */
function terrible({ how, twice = false, log = false, n = 12, ...node }: Terrible) {
  return {
    numbers: { step: "numbers", params: { n }, next: "terrible" },
    terrible: { step: step("terrible"), params: { how, twice, log }, next: "sink", ...node },
    sink: { step: "collect" },
  } satisfies Record<string, TestNode>;
}

const good = range(12).filter((value) => value % 5 !== 0);

/** Settles when this process has no children any more: the test would hang else, and be ended. */
async function noChildren(): Promise<void> {
  while (children() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Processes that are children of this one, and execute something. */
function children(): number {
  let count = 0;
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [state, parent] = stat.split(") ")[1]!.split(" ");
      if (Number(parent) === Deno.pid && state !== "Z") count++;
    } catch {
      // it has ended since
    }
  }
  return count;
}

for (const mode of MODES) {
  for (const isolation of ["worker", "process"] as const) {
    const test = (name: string, body: () => Promise<void>) =>
      Deno.test(`${mode}: isolation ${isolation}: ${name}`, body);

    test("a step gives what it gives anywhere", async () => {
      for (const twice of [false, true]) {
        const { report, lines } = await run(
          mode,
          terrible({ how: "nothing", twice, n: 200, isolation }),
        );
        assert.deepEqual([report.status, report.errors], ["done", []]);
        balanced(report);
        const expected = range(200).flatMap((value) =>
          twice && value % 5 !== 0 ? [value, value] : [value]
        );
        assert.deepEqual(got(lines), expected);
        assert.equal(lines.filter((line) => line === "terrible began").length, 1);
        assert.equal(lines.filter((line) => line === "terrible finished done").length, 1);
      }
    });

    test("what it throws is told as anywhere", async () => {
      const { report } = await run(mode, terrible({ how: "throw", isolation }));
      balanced(report);
      const [failure] = report.errors;
      assert.deepEqual(
        [failure!.node, failure!.packet, failure!.phase, failure!.message],
        ["terrible", "numbers#0", "run", "TypeError: bad pixel"],
      );
      assert.match(failure!.stack!, /_isolated_steps\.ts/);
      const { report: skipped, lines } = await run(
        mode,
        terrible({ how: "throw", isolation, onError: "skip", replicas: 2 }),
      );
      assert.deepEqual([skipped.status, skipped.nodes.terrible!.skipped], ["done", 3]);
      assert.deepEqual(sorted(got(lines)), good);
    });

    test("it may touch what its node grants, and nothing else", async () => {
      const { report, lines } = await run(mode, {
        numbers: { step: "numbers", params: { n: 1 }, next: "traveller" },
        traveller: {
          step: step("traveller"),
          next: "sink",
          permissions: { read: ["./_flow.ts"], net: ["example.org"] },
          isolation,
        },
        sink: { step: "collect" },
      });
      assert.deepEqual([report.status, report.errors], ["done", []]);
      assert.deepEqual(lines.filter((line) => line.startsWith("traveller ")), [
        "traveller _flow.ts: read",
        "traveller _steps.ts: NotCapable",
        "traveller env: NotCapable",
        "traveller run: NotCapable",
      ]);
    });

    test("a loop ends with its time: the packet is given up, the others are processed", async () => {
      const { report, lines } = await run(
        mode,
        terrible({ how: "loop", isolation, timeoutMs: 400, onError: "skip", n: 7 }),
      );
      assert.deepEqual([report.status, report.errors], ["done", []]);
      balanced(report);
      assert.deepEqual(got(lines), [1, 2, 3, 4, 6]);
      const { skipped, restarts, setAside } = report.nodes.terrible!;
      assert.deepEqual([skipped, restarts], [2, 2]);
      assert.deepEqual(setAside!.map(({ code }) => code), ["timeout", "timeout"]);
    });

    test("an exit is a crash: again, and then put aside", () =>
      withFolder(async (quarantine) => {
        const { report, lines } = await run(
          mode,
          terrible({ how: "exit", isolation, maxAttempts: 2, n: 7 }),
          { quarantine },
        );
        assert.deepEqual([report.status, report.errors], ["done", []]);
        balanced(report);
        assert.deepEqual(got(lines), [1, 2, 3, 4, 6]);
        const { quarantined, restarts, setAside } = report.nodes.terrible!;
        assert.deepEqual([quarantined, restarts], [2, 4]);
        assert.match(setAside![0]!.message, /crashed 2 times/);
        assert.match(setAside![0]!.message, isolation === "process" ? /exit code 3/ : /Deno.exit/);
      }));

    test("a producer stops when it is told to, and does not run ahead", async () => {
      const { report, lines } = await run(mode, {
        endless: { step: step("endless"), next: "sink", isolation },
        sink: { step: "collect", queueLimit: 5 },
      }, { maxPackets: 100 });
      assert.deepEqual([report.status, report.errors], ["done", []]);
      balanced(report);
      assert.deepEqual(got(lines), range(100));
      const came = Number(lines.find((line) => line.startsWith("came to"))!.split(" ").at(-1));
      assert.ok(came < 250, `${came}`);
    });

    test("arrays come whole", async () => {
      const { report, lines } = await run(mode, {
        numbers: { step: "numbers", params: { n: 20 }, next: "heavy" },
        heavy: { step: step("heavy"), next: "sum", isolation },
        sum: { step: step("sum"), isolation },
      });
      assert.deepEqual([report.status, report.errors], ["done", []]);
      assert.deepEqual(got(lines, "sum"), range(20).map((value) => 20_000 * value));
    });

    test("arrays that move may be sent once", async () => {
      const { report } = await run(mode, {
        numbers: { step: "numbers", params: { n: 3 }, next: "twice" },
        twice: { step: step("twice"), next: "sum", isolation },
        sum: { step: step("sum") },
      });
      assert.equal(report.status, "failed");
      assert.deepEqual([report.errors[0]!.phase, report.errors[0]!.code], ["send", "cannot_cross"]);
      balanced(report);
    });

    test("a module that cannot be loaded is told as such", async () => {
      const { report } = await run(mode, {
        numbers: { step: "numbers", params: { n: 3 }, next: "broken" },
        broken: { step: "./_broken_module.ts", next: "sink", isolation },
        sink: { step: "collect" },
      });
      assert.deepEqual([report.status, report.errors[0]!.phase], ["failed", "import"]);
    });

    test("stopped, it ends orderly; aborted, it ends", async () => {
      for (const how of ["stop", "abort"] as const) {
        const { execution } = await start(mode, {
          endless: { step: step("endless"), next: "terrible", isolation },
          terrible: { step: step("terrible"), params: { how: "nothing" }, next: "sink", isolation },
          sink: { step: "collect" },
        });
        while (execution.snapshot().nodes[2]!.done < 10) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        execution[how]();
        const report = await execution.finished;
        assert.deepEqual([report.status, report.errors], ["interrupted", []]);
        balanced(report);
      }
      await noChildren();
    });
  }

  const test = (name: string, body: () => Promise<void>) =>
    Deno.test(`${mode}: isolation process: ${name}`, body);

  for (
    const [how, why] of [["memory", /out of memory/], ["abort", /SIGABRT/], [
      "stdout",
      /standard output/,
    ]] as const
  ) {
    test(`what ends a whole process costs one replica (${how})`, () =>
      withFolder(async (quarantine) => {
        const { report, lines } = await run(
          mode,
          terrible({ how, isolation: "process", maxHeap: "32MB", maxAttempts: 1, n: 7 }),
          { quarantine },
        );
        assert.deepEqual([report.status, report.errors], ["done", []]);
        balanced(report);
        assert.deepEqual(got(lines), [1, 2, 3, 4, 6]);
        assert.equal(report.nodes.terrible!.quarantined, 2);
        assert.match(report.nodes.terrible!.setAside![0]!.message, why);
        await noChildren();
      }));
  }
}
