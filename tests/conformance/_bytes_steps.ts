/** Steps whose packets take many bytes, each kind by its own way between Workers. @module */
import { anyValue, defineStep, payload, z } from "ctapipe-flow/step";

/** In line; by port since they are long; by port since only structured clone carries them; in slots. */
export const KINDS = ["text", "long text", "with shared memory", "moving", "lent"] as const;

const LENGTHS = {
  text: 10_000,
  "long text": 400_000,
  "with shared memory": 20_000,
  moving: 100_000,
  lent: 100_000,
} as const;

/** Bytes that a packet of each kind counts at least. */
export const BYTES: Readonly<Record<typeof KINDS[number], number>> = {
  ...LENGTHS,
  "long text": 2 * LENGTHS["long text"],
  "with shared memory": 2 * LENGTHS["with shared memory"],
};

/** Arrays move, everything else is copied. */
const moving = payload<unknown>("any", {
  moves: (value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
});

const shared = new Int32Array(new SharedArrayBuffer(1_000_000));

/** Sends values of one kind. */
export const heavy = defineStep({
  name: "heavy",
  kind: "producer",
  summary: "n values of one kind",
  params: z.object({ n: z.int(), kind: z.enum(KINDS) }),
  outputs: { out: moving },
  *run(_, { params: { n, kind }, alloc }) {
    const length = LENGTHS[kind];
    for (let i = 0; i < n; i++) {
      if (kind === "text" || kind === "long text") yield "x".repeat(length);
      else if (kind === "with shared memory") yield { text: "x".repeat(length), shared };
      else if (kind === "moving") yield new Uint8Array(length);
      else yield alloc(Uint8Array, length);
    }
  },
});

function lengthOf(value: unknown): number {
  if (typeof value === "number") return 8;
  if (typeof value === "string") return value.length;
  if (value instanceof Uint8Array) return value.length;
  return (value as { text: string }).text.length;
}

const adding = (name: string, borrows: boolean) =>
  defineStep({
    name,
    kind: "consumer",
    summary: "Lets others work between any two packets, and logs how much there was",
    input: anyValue,
    borrows,
    init: () => ({ count: 0, length: 0, lastLarge: 0 }),
    async run(value, { state }) {
      const length = lengthOf(value);
      await new Promise((resolve) => setTimeout(resolve));
      if (length > 1000) state.lastLarge = state.count;
      state.count++;
      state.length += length;
    },
    finish: ({ state, node, log }) => log.info(`${node.id} got ${JSON.stringify(state)}`),
  });

/** Adds up what it gets. */
export const tally = adding("tally", false);
/** Also what is only lent to it. */
export const borrower = adding("borrower", true);
