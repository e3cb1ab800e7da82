import assert from "node:assert/strict";
import fc from "fast-check";
import type { ExecuteOptions } from "../../lib/engine/mod.ts";
import { quarantineFiles, readPacket } from "../../lib/engine/quarantine/folder.ts";
import { readJournal } from "../../lib/engine/resume/journal.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { MODES, range, run, sorted, start, type TestNode } from "./_flow.ts";

const WRITER = "./../../steps/string_writer.ts";
const policyStep = (name: string) => `./_policy_steps.ts#${name}`;
const resumeStep = (name: string) => `./_resume_steps.ts#${name}`;

type Nodes = Record<string, TestNode>;

/** A folder for a journal, and one for files. */
class Place implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<Place> {
    return new Place(await Deno.makeTempDir());
  }

  get journal(): string {
    return `${this.path}/journal`;
  }

  file(name: string): string {
    return `${this.path}/${name}`;
  }

  /** The numbers in a file, in order. */
  numbers(name: string): number[] {
    const text = Deno.readTextFileSync(this.file(name));
    return text.split("\n").filter((line) => line !== "").map(Number);
  }

  get options(): Partial<ExecuteOptions> {
    return { resume: { folder: this.journal, everyMs: 1 } };
  }

  get cut(): number {
    return readJournal(this.journal)?.cut ?? -1;
  }

  /** Emissions. */
  get dealtWith(): number {
    const counts = Object.values(readJournal(this.journal)?.emissions ?? {}).flat();
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/**
 * Executes until so many more cuts were taken, and more is dealt with than before; then gives all
 * up. To the end if that comes first.
 */
async function crash(
  mode: (typeof MODES)[number],
  nodes: Nodes,
  place: Place,
  cuts: number,
  options: Partial<ExecuteOptions> = place.options,
): Promise<Report> {
  const before = place.dealtWith;
  const most = place.cut + cuts;
  const { execution } = await start(mode, nodes, options);
  let ended = false;
  const finished = execution.finished.finally(() => ended = true);
  while (!ended && (place.cut < most || place.dealtWith === before)) {
    await new Promise((r) => setTimeout(r, 1));
  }
  execution.abort();
  return await finished;
}

const balanced = (report: Report) =>
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });

// a seed does not decide when cuts come about
for (const mode of MODES.filter((mode) => mode !== "deterministic")) {
  const test = (name: string, body: (place: Place) => Promise<void>) =>
    Deno.test(`${mode}: resume: ${name}`, async () => {
      await using place = await Place.make();
      await body(place);
    });

  /** numbers -> sink, which takes its time now and then */
  const line = (place: Place, n: number, more: Nodes = {}): Nodes => ({
    numbers: { step: "numbers", params: { n }, next: "sink" },
    sink: { step: WRITER, params: { filename: place.file("out.txt") } },
    ...more,
  });

  test("paused, it is cut, and goes on: in this execution, and in another", async (place) => {
    const n = 200_000;
    const nodes = line(place, n);
    const { execution } = await start(mode, nodes, place.options);
    const emitted = () => execution.snapshot().nodes[0]!.emitted;
    const until = async (isSo: () => boolean) => {
      while (!isSo()) {
        assert.ok(emitted() < n, "it did not hold");
        await new Promise((r) => setTimeout(r, 1));
      }
    };
    for (let times = 1; times <= 3; times++) {
      await until(() => emitted() >= (times * n) / 5);
      assert.equal(execution.pause().ok, true);
      // cuts ask producers to hold as well: they must not let them go on
      await until(() => place.dealtWith === emitted());
      const [held, cut] = [emitted(), place.cut];
      await until(() => place.cut >= cut + 3);
      assert.equal(emitted(), held);
      if (times < 3) assert.equal(execution.resume().ok, true);
    }
    execution.abort();
    balanced(await execution.finished);
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    balanced(report);
    assert.deepEqual(place.numbers("out.txt"), range(n));
  });

  test("what was cut off in the midst goes on: each value once, in order", async (place) => {
    const nodes = line(place, 300_000);
    const first = await crash(mode, nodes, place, 3);
    assert.equal(first.status, "interrupted");
    assert.equal(first.resumed, undefined);
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    balanced(report);
    const { numbers: before } = report.resumed!.emissions;
    assert.ok(before! > 0, "no cut was taken while it was busy");
    assert.equal(report.nodes.numbers!.emitted, 300_000 - before!);
    assert.deepEqual(place.numbers("out.txt"), range(300_000));
  });

  test("what comes in order is cut off in the midst, too", async (place) => {
    const nodes: Nodes = {
      ...line(place, 40_000),
      numbers: { step: "numbers", params: { n: 40_000 }, next: "pass" },
      pass: { step: "pass", next: "sink", replicas: 3, ordered: true },
    };
    await crash(mode, nodes, place, 2);
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    balanced(report);
    assert.ok(report.resumed!.emissions.numbers! > 0, "no cut was taken while it was busy");
    assert.deepEqual(place.numbers("out.txt"), range(40_000));
  });

  test("producers whose packets come one after the other end, all of them", async (place) => {
    const nodes: Nodes = {
      ...line(place, 3000, { more: { step: "numbers", params: { n: 3000 }, next: "pass" } }),
      pass: { step: "pass", next: "sink", replicas: 2 },
    };
    const sink = { ...nodes.sink!, ordered: true };
    const { report } = await run(mode, { ...nodes, sink }, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    balanced(report);
    assert.deepEqual(place.numbers("out.txt"), [...range(3000), ...range(3000)]);
  });

  test("an orderly end leaves nothing to be done twice", async (place) => {
    const nodes: Nodes = {
      ...line(place, 1_000_000),
      numbers: { step: "numbers", params: { n: 1_000_000 }, next: { out: ["sink", "once"] } },
      once: { step: "collect" },
    };
    const { execution, lines } = await start(mode, nodes, {
      resume: { folder: place.journal, everyMs: 3_600_000 },
      onLog: ({ message }) => message === "once got 99" && execution.stop(),
    });
    const stopped = await execution.finished;
    assert.equal(stopped.exitCode, 130);
    balanced(stopped);
    const done = stopped.nodes.numbers!.emitted;
    assert.ok(done < 1_000_000);
    const journal = readJournal(place.journal)!;
    assert.deepEqual([journal.emissions, journal.complete], [{ numbers: [done] }, false]);
    const second = await start(mode, nodes, {
      ...place.options,
      onLog: ({ message }) => message.startsWith("once got") && second.execution.stop(),
    });
    const report = await second.execution.finished;
    const first = second.lines.find((text) => text.startsWith("once got"));
    assert.equal(first, `once got ${done}`);
    assert.equal(lines.filter((text) => text.startsWith("once got")).length, done);
    balanced(report);
  });

  test("what is done is not done again", async (place) => {
    const nodes = line(place, 10);
    assert.equal((await run(mode, nodes, place.options)).report.status, "done");
    await assert.rejects(run(mode, nodes, place.options), { code: "complete" });
    assert.deepEqual(place.numbers("out.txt"), range(10));
  });

  test("killed when all had its name, and before the journal said so", async (place) => {
    const nodes = line(place, 10);
    await run(mode, nodes, place.options);
    const path = `${place.journal}/journal.json`;
    const journal = JSON.parse(Deno.readTextFileSync(path));
    Deno.writeTextFileSync(path, JSON.stringify({ ...journal, complete: false }));
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.deepEqual([report.resumed, report.nodes.sink!.received], [
      { emissions: { numbers: 10 } },
      0,
    ]);
    assert.deepEqual(place.numbers("out.txt"), range(10));
  });

  test("a failure is no cut: what failed, and all behind it, comes again", async (place) => {
    const nodes = (at: number): Nodes => ({
      numbers: { step: "numbers", params: { n: 5000 }, next: "failing" },
      failing: {
        step: resumeStep("once"),
        params: { at, flag: place.file("flag") },
        next: "sink",
        permissions: { read: [place.file("flag")], write: [place.file("flag")] },
      },
      sink: { step: WRITER, params: { filename: place.file("out.txt") } },
    });
    const failed = (await run(mode, nodes(3000), place.options)).report;
    assert.deepEqual([failed.exitCode, failed.errors[0]!.packet], [1, "numbers#3000"]);
    const { report } = await run(mode, nodes(3000), place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.ok(report.resumed!.emissions.numbers! <= 3000);
    assert.deepEqual(place.numbers("out.txt"), range(5000));
  });

  test("a crash takes nothing from a step that keeps something: it fails, and goes on", async (place) => {
    const flag = place.file("flag");
    const nodes: Nodes = {
      numbers: { step: "numbers", params: { n: 5000 }, next: "total" },
      total: {
        step: resumeStep("total"),
        params: { at: 3000, flag },
        next: "sink",
        permissions: { read: [flag], write: [flag] },
      },
      sink: { step: WRITER, params: { filename: place.file("out.txt") } },
    };
    const failed = (await run(mode, nodes, place.options)).report;
    assert.deepEqual([failed.exitCode, failed.errors[0]!.code], [1, "step_exit"]);
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    let sum = 0;
    assert.deepEqual(place.numbers("out.txt"), range(5000).map((value) => sum += value));
  });

  for (const how of ["yield", "wait, then yield", "promise", "value"]) {
    test(`a producer holds that gives its values by: ${how}`, async (place) => {
      const n = how.endsWith("yield") ? 2000 : 1;
      const nodes: Nodes = {
        given: { step: resumeStep("giving"), params: { how, n }, next: "sink" },
        other: { step: "numbers", params: { n: 100_000, start: 1_000_000 }, next: "sink" },
        sink: { step: WRITER, params: { filename: place.file("out.txt") } },
      };
      await crash(mode, nodes, place, 3);
      if (!readJournal(place.journal)!.complete) await run(mode, nodes, place.options);
      assert.ok(readJournal(place.journal)!.complete);
      const numbers = place.numbers("out.txt");
      assert.deepEqual(numbers.filter((value) => value < 1_000_000), range(n));
      assert.equal(numbers.length, n + 100_000);
    });
  }

  test("nothing comes in while a step keeps what it has", async (place) => {
    const { execution, lines } = await start(mode, {
      given: { step: resumeStep("steady"), params: { ms: 5 }, next: "between" },
      between: { step: "pass", params: { how: "async yield" }, next: "sink" },
      sink: { step: resumeStep("slowly") },
    }, { ...place.options, onLog: ({ message }) => message === "kept 3" && execution.stop() });
    const report = await execution.finished;
    assert.deepEqual([report.errors, report.exitCode], [[], 130]);
    assert.ok(lines.includes("kept 3"));
  });

  test("a producer that waits for long keeps nobody from a cut", async (place) => {
    const nodes: Nodes = {
      waiting: { step: "waiting", next: "sink" },
      sink: { step: WRITER, params: { filename: place.file("out.txt") } },
    };
    await crash(mode, nodes, place, 3);
    assert.deepEqual(readJournal(place.journal)!.emissions, { waiting: [1] });
  });

  test("a limit of packets is one for all executions together", async (place) => {
    const nodes = line(place, 1e9);
    const options = { ...place.options, maxPackets: 150_000 };
    await crash(mode, nodes, place, 3, options);
    const { report } = await run(mode, nodes, options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.ok(report.nodes.numbers!.emitted < 150_000);
    assert.deepEqual(place.numbers("out.txt"), range(150_000));
  });

  for (const isolation of [undefined, "worker", "process"] as const) {
    test(`a stager goes on with the state it had (isolation: ${isolation})`, async (place) => {
      const n = isolation === undefined ? 200_000 : 5000;
      const nodes: Nodes = {
        numbers: { step: "numbers", params: { n }, next: "total" },
        total: { step: resumeStep("total"), next: "sink" },
        sink: { step: WRITER, params: { filename: place.file("out.txt") } },
      };
      const options = { ...place.options, isolation };
      await crash(mode, nodes, place, 2, options);
      const { report } = await run(mode, nodes, options);
      assert.equal(report.status, "done", report.errors[0]?.message);
      assert.ok(report.resumed!.emissions.numbers! > 0);
      let sum = 0;
      assert.deepEqual(place.numbers("out.txt"), range(n).map((value) => sum += value));
    });
  }

  for (const how of ["throw", "reject", "not JSON", "not JSON, in a Worker"]) {
    test(`a checkpoint that fails (${how}) fails the flow, and the last cut stays`, async (place) => {
      const isolation = how.endsWith("Worker") ? "worker" : undefined;
      const { report } = await run(mode, {
        numbers: { step: "numbers", next: "sink" },
        sink: { step: resumeStep("badly"), params: { how } },
      }, { ...place.options, isolation });
      assert.equal(report.exitCode, 1);
      balanced(report);
      const [{ node, phase, message }] = report.errors as [Report["errors"][0]];
      assert.deepEqual([node, phase], ["sink", "checkpoint"]);
      assert.match(
        message,
        how.startsWith("not JSON") ? /must be JSON.*"seen" is a Map/ : /no room/,
      );
      assert.equal(place.cut, 0);
    });
  }

  test("an array that was lent for an emission that is dropped comes free", async (place) => {
    const nodes: Nodes = {
      lending: { step: resumeStep("lending"), params: { n: 3000 }, next: "look" },
      look: { step: resumeStep("firsts"), next: "sink" },
      sink: { step: WRITER, params: { filename: place.file("out.txt") } },
    };
    await crash(mode, nodes, place, 2);
    const { report } = await run(mode, nodes, place.options);
    assert.equal(report.status, "done", report.errors[0]?.message);
    assert.ok(report.resumed!.emissions.lending! > 0);
    assert.deepEqual(place.numbers("out.txt"), range(3000));
  });

  test("cut off again and again, with all that may be in flight", async () => {
    const thens = fc.constantFrom("skip" as const, "quarantine" as const);
    await fc.assert(
      fc.asyncProperty(
        thens,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        async (then, replicas, queueLimit, crashes) => {
          await using place = await Place.make();
          const retry = { times: 1, backoffMs: 1 };
          const n = 1500;
          const nodes: Nodes = {
            numbers: { step: "numbers", params: { n }, next: { out: ["left", "right"] } },
            left: {
              step: policyStep("shaky"),
              params: { how: "yield, wait, then throw", every: 50 },
              next: "sink",
              onError: { retry, then },
              replicas,
              queueLimit,
            },
            right: {
              step: policyStep("shaky"),
              params: { how: "reject", every: 7, times: 1 },
              next: "sink",
              onError: { retry: { times: 1, backoffMs: 0 } },
              queueLimit,
            },
            sink: { step: WRITER, params: { filename: place.file("out.txt") } },
          };
          const isComplete = () => readJournal(place.journal)?.complete ?? false;
          for (const cuts of crashes) {
            if (!isComplete()) balanced(await crash(mode, nodes, place, cuts));
          }
          if (!isComplete()) {
            const { report } = await run(mode, nodes, place.options);
            assert.equal(report.status, "done", report.errors[0]?.message);
            balanced(report);
          }
          const bad = range(n).filter((value) => value % 50 === 0);
          const good = range(n).filter((value) => value % 50 !== 0);
          const expected = sorted([...good, ...good, ...range(n)]);
          assert.deepEqual(sorted(place.numbers("out.txt")), expected);
          if (then === "skip") return;
          const files = await quarantineFiles(`${place.journal}/quarantine`);
          const packets = await Promise.all(files.map(({ path }) => readPacket(path)));
          assert.deepEqual(sorted(packets.map(({ value }) => value)), bad);
        },
      ),
      { numRuns: 4 },
    );
  });
}

Deno.test("multiprocess: resume: a slow step delays the cut, the others go on meanwhile", async () => {
  await using place = await Place.make();
  const nodes: Nodes = {
    number: { step: "numbers", params: { n: 1 }, next: "sleeper" },
    sleeper: { step: resumeStep("sleeper"), params: { ms: 3000 } },
    ticks: { step: "ticks", next: "drop" },
    drop: { step: "evens", next: { out: [] } },
  };
  const { execution } = await start("multiprocess", nodes, {
    ...place.options,
    // ticks that were held until the sleeper wakes would look like a stall
    stallAfterMs: 1500,
    onLog: ({ message }) => message === "awake" && execution.stop(),
  });
  const report = await execution.finished;
  assert.deepEqual([report.status, report.errors], ["interrupted", []]);
  assert.equal(report.nodes.sleeper!.done, 1);
  assert.ok(place.cut > 0, "the last cut was not taken");
});

Deno.test("resume: two at a time are refused, the second after the first is not", async () => {
  await using place = await Place.make();
  const nodes: Nodes = { ticks: { step: "ticks", next: "sink" }, sink: { step: "collect" } };
  const { execution } = await start("sequential", nodes, place.options);
  await assert.rejects(start("sequential", nodes, place.options), { code: "locked" });
  execution.stop();
  await execution.finished;
  const again = await start("multiprocess", nodes, place.options);
  again.execution.stop();
  assert.equal((await again.execution.finished).exitCode, 130);
});

Deno.test("resume: another flow, and other inputs, are refused", async () => {
  await using place = await Place.make();
  const nodes = (n: number): Nodes => ({
    numbers: { step: "numbers", params: { n }, next: "sink" },
    sink: { step: resumeStep("reading"), params: { file: place.file("in.txt") } },
  });
  await Deno.writeTextFile(place.file("in.txt"), "as it was");
  const begun = await start("sequential", nodes(1e9), place.options);
  begun.execution.stop();
  await begun.execution.finished;
  await assert.rejects(run("sequential", nodes(10), place.options), {
    code: "other_flow",
    message: /of node "numbers" params\.n was 1000000000, now it is 10$/,
  });
  await assert.rejects(run("sequential", nodes(1e9), { ...place.options, maxPackets: 7 }), {
    code: "other_flow",
    message: /begun with no --max-packets, not --max-packets 7$/,
  });
  await Deno.writeTextFile(place.file("in.txt"), "another now");
  await assert.rejects(run("sequential", nodes(1e9), place.options), {
    code: "other_inputs",
    message: /in\.txt" had 9 bytes, now it has 11$/,
  });
});

Deno.test("resume: a step that begins its file anew is refused before it does", async () => {
  await using place = await Place.make();
  const filename = place.file("out.bin");
  await assert.rejects(
    run("sequential", {
      numbers: { step: "numbers", params: { n: 1 }, next: "sink" },
      sink: { step: resumeStep("beginner"), params: { filename } },
    }, place.options),
    { code: "begins_anew", message: /node "sink" cannot be resumed: .*no `checkpoint`/ },
  );
});
