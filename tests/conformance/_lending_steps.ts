/** Steps that make, look at, pass on and keep large arrays. @module */
import { anyValue, defineStep, z } from "ctapipe-flow/step";

/** Numbers in an array, differing from packet to packet. */
const lengthOf = (i: number) => 3000 + 5000 * (i % 7);

type Numbered = { readonly i: number; readonly data: Float32Array };

const sumOf = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0);

const made = (
  name: string,
  make: (i: number, fresh: (n: number) => Float32Array) => Float32Array,
) =>
  defineStep({
    name,
    kind: "producer",
    summary: "Arrays that are full of their number",
    params: z.object({ n: z.int(), port: z.string().default("out") }),
    outputs: { out: anyValue, other: anyValue },
    optional: ["other"],
    *run(_, { params, alloc }) {
      for (let i = 0; i < params.n; i++) {
        const data = make(i, (n) => alloc(Float32Array, n, params.port));
        yield { i, data: data.fill(i) };
      }
    },
  });

/** Makes them where they are sent from. */
export const allocated = made("allocated", (i, alloc) => alloc(lengthOf(i)));
/** Makes ordinary ones. */
export const ordinary = made("ordinary", (i) => new Float32Array(lengthOf(i)));
/** Uses one array for all. */
const reused = new Float32Array(33_000);
export const reusing = made("reusing", (i) => reused.subarray(0, lengthOf(i)));
/** Makes two, and sends the first. */
export const wasteful = made("wasteful", (i, alloc) => {
  const first = alloc(lengthOf(i));
  alloc(10);
  return first;
});
/** Sends an array for a second time. */
let sent: Float32Array | null = null;
export const repeating = made("repeating", (_, alloc) => sent ??= alloc(5000));

/** Logs what it got; takes its time about some. */
export const summing = defineStep({
  name: "summing",
  kind: "consumer",
  summary: "Sums of arrays",
  params: z.object({ slow: z.boolean().default(false) }),
  input: anyValue,
  borrows: true,
  async run({ i, data }: Numbered, { log, node, params }) {
    if (params.slow && i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    log.info(`${node.id} got ${JSON.stringify([i, data.length, sumOf(data)])}`);
  },
});

/** Passes on what was lent to it, whole or in part, with something of its own. */
export const passing = defineStep({
  name: "passing",
  kind: "stager",
  summary: "Pass arrays on",
  params: z.object({ part: z.boolean().default(false) }),
  input: anyValue,
  outputs: { out: anyValue },
  borrows: true,
  run: ({ i, data }: Numbered, { params }) => ({ i, data: params.part ? data.subarray(7) : data }),
});

/** Says that it keeps nothing, and keeps all. */
export const keeping = defineStep({
  name: "keeping",
  kind: "consumer",
  summary: "Keep arrays",
  input: anyValue,
  borrows: true,
  init: (): Float32Array[] => [],
  run({ data }: Numbered, { state }) {
    state.push(data);
  },
  finish: ({ state, node, log }) => log.info(`${node.id} got ${JSON.stringify(state.map(sumOf))}`),
});

/** Does the same, and says so. */
export const owning = defineStep({ ...keeping, name: "owning", borrows: false });

/** Fails, and is slow to take what is left. */
export const stuck = defineStep({
  name: "stuck",
  kind: "consumer",
  summary: "Fail at the 50th",
  input: anyValue,
  borrows: true,
  async run({ i }: Numbered) {
    if (i === 50) throw new Error("enough");
    await new Promise((resolve) => setImmediate(resolve));
  },
});

/** Uses one array for all, and spoils every tenth packet with what cannot cross. */
export const spoiling = defineStep({
  name: "spoiling",
  kind: "stager",
  summary: "Send one array again and again, and a function now and then",
  input: anyValue,
  outputs: { out: anyValue },
  init: () => new Float32Array(5000),
  run({ i }: Numbered, { state }) {
    const data = state.fill(i);
    return i > 20 && i % 10 === 7 ? { i, data, bad: () => {} } : { i, data };
  },
});

/** Asks for what there is not. */
export const senseless = made("senseless", (_, alloc) => alloc(0 / 0));

/** Makes arrays for packets that never go, and sends ordinary ones. */
export const discarding = made("discarding", (i, alloc) => {
  alloc(lengthOf(i));
  return new Float32Array(lengthOf(i));
});

/** Never comes back from some packets, and looks at their arrays at the end. */
export const dawdling = defineStep({
  name: "dawdling",
  kind: "consumer",
  summary: "Look at arrays late",
  input: anyValue,
  borrows: true,
  init: (): Numbered[] => [],
  async run(input: Numbered, { state }) {
    if (input.i % 10 !== 0) return;
    state.push(input);
    await new Promise(() => {});
  },
  finish({ state, node, log }) {
    for (const { i, data } of state) log.info(`${node.id} got ${sumOf(data) === i * data.length}`);
  },
});
