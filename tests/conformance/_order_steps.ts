/** Steps that show in which order packets come, and to which replica. @module */
import { anyValue, defineStep, z } from "ctapipe-flow/step";

/** What flows here. */
interface Item {
  readonly n: number;
  readonly tel: { readonly id: unknown };
}

/** Sends 0 … n-1, each of one of some telescopes in turn; every fifth of none. */
export const items = defineStep({
  name: "items",
  kind: "producer",
  summary: "Items of telescopes",
  params: z.object({ n: z.int(), telescopes: z.int() }),
  outputs: { out: anyValue },
  *run(_, { params: { n, telescopes } }) {
    for (let i = 0; i < n; i++) {
      yield i % 5 === 4 ? { n: i } : { n: i, tel: { id: `LST-${i % telescopes}` } };
    }
  },
});

/** Says who it is, and passes on; some packets take a turn of the event loop. */
export const work = defineStep({
  name: "work",
  kind: "stager",
  summary: "Tell which replica got an item",
  replicable: true,
  input: anyValue,
  outputs: { out: anyValue },
  async run(item: Item, { node }) {
    if (item.n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    return { n: item.n, key: item.tel?.id ?? null, replica: node.replica };
  },
});

/** Takes a time that differs from packet to packet, and gives 0 to 2 values for each. */
export const uneven = defineStep({
  name: "uneven",
  kind: "stager",
  summary: "0 to 2 values per value, some soon, some later",
  replicable: true,
  params: z.object({ most: z.int().default(2) }),
  input: anyValue,
  outputs: { out: anyValue },
  async *run(value: number | string, { params: { most }, node }) {
    const count = weight(value) % (most + 1);
    for (let k = 0; k < count; k++) {
      if ((weight(value) + k) % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      yield `${value} ${node.id}.${k}`;
    }
  },
});

/** Drops all but the multiples of some number, which it thinks about. */
export const rare = defineStep({
  name: "rare",
  kind: "stager",
  summary: "Drop nearly all",
  replicable: true,
  params: z.object({ every: z.int() }),
  input: anyValue,
  outputs: { out: anyValue },
  run(value: number | string, { params: { every }, node }): unknown {
    if (weight(value) % every !== 0) return;
    return new Promise((resolve) => setTimeout(() => resolve(`${value} ${node.id}`), 1));
  },
});

const weight = (value: number | string) =>
  [...String(value)].reduce((sum, digit) => (sum * 31 + digit.charCodeAt(0)) % 1009, 7);

/** Computes for some ms per number, and for much longer at 5. */
export const ponder = defineStep({
  name: "ponder",
  kind: "stager",
  summary: "Take long, and longer at 5",
  replicable: true,
  input: anyValue,
  outputs: { out: anyValue },
  run(value: number, { log }) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, value === 5 ? 1500 : 2);
    if (value === 5) log.info("through with 5");
    return value;
  },
});
