import assert from "node:assert/strict";
import type { AnyStep } from "../../step/define_step.ts";
import { chainPlan, wordsOf } from "../_fixtures.ts";
import { Figures } from "../figures.ts";
import { Halt } from "../halt.ts";
import { Replica } from "../replica.ts";
import type { StaticContext } from "../replica_options.ts";
import { OWN_THREAD } from "../thread.ts";
import { Router } from "../router.ts";
import { Stop, type Words } from "../words.ts";
import { Hold } from "./hold.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A producer whose emissions are accepted when the test says so. */
function producer(run: AnyStep["run"]) {
  const words = wordsOf(chainPlan(1));
  const halt = new Halt();
  const sends: PromiseWithResolvers<boolean>[] = [];
  let flushes = 0;
  const outlet = {
    copies: true,
    send: () => (sends.push(Promise.withResolvers<boolean>()), sends.at(-1)!.promise),
    flush: () => void flushes++,
    close() {},
  };
  const legs = [{ outlet, edge: 0 }];
  const router = new Router([{ name: "out", legs, moves: null, lent: null }], [outlet]);
  const hold = new Hold(words, halt, true);
  const replica = new Replica(
    { name: "p", kind: "producer", summary: "", run },
    router,
    {
      nodeIds: ["p"],
      node: 0,
      role: "producer",
      replica: 0,
      row: 0,
      words,
      thread: OWN_THREAD,
      context: {} as StaticContext,
      abort: new Halt(),
      halt,
      wait: halt,
      ending: { origin: 0, seq: 0 },
      queueLimit: 1,
      queueBytes: null,
      maxPackets: Infinity,
      hold,
      figures: new Figures(),
      tellFigures: () => {},
      report: (failure) => assert.fail(failure.message),
    },
  );
  return { words, halt, sends, hold, replica, flushed: () => flushes > 0 };
}

const release = (words: Words, hold: Hold) => (words.release(), hold.release());

function* numbers() {
  for (let i = 0;; i++) yield i;
}
async function* later() {
  for (let i = 0;; i++) yield await turn().then(() => i);
}

for (const [what, run] of [["generator", numbers], ["generator that waits", later]] as const) {
  Deno.test(`a ${what} is at rest when its emission was accepted, and while it holds`, async () => {
    const { words, sends, hold, replica, halt, flushed } = producer(run);
    await replica.init();
    const produced = replica.produce();
    while (sends.length === 0) await turn();
    assert.equal(words.hold(), true);
    assert.equal(replica.isAtRest, false, "an emission is on its way");
    sends[0]!.resolve(true);
    for (let i = 0; i < 5; i++) await turn();
    assert.deepEqual([replica.isAtRest, sends.length, flushed()], [true, 1, true]);
    release(words, hold);
    while (sends.length === 1) await turn();
    assert.equal(replica.isAtRest, false);
    words.end(Stop.DRAIN, 0);
    halt.fire();
    sends[1]!.resolve(true);
    await produced;
    assert.equal(sends.length, 2);
  });
}

for (
  const [what, run] of [
    ["generator", async function* (gate: Promise<unknown>) {
      await gate;
      yield 0;
    }],
    ["promise", (gate: Promise<unknown>) => gate.then(() => 0)],
  ] as const
) {
  Deno.test(`what a ${what} has waited for is not emitted before it is released`, async () => {
    const gate = Promise.withResolvers<void>();
    const { words, sends, hold, replica } = producer(() => run(gate.promise));
    await replica.init();
    const produced = replica.produce();
    await turn();
    words.hold();
    gate.resolve();
    for (let i = 0; i < 5; i++) await turn();
    assert.deepEqual([replica.isAtRest, sends.length], [true, 0]);
    release(words, hold);
    while (sends.length === 0) await turn();
    sends[0]!.resolve(true);
    await produced;
  });
}

Deno.test("a producer that is told to end while it holds emits nothing more", async () => {
  const { words, sends, replica, halt } = producer(later);
  await replica.init();
  words.hold();
  const produced = replica.produce();
  for (let i = 0; i < 5; i++) await turn();
  words.end(Stop.DRAIN, 0);
  halt.fire();
  await produced;
  assert.equal(sends.length, 0);
  assert.equal(words.hold(), false);
});
