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
