/**
 * Steps of random graphs: what they do, how they answer and where they fail is all in params.
 *
 * They have no schema and import no more than they need: loading zod would double the time that a
 * Worker takes to start, and a campaign starts tens of thousands of them.
 *
 * @module
 */
import type { AnyStep, InitContext } from "../../lib/step/define_step.ts";
import { payload } from "../../lib/step/payload.ts";

/** What flows: a number that decides what becomes of it, and where it has been. */
export interface Item {
  readonly n: number;
  /** `producer:index`, then `node:child` for each node it went through. */
  readonly trail: string;
  /** `node[replica]` of each replica it went through. */
  readonly hops: string;
  /** One to seven copies of the producer's index; moves along. */
  readonly data: Float32Array<ArrayBuffer> | null;
}

const item = payload<Item>("item", { moves: ({ data }) => data ? [data.buffer] : [] });

/** How a step answers, what it waits for before, and at which packet it fails in which way. */
export interface Params {
  readonly act: "pass" | "drop" | "multiply";
  readonly how: "return" | "promise" | "yield" | "async yield";
  readonly wait: "none" | "microtask" | "message" | "timer";
  /** Changes one object from emission to emission instead of making new ones. */
  readonly reuse: boolean;
  /** Outside `run` the count, from 1, has no meaning. */
  readonly fail: { readonly how: string; readonly at: number } | null;
  /** What a producer makes: how many (null for no end), and whether with data. */
  readonly n: number | null;
  readonly data: boolean;
}

/** What `run` gets, whatever the ports. */
interface Context extends InitContext<Params> {
  readonly state: { seen: number };
  // deno-lint-ignore no-explicit-any
  readonly to: any;
}

type Prepared = { seen: number } | false | Promise<never>;

function init({ params, node, log }: InitContext<Params>): Prepared {
  switch (params.fail?.how) {
    case "init throws":
      throw new Error("no camera");
    case "init rejects":
      return Promise.reject(new Error("no camera"));
    case "init false":
      return false;
  }
  log.info(`${node.id} ready`);
  return { seen: 0 };
}

function finish(
  { params, node, log, outcome }: InitContext<Params> & { readonly outcome: string },
): void | Promise<void> {
  log.info(`${node.id} finished ${outcome}`);
  if (params.fail?.how === "finish throws") throw new Error("no goodbye");
  if (params.fail?.how === "finish rejects") return Promise.reject(new Error("no goodbye"));
}

/** Waits as long as the kind of wait takes. */
function pause(wait: Params["wait"]): Promise<void> {
  if (wait === "timer") return new Promise((resolve) => setTimeout(resolve, 1));
  if (wait !== "message") return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** What the step has for a packet, in the way it answers; `error` comes after it. */
function answer(values: Iterable<unknown>, { how, wait }: Params, error?: Error): unknown {
  const first = () => {
    const [value] = values;
    if (error) throw error;
    return value ?? (wait === "none" ? null : undefined);
  };
  switch (how) {
    case "return":
      return first();
    case "promise":
      return (async () => {
        if (wait !== "none") await pause(wait);
        return first();
      })();
    case "yield":
      return (function* () {
        yield* values;
        if (error) throw error;
      })();
    case "async yield":
      return (async function* () {
        for (const value of values) {
          if (wait !== "none") await pause(wait);
          yield value;
        }
        if (error) throw error;
      })();
  }
}

const OUTSIDE_RUN = /^(init|finish)/;

const isDue = ({ params: { fail }, state }: Context) =>
  ++state.seen === fail?.at && !OUTSIDE_RUN.test(fail.how);

/** Fails in the way it is told. */
function strike(values: Iterable<unknown>, from: Item, { params, to }: Context): unknown {
  const error = new Error("bad pixel");
  switch (params.fail!.how) {
    case "throws":
      throw error;
    case "rejects":
      return Promise.reject(error);
    case "no such port":
      return to.nowhere(from);
    case "no such node":
      return to("nobody", from);
    case "cannot cross":
      return { ...from, decode: () => from };
    default:
      return answer(values, params, error);
  }
}

/** Fails if an item is not as its producer made it. */
function check({ trail, data }: Item): void {
  if (data === null) return;
  const index = Number(/:(\d+)/.exec(trail)![1]);
  const isWhole = data.length === index % 7 + 1 && data.every((value) => value === index);
  if (!isWhole) throw new Error(`the data of ${trail} are damaged: ${data.join()}`);
}

function childrenOf({ n }: Item, { act }: Params): number {
  if (act === "pass") return 1;
  return act === "drop" ? Number(n % 3 !== 0) : n % 3;
}

/** The items that a node makes of one, each with the index of the port it leaves by. */
function* made(from: Item, { params, node }: Context, ports: number): Generator<[number, Item]> {
  const count = childrenOf(from, params);
  const slot = {} as Item;
  for (let k = 0; k < count; k++) {
    const child = {
      n: from.n + k + 1,
      trail: `${from.trail} ${node.id}:${k}`,
      hops: `${from.hops} ${node.id}[${node.replica}]`,
      data: k === count - 1 ? from.data : from.data?.slice() ?? null,
    };
    yield [(from.n + k) % ports, params.reuse ? Object.assign(slot, child) : child];
  }
}

/** Runs a stager whose ports are addressed by `send`. */
function run(
  from: Item,
  context: Context,
  ports: number,
  send: (port: number, to: Item) => unknown,
) {
  check(from);
  const values = (function* () {
    for (const [port, child] of made(from, context, ports)) yield send(port, child);
  })();
  return isDue(context) ? strike(values, from, context) : answer(values, context.params);
}

/** Makes n items, or goes on for ever. */
export const count: AnyStep = {
  name: "count",
  kind: "producer",
  summary: "Items",
  outputs: { out: item },
  init,
  run(_, { params, node }: Context) {
    const { n, data, fail } = params;
    const before = fail?.how === "throws" ? fail.at - 1 : Infinity;
    const last = Math.min(n ?? Infinity, before);
    const values = (function* () {
      for (let i = 0; i < last; i++) {
        yield {
          n: i,
          trail: `${node.id}:${i}`,
          hops: node.id,
          data: data ? new Float32Array(i % 7 + 1).fill(i) : null,
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
  run: (from: Item, context: Context) => run(from, context, 1, (_, child) => child),
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
    return run(from, context, 3, (port, child) => [low, mid, high][port](child));
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
    return run(from, context, connections.length, send);
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
    check(from);
    if (isDue(context)) return strike([], from, context);
    const { node: { id, replica }, params: { how, wait }, log } = context;
    const tell = () => log.info(`${id} got ${from.trail} by ${from.hops} ${id}[${replica}]`);
    return how === "return" ? tell() : pause(wait).then(tell);
  },
  finish,
};
