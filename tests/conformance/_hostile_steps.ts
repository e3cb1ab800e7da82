/** Steps that fail or end in unusual ways. @module */
import { anyValue, defineStep, number, z } from "ctapipe-flow/step";

/** Changes what it sent before, as a step with a buffer of its own does. */
export const reuse = defineStep({
  name: "reuse",
  kind: "producer",
  summary: "One buffer for all",
  params: z.object({ n: z.int() }),
  outputs: { out: anyValue },
  *run(_, { params }) {
    const value = { i: 0, pixels: new Float32Array(3) };
    for (value.i = 0; value.i < params.n; value.i++) {
      value.pixels.fill(value.i);
      yield value;
    }
  },
});

/** Tells what it was sent as a line. */
export const tell = defineStep({
  name: "tell",
  kind: "consumer",
  summary: "Log",
  input: anyValue,
  run({ i, pixels }, { log, node }) {
    log.info(`${node.id} got ${JSON.stringify([i, ...pixels])}`);
  },
});

/** Cleans up behind itself, slowly. */
export const tidy = defineStep({
  name: "tidy",
  kind: "producer",
  summary: "An async generator with a finally",
  outputs: { out: number },
  async *run(_, { log }) {
    try {
      for (let i = 0;; i++) yield i;
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.info("tidied up");
    }
  },
  finish({ log }) {
    log.info("tidy finished");
  },
});

/** Takes its time to finish. */
export const lingering = defineStep({
  name: "lingering",
  kind: "consumer",
  summary: "An async finish",
  input: anyValue,
  run() {},
  async finish({ log }) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    log.info("lingering finished");
  },
});

/** Never gets through one of its verbs. */
export const stuck = defineStep({
  name: "stuck",
  kind: "stager",
  summary: "Stuck",
  params: z.object({ in: z.enum(["init", "finish"]) }),
  input: anyValue,
  outputs: { out: anyValue },
  init: ({ params }) => params.in === "init" ? new Promise(() => {}) : undefined,
  run: (value) => value,
  finish: ({ params }) => params.in === "finish" ? new Promise<void>(() => {}) : undefined,
});

/** Throws what cannot be looked at. */
export const thrower = defineStep({
  name: "thrower",
  kind: "stager",
  summary: "Throw strange things",
  params: z.object({ what: z.enum(["undefined", "symbol", "getter", "code", "cycle", "proxy"]) }),
  input: number,
  outputs: { out: number },
  run(value, { params }) {
    if (value < 3) return value;
    const bare = Object.create(null);
    switch (params.what) {
      case "undefined":
        throw undefined;
      case "symbol":
        throw Symbol("pixel");
      case "getter":
        throw Object.defineProperty(new Error(), "message", {
          get() {
            throw new Error("no message");
          },
        });
      case "code":
        throw { code: "E_PIXEL", message: () => "later" };
      case "cycle":
        bare.self = bare;
        throw bare;
      case "proxy":
        throw new Proxy({}, {
          get() {
            throw new Error("no");
          },
        });
    }
  },
});

/** Throws when nobody is there to catch it. */
export const late = defineStep({
  name: "late",
  kind: "stager",
  summary: "Throw from a timer",
  input: number,
  outputs: { out: number },
  run(value) {
    if (value === 0) {
      setTimeout(() => {
        throw new Error("too late");
      }, 0);
    }
    return value;
  },
});
