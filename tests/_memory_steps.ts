/** A producer of much, and a consumer that is slower. @module */
import { anyValue, defineStep, payload, z } from "ctapipe-flow/step";

const moving = payload<unknown>("any", {
  moves: (value) =>
    value instanceof Float32Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
});
const shared = new Int32Array(new SharedArrayBuffer(64));

/** Sends n values of one kind as fast as it can. */
export const fast = defineStep({
  name: "fast",
  kind: "producer",
  summary: "n values of one kind",
  params: z.object({
    n: z.int(),
    kind: z.enum(["small", "text", "exotic", "moving", "lent"]),
    length: z.int(),
  }),
  outputs: { out: moving },
  *run(_, { params: { n, kind, length }, alloc }) {
    const text = "x".repeat(length);
    for (let i = 0; i < n; i++) {
      if (kind === "small") yield { i, text };
      else if (kind === "text") yield `${text}${i}`;
      else if (kind === "exotic") yield { shared, texts: new Map([[i, `${text}${i}`]]) };
      else if (kind === "moving") yield new Float32Array(length).fill(i);
      else yield alloc(Float32Array, length).fill(i);
    }
  },
});

const slower = (name: string, borrows: boolean) =>
  defineStep({
    name,
    kind: "consumer",
    summary: "Takes longer for a packet than it takes to make one",
    params: z.object({ us: z.number() }),
    input: anyValue,
    borrows,
    run(_, { params: { us } }) {
      for (const end = performance.now() + us / 1000; performance.now() < end;);
    },
  });

/** Is slow. */
export const slow = slower("slow", false);
/** Is slow, and looks at arrays where they are. */
export const slowBorrower = slower("slow_borrower", true);
