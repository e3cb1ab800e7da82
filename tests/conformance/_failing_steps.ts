/** Steps that fail in the way they are told. @module */
import { anyValue, defineStep, number, z } from "ctapipe-flow/step";

class Telescope {
  readonly id = 1;
}

/** Goes wrong in the way it is told, at the k-th packet. */
export const trouble = defineStep({
  name: "trouble",
  kind: "stager",
  summary: "Fail",
  params: z.object({
    how: z.enum([
      "throw",
      "reject",
      "yield then throw",
      "init",
      "init false",
      "init rejects",
      "finish",
      "Deno.exit",
      "self.close",
      "process.exit",
      "function",
      "instance",
      "symbol",
      "timer",
      "rejection",
      "never",
      "read",
      "own source",
      "loop",
    ]),
    at: z.int().default(0),
  }),
  input: number,
  outputs: { out: anyValue },
  init({ params }): unknown {
    if (params.how === "init") throw new Error("no camera");
    if (params.how === "init rejects") return Promise.reject(new Error("no camera"));
    return params.how !== "init false";
  },
  run(value, { params }): unknown {
    if (value !== params.at) return value;
    switch (params.how) {
      case "throw":
        throw new Error("bad pixel");
      case "reject":
        return Promise.reject(new Error("bad pixel"));
      case "yield then throw":
        return (function* () {
          yield value;
          throw new Error("bad pixel");
        })();
      case "Deno.exit":
        Deno.exit(3);
      /* falls through */
      case "self.close":
        return self.close();
      case "process.exit":
        return (globalThis as unknown as { process: { exit(code: number): void } }).process.exit(3);
      case "function":
        return { decode: { by: () => value } };
      case "instance":
        return { telescopes: [new Telescope()] };
      case "symbol":
        return Symbol("pixel");
      case "timer":
        setTimeout(() => {
          throw new Error("late");
        }, 0);
        return new Promise((resolve) => setTimeout(resolve, 20));
      case "rejection":
        Promise.reject(new Error("late"));
        return new Promise((resolve) => setTimeout(resolve, 20));
      case "never":
        return new Promise(() => {});
      case "read":
        return Deno.readTextFileSync("/etc/hostname").length > 0;
      case "own source":
        return Deno.readTextFileSync(new URL(import.meta.url)).length;
      case "loop":
        for (;;);
    }
    return value;
  },
  finish({ params, log, node, outcome }) {
    log.info(`${node.id} finished ${outcome}`);
    if (params.how === "finish") throw new Error("no goodbye");
  },
});

/** Fails after some values. */
export const breaking = defineStep({
  name: "breaking",
  kind: "producer",
  summary: "Some values, then an error",
  params: z.object({ n: z.int() }),
  outputs: { out: number },
  *run(_, { params }) {
    for (let i = 0; i < params.n; i++) yield i;
    throw new Error("file is cut off");
  },
});
