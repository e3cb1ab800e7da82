/** Steps that crash: what fails is not a call of theirs but the replica. */
import { anyValue, defineStep, number, z } from "ctapipe-flow/step";

/** Attempts by value, for the module as a whole: a replica that begins anew does not forget. */
const attempts = new Map<number, number>();

/** Crashes on values that `every` divides, in each of their first `times` attempts. */
export const crashy = defineStep({
  name: "crashy",
  kind: "stager",
  summary: "Crash in some attempts",
  params: z.object({
    how: z.enum([
      "Deno.exit",
      "self.close",
      "process.exit",
      "exit after a wait",
      "timer",
      "rejection",
      "yield, then timer",
      "yield, then exit",
    ]),
    every: z.int().default(5),
    times: z.int().default(1000),
  }),
  input: number,
  outputs: { out: anyValue },
  init({ log, node }) {
    log.info(`${node.id} began`);
    return { seen: 0 };
  },
  run(value, { params, log, node, state }): unknown {
    state.seen++;
    const attempt = (attempts.get(value) ?? 0) + 1;
    attempts.set(value, attempt);
    log.info(`${node.id} attempt ${attempt} of ${value}`);
    const fails = value % params.every === 0 && attempt <= params.times;
    if (!fails) return params.how.startsWith("yield") ? both(value) : value;
    switch (params.how) {
      case "Deno.exit":
        Deno.exit(3);
        break;
      case "self.close":
        self.close();
        break;
      case "process.exit":
        process.getBuiltinModule("node:process").exit(3);
        break;
      case "exit after a wait":
        return Promise.resolve().then(() => Deno.exit(3));
      case "timer":
        return thrownBehind();
      case "rejection":
        Promise.reject(new Error("left behind"));
        return new Promise(() => {});
      case "yield, then timer":
        return (async function* () {
          yield value;
          await thrownBehind();
        })();
      case "yield, then exit":
        return (function* () {
          yield value;
          Deno.exit(3);
        })();
    }
  },
  finish({ outcome, log, node, state }) {
    log.info(`${node.id} finished ${outcome} after ${state.seen}`);
  },
});

function* both(value: number) {
  yield value;
  yield value;
}

/** Never settles: the error is thrown where nobody catches it. */
function thrownBehind(): Promise<never> {
  setTimeout(() => {
    throw new Error("left behind");
  }, 0);
  return new Promise(() => {});
}

/** Leaves an error behind with its first value, and goes on. */
export const careless = defineStep({
  name: "careless",
  kind: "stager",
  summary: "Throw from a timer, later",
  input: number,
  outputs: { out: number },
  init: ({ log, node }) => log.info(`${node.id} began`),
  async run(value) {
    if (value === 0) {
      setTimeout(() => {
        throw new Error("left behind");
      }, 0);
    } else if (value === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    return value;
  },
});

/** Leaves an error behind with every number. */
export const littering = defineStep({
  name: "littering",
  kind: "stager",
  summary: "Throw from a timer, each time",
  params: z.object({ processes: z.boolean() }),
  input: number,
  outputs: { out: number },
  run(value, { params }) {
    const error = new Error("left behind");
    setTimeout(() => {
      throw error;
    }, 0);
    if (!params.processes && value > 0) throw new Error("bad pixel");
    return value;
  },
});

/** Cannot begin a second time. */
export const once = defineStep({
  name: "once",
  kind: "stager",
  summary: "Crash, and fail to begin anew",
  input: number,
  outputs: { out: number },
  init({ node }) {
    if (begun.has(node.id)) throw new Error("no second time");
    begun.add(node.id);
  },
  run(value) {
    if (value === 3) Deno.exit(3);
    return value;
  },
});

const begun = new Set<string>();

/** Takes numbers, and crashes on one of them. */
export const crashing = defineStep({
  name: "crashing",
  kind: "consumer",
  summary: "Crash on 7",
  params: z.object({ how: z.enum(["Deno.exit", "timer"]) }),
  input: number,
  run(value, { params, log, node }) {
    if (value === 7 && params.how === "Deno.exit") Deno.exit(3);
    if (value === 7) return thrownBehind();
    log.info(`${node.id} got ${value}`);
  },
});
