/** Ways in which the steps of random graphs go wrong in the midst of a packet. @module */
import { answer, type Context } from "./_conduct.ts";
import type { Item } from "./_item.ts";

/** A step that goes wrong. */
interface Struck {
  readonly from: Item;
  readonly context: Context;
  /** What it would have emitted; null of a consumer. */
  readonly values: Iterable<unknown> | null;
  /** Does what it would have done. */
  readonly usual: () => unknown;
}

/** Long for a test, short for whoever waits until the thread is free again. */
const BLOCK_MS = 1500;
const LATE_MS = 900;
const BRIEF_MS = 20;

const broken = () => new Error("bad pixel");
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const never = () => new Promise<never>(() => {});
const tower = (): number => 1 + tower();

/** Does what it would have done, some time later. */
function later({ values, usual }: Struck, wait: Promise<unknown>): unknown {
  if (values === null) return wait.then(usual);
  return (async function* () {
    await wait;
    yield* values;
  })();
}

/** The same where the attempt is over by then: what a consumer did to the world would stay done. */
const unseen = (struck: Struck, wait: Promise<unknown>) =>
  struck.values === null ? wait : later(struck, wait);

/** Until the Worker has been told of an error that nobody caught: the engine heard of it before. */
const heard = (type: "error" | "unhandledrejection") =>
  new Promise((resolve) => addEventListener(type, resolve, { once: true }));

/** What each way does, by its name; `_ways.ts` says what must come of it. */
const STRIKES: Readonly<Record<string, (struck: Struck) => unknown>> = {
  throws() {
    throw broken();
  },
  rejects: () => Promise.reject(broken()),
  "answers, then throws": ({ values, context }) => answer(values ?? [], context.params, broken()),
  "no such port": ({ from, context }) => context.to.nowhere(from),
  "no such node": ({ from, context }) => context.to("nobody", from),
  "cannot cross": ({ from }) => ({ ...from, decode: () => from }),
  "throws nothing"() {
    throw undefined;
  },
  "throws a trap"() {
    throw new Proxy({}, {
      get() {
        throw broken();
      },
    });
  },
  "overflows the stack": tower,
  "wants too much memory": () => new ArrayBuffer(2 ** 52),
  "reads what it may not": () => Deno.readTextFileSync("/etc/hostname"),
  exits: () => Deno.exit(3),
  "exits as Node does": () => process.exit(3),
  closes: () => self.close(),
  "never settles": never,
  aborts: () => process.getBuiltinModule("node:process").abort(),
  "runs out of memory"() {
    const all: unknown[] = [];
    for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
  },
  "computes without end"() {
    for (;;);
  },
  async *"yields, then never settles"({ values }: Struck) {
    yield* (values ?? []) as Iterable<never>;
    await never();
  },
  "settles late": (struck) => unseen(struck, after(LATE_MS)),
  slow: (struck) => later(struck, after(BRIEF_MS)),
  "blocks briefly"(struck) {
    block(BRIEF_MS);
    return struck.usual();
  },
  prints(struck) {
    console.log("pixel ".repeat(5000), Symbol("pixel"), struck);
    return struck.usual();
  },
  blocks(struck) {
    block(BLOCK_MS);
    return struck.usual();
  },
  "a timer throws"(struck) {
    const seen = heard("error");
    const error = broken(); // its stack tells whose it is
    setTimeout(() => {
      throw error;
    }, 0);
    return unseen(struck, seen);
  },
  "a rejection that nobody sees"(struck) {
    const seen = heard("unhandledrejection");
    Promise.reject(broken());
    return unseen(struck, seen);
  },
};

/** Goes wrong in the way it is told, and says so before. */
export function strike(how: string, struck: Struck): unknown {
  const { log, node } = struck.context;
  log.info(`${node.id} struck: ${how}`);
  return STRIKES[how]!(struck);
}
