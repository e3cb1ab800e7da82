import assert from "node:assert/strict";
import { defineStep, number, payload, z } from "../step/mod.ts";
import { StepFailed, testStep } from "./step_context.ts";

const calls: string[] = [];

const divide = defineStep({
  name: "divide",
  kind: "stager",
  summary: "Divide, and keep count",
  params: z.object({ by: z.number().default(2) }),
  input: number,
  outputs: { whole: number, rest: number },
  init({ log }) {
    log.debug("init");
    return { seen: 0 };
  },
  *run(value, { params, state, to, log }) {
    if (value < 0) throw new Error(`cannot divide ${value}`);
    state.seen++;
    log.info(`got ${value}`);
    yield to.whole(Math.floor(value / params.by));
    if (value % params.by > 0) yield to.rest(value % params.by);
  },
  finish({ outcome }) {
    calls.push(outcome);
  },
});

Deno.test("testStep gives emissions, log lines and state in order", async () => {
  const trial = await testStep(divide, { params: { by: 3 } }, [6, 7]);
  assert.deepEqual(trial.emitted, [
    { port: "whole", value: 2 },
    { port: "whole", value: 2 },
    { port: "rest", value: 1 },
  ]);
  assert.deepEqual(trial.logs.map(({ level, message }) => `${level} ${message}`), [
    "debug init",
    "info got 6",
    "info got 7",
  ]);
  assert.deepEqual(trial.state, { seen: 2 });
});

Deno.test("testStep gives what a step drains, and what it counts", async () => {
  const total = defineStep({
    name: "total",
    kind: "stager",
    summary: "Add up",
    input: number,
    outputs: { out: number },
    init: () => ({ sum: 0 }),
    run: (value, { state, count }) => {
      count("numbers");
      state.sum += value;
    },
    drain: ({ state }) => state.sum,
  });
  const { emitted, figures } = await testStep(total, {}, [1, 2, 3]);
  assert.deepEqual(emitted, [{ port: "out", value: 6 }]);
  assert.deepEqual(figures, { numbers: 3 });
});

Deno.test("testStep fills in defaults and drops what an unconnected port gets", async () => {
  const { emitted } = await testStep(divide, { connected: ["rest"] }, [9]);
  assert.deepEqual(emitted, [{ port: "rest", value: 1 }]);
});

Deno.test("testStep rejects for a failure, after finish, with what had been done", async () => {
  calls.length = 0;
  const failed = await testStep(divide, {}, [4, -1, 8]).then(() => null, (error) => error);
  assert.ok(failed instanceof StepFailed);
  assert.equal(failed.message, "cannot divide -1");
  assert.equal(failed.failure.phase, "run");
  assert.equal(failed.failure.packet, "step#1");
  assert.deepEqual(failed.trial.emitted, [{ port: "whole", value: 2 }]);
  assert.deepEqual(calls, ["failed"]);
});

Deno.test("testStep lets finish hear how the flow ended", async () => {
  for (const outcome of ["done", "failed", "interrupted"] as const) {
    calls.length = 0;
    await testStep(divide, { outcome }, [1]);
    assert.deepEqual(calls, [outcome]);
  }
});

Deno.test("testStep calls a producer once and ends it after maxPackets", async () => {
  const count = defineStep({
    name: "count",
    kind: "producer",
    summary: "Count without end",
    outputs: { out: number },
    async *run(_, { input }) {
      input("numbers.txt");
      for (let i = 0;; i++) yield await Promise.resolve(i);
    },
  });
  const { emitted, noted } = await testStep(count, { maxPackets: 3 });
  assert.deepEqual(emitted.map(({ value }) => value), [0, 1, 2]);
  assert.deepEqual(noted, ["numbers.txt"]);
});

Deno.test("testStep routes a dynamic step by the nodes it may send to", async () => {
  const deal = defineStep({
    name: "deal",
    kind: "stager",
    summary: "Odd ones to the last node",
    input: number,
    dynamic: number,
    run: (value, { to, connections }) => value % 2 === 1 ? to(connections.at(-1)!, value) : value,
  });
  const { emitted } = await testStep(deal, { connections: ["one", "two"] }, [1, 2]);
  assert.deepEqual(emitted, [{ port: "two", value: 1 }, { port: "one", value: 2 }]);
  const unknown = testStep({ ...deal, run: (value, { to }) => to("three", value) }, {
    connections: ["one"],
  }, [1]);
  await assert.rejects(unknown, /sent to "three", but the flow connects one/);
});

Deno.test("testStep refuses what could not cross to another Worker", async () => {
  const any = payload<unknown>("any");
  const leak = defineStep({
    name: "leak",
    kind: "stager",
    summary: "Send a function",
    input: any,
    outputs: { out: any },
    run: () => ({ decode: () => 1 }),
  });
  await assert.rejects(testStep(leak, {}, [1]), /value\.decode is a function/);
});

Deno.test("testStep refuses wrong params and what is no step", async () => {
  await assert.rejects(
    // @ts-expect-error: by is a number
    testStep(divide, { params: { by: "two" } }, []),
    { name: "TypeError", message: 'param "by" is "two": a number is expected' },
  );
  const odd = { ...divide, kind: "sorter" } as unknown as typeof divide;
  await assert.rejects(testStep(odd), /breaks the contract: its `kind`/);
});

Deno.test("testStep has a step keep what it has, and go on from there", async () => {
  const total = defineStep({
    name: "total",
    kind: "stager",
    summary: "Sum so far",
    input: number,
    outputs: { out: number },
    init: ({ resume }) => (resume ?? { sum: 0 }) as { sum: number },
    run: (value, { state }) => state.sum += value,
    checkpoint: ({ state }) => ({ sum: state.sum }),
  });
  const first = await testStep(total, {}, [1, 2]);
  assert.deepEqual(first.checkpoint, { sum: 3 });
  const second = await testStep(total, { resume: first.checkpoint }, [10]);
  assert.deepEqual(second.emitted.map(({ value }) => value), [13]);
  assert.equal((await testStep(divide, {}, [4])).checkpoint, undefined);
});
