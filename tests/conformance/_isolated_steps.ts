/** Steps that only a place of their own keeps from harming others. */
import { anyValue, defineStep, number, payload, z } from "ctapipe-flow/step";

/** Does something terrible with values that `every` divides; gives the others once or twice. */
export const terrible = defineStep({
  name: "terrible",
  kind: "stager",
  summary: "Loop, exit, or use up all memory",
  params: z.object({
    how: z.enum(["loop", "loop for ever", "exit", "abort", "memory", "stdout", "throw", "nothing"]),
    every: z.int().default(5),
    twice: z.boolean().default(false),
    log: z.boolean().default(false),
  }),
  input: number,
  outputs: { out: anyValue },
  init: ({ log, node }) => log.info(`${node.id} began`),
  run(value, { params, log, node }): unknown {
    if (params.log) log.info(`${node.id} takes ${value}`);
    if (value % params.every !== 0) return params.twice ? both(value) : value;
    switch (params.how) {
      case "loop":
        // longer than any test; where it is a Worker, its thread would burn until the program ends
        for (const end = performance.now() + 8000; performance.now() < end;);
        return;
      case "loop for ever": // only where it is a process
        for (;;);
      case "exit":
        Deno.exit(3);
        break;
      case "abort":
        process.getBuiltinModule("node:process").abort();
        break;
      case "memory": {
        const all: unknown[] = [];
        for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i, value })));
      }
      case "stdout":
        process.getBuiltinModule("node:fs").writeSync(1, "Hello!\n");
        return value;
      case "throw":
        throw new TypeError("bad pixel");
    }
    return value;
  },
  finish: ({ log, node, outcome }) => log.info(`${node.id} finished ${outcome}`),
});

function* both(value: number) {
  yield value;
  yield value;
}

/** Tells what it may touch, and gives values of every kind back. */
export const traveller = defineStep({
  name: "traveller",
  kind: "stager",
  summary: "Tell what is allowed",
  input: anyValue,
  outputs: { out: anyValue },
  run(value, { log, node }) {
    const tries: Record<string, () => unknown> = {
      "_flow.ts": () => Deno.readTextFileSync(new URL("./_flow.ts", import.meta.url)),
      "_steps.ts": () => Deno.readTextFileSync(new URL("./_steps.ts", import.meta.url)),
      env: () => Deno.env.get("HOME"),
      run: () => new Deno.Command("true").outputSync(),
    };
    for (const [name, attempt] of Object.entries(tries)) {
      let outcome = "read";
      try {
        attempt();
      } catch (error) {
        outcome = (error as Error).name;
      }
      log.info(`${node.id} ${name}: ${outcome}`);
    }
    return value;
  },
});

/** Counts without end, as fast as it may; tells how far it came. */
export const endless = defineStep({
  name: "endless",
  kind: "producer",
  summary: "Count",
  outputs: { out: number },
  *run(_, { log }) {
    let i = 0;
    try {
      for (;; i++) yield i;
    } finally {
      log.info(`came to ${i}`);
    }
  },
});

const moving = payload<Float32Array<ArrayBuffer>>("moving", { moves: (value) => [value.buffer] });

/** Large arrays that move. */
export const heavy = defineStep({
  name: "heavy",
  kind: "stager",
  summary: "Give an array",
  input: number,
  outputs: { out: moving },
  run: (value) => new Float32Array(20_000).fill(value),
});

/** Sends one array twice. */
export const twice = defineStep({
  name: "twice",
  kind: "stager",
  summary: "Give an array away twice",
  input: number,
  outputs: { out: moving },
  *run(value) {
    const array = new Float32Array(20_000).fill(value);
    yield array;
    yield array;
  },
});

/** Adds up what it was given. */
export const sum = defineStep({
  name: "sum",
  kind: "consumer",
  summary: "Tell sums",
  input: moving,
  run(array, { log, node }) {
    log.info(`${node.id} got ${array.reduce((all, one) => all + one, 0)}`);
  },
});

/** Passes values on. */
export const same = defineStep({
  name: "same",
  kind: "stager",
  summary: "Pass on",
  input: anyValue,
  outputs: { out: anyValue },
  run: (value) => value,
});

/** Takes what comes. */
export const sink = defineStep({
  name: "sink",
  kind: "consumer",
  summary: "Take",
  input: anyValue,
  run() {},
});
