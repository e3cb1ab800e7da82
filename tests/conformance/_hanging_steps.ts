/** Steps that never come back. @module */
import { anyValue, defineStep, z } from "ctapipe-flow/step";

/** Longer than any test is patient; the thread is free again some time after it. */
const BLOCK_MS = 20_000;

function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCK_MS);
}

const never = () => new Promise<never>(() => {});

/** Passes on until it hangs: waiting, with its thread blocked, or blocked by a timer. */
export const hanging = defineStep({
  name: "hanging",
  kind: "stager",
  summary: "Hang",
  params: z.object({
    in: z.enum(["init", "run", "finish"]).default("run"),
    how: z.enum(["wait", "block", "timer"]),
    at: z.number().default(3),
  }),
  input: anyValue,
  outputs: { out: anyValue },
  replicable: true,
  init: ({ params }): unknown => hangIn("init", params),
  run: (value, { params }) => (value === params.at && hangIn("run", params)) || value,
  finish: ({ params }) => hangIn("finish", params),
});

function hangIn(verb: string, params: { in: string; how: string }): Promise<never> | undefined {
  if (params.in !== verb) return;
  if (params.how === "wait") return never();
  if (params.how === "block") block();
  else setTimeout(block, 0);
}
