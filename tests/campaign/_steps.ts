/**
 * Steps of random graphs: what they do, how they answer and where they fail is all in params.
 *
 * They have no schema and import no more than they need: loading zod would double the time that a
 * Worker takes to start, and a campaign starts tens of thousands of them.
 *
 * @module
 */
import type { AnyStep } from "../../lib/step/define_step.ts";
import { answer, type Context, dueOf, finish, init, type Params, pause } from "./_conduct.ts";
import { strike } from "./_strike.ts";
import { digest, fill, type Item, item, lengthOf } from "./_item.ts";

/** Items that a consumer keeps. */
const KEPT = 8;

function childrenOf({ n }: Item, { act }: Params): number {
  if (act === "pass") return 1;
  if (act === "flood") return n % 50 === 7 ? 2000 : 1;
  return act === "drop" ? Number(n % 3 !== 0) : n % 3;
}

/** The items that a node makes of one, each with the index of the port it leaves by. */
function* made(from: Item, context: Context, ports: readonly string[]): Generator<[number, Item]> {
  const { params, node, alloc } = context;
  const count = childrenOf(from, params);
  const slot = {} as Item;
  const dataOf = (data: Float32Array, port: number, isLast: boolean) => {
    if (!params.remake) return isLast ? data : data.slice();
    const own = alloc(Float32Array, data.length, ports[port]);
    own.set(data);
    return own;
  };
  for (let k = 0; k < count; k++) {
    const port = (from.n + k) % ports.length;
    const child: Item = {
      n: from.n + k + 1,
      trail: `${from.trail} ${node.id}:${k}`,
      hops: `${from.hops} ${node.id}[${node.replica}]`,
      data: from.data && dataOf(from.data, port, k === count - 1),
      moves: from.moves,
    };
    yield [port, params.reuse ? Object.assign(slot, child) : child];
  }
}

/** Runs a stager whose ports are addressed by `send`. */
function run(
  from: Item,
  context: Context,
  ports: readonly string[],
  send: (port: number, to: Item) => unknown,
) {
  const values = (function* () {
    for (const [port, child] of made(from, context, ports)) yield send(port, child);
  })();
  const due = dueOf(from, context);
  const usual = () => answer(values, context.params);
  return due ? strike(due, { from, context, values, usual }) : usual();
}

/** Makes n items, or goes on for ever. */
export const count: AnyStep = {
  name: "count",
  kind: "producer",
  summary: "Items",
  outputs: { out: item },
  init,
  run(_, { params, node, alloc }: Context) {
    const { n, data, fail } = params;
    const before = fail?.how === "throws" ? fail.at - 1 : Infinity;
    const last = Math.min(n ?? Infinity, before);
    const dataOf = ({ how, most }: NonNullable<Params["data"]>, i: number) => {
      const length = lengthOf(i, most);
      return fill(how === "alloc" ? alloc(Float32Array, length) : new Float32Array(length), i);
    };
    const values = (function* () {
      for (let i = 0; i < last; i++) {
        yield {
          n: i,
          trail: `${node.id}:${i}`,
          hops: node.id,
          data: data && dataOf(data, i),
          moves: data?.how === "moves",
        };
      }
    })();
    return answer(values, params, before < (n ?? Infinity) ? new Error("cut off") : undefined);
  },
  finish,
};

/** Has one port. */
export const stage: AnyStep = {
  name: "stage",
  kind: "stager",
  summary: "Pass on, drop or multiply",
  input: item,
  outputs: { out: item },
  init,
  run: (from: Item, context: Context) => run(from, context, ["out"], (_, child) => child),
  finish,
};

/** Has three ports. */
export const split: AnyStep = {
  name: "split",
  kind: "stager",
  summary: "By port",
  input: item,
  outputs: { low: item, mid: item, high: item },
  init,
  run(from: Item, context: Context) {
    const { low, mid, high } = context.to;
    return run(
      from,
      context,
      ["low", "mid", "high"],
      (port, child) => [low, mid, high][port](child),
    );
  },
  finish,
};

/** Has the ports that the flow names. */
export const route: AnyStep = {
  name: "route",
  kind: "stager",
  summary: "By node name, to the first by default",
  input: item,
  dynamic: item,
  init,
  run(from: Item, context: Context) {
    const { connections, to } = context;
    const send = (port: number, child: Item) => port === 0 ? child : to(connections[port], child);
    return run(from, context, connections, send);
  },
  finish,
};

/** Logs what comes. */
export const note: AnyStep = {
  name: "note",
  kind: "consumer",
  summary: "Log items",
  input: item,
  init,
  run(from: Item, context: Context) {
    const due = dueOf(from, context);
    const { node: { id, replica }, params: { how, wait, borrows }, log, state } = context;
    const tell = () => {
      const found = digest(from.data);
      if (!borrows && from.data && state.kept.length < KEPT) {
        state.kept.push({ item: from, digest: found });
      }
      log.info(`${id} got ${from.trail} = ${found} by ${from.hops} ${id}[${replica}]`);
    };
    const usual = () => how === "return" ? tell() : pause(wait).then(tell);
    return due ? strike(due, { from, context, values: null, usual }) : usual();
  },
  finish,
};
