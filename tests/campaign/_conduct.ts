/**
 * What steps of random graphs have in common: how they answer and how they fail, as params say.
 *
 * @module
 */
import type { Alloc, InitContext } from "../../lib/step/define_step.ts";
import type { Refusal } from "./_fate.ts";
import { digest, type Item } from "./_item.ts";

/** How a step answers, what it waits for before, and at which packet it fails in which way. */
export interface Params {
  readonly act: "pass" | "drop" | "multiply" | "flood";
  readonly how: "return" | "promise" | "yield" | "async yield";
  readonly wait: "none" | "microtask" | "message" | "timer";
  /** Changes one object from emission to emission instead of making new ones. */
  readonly reuse: boolean;
  /** Outside `run` the count, from 1, has no meaning. */
  readonly fail: { readonly how: string; readonly at: number } | null;
  /** Which packets it fails on under its policy. */
  readonly refuse: Refusal | null;
  /** What a producer makes: how many (null for no end), and with which data. */
  readonly n: number | null;
  readonly data: { readonly how: "moves" | "ordinary" | "alloc"; readonly most: number } | null;
  /** Sends data in arrays of its own, by `alloc`. */
  readonly remake: boolean;
  /** Must not keep what it gets; those who may keep some to look at it once more in the end. */
  readonly borrows: boolean;
}

/** What a replica remembers, also after a crash: which packets went wrong is not to depend on that. */
interface Memory {
  seen: number;
  /** Attempts by trail, of packets that are refused. */
  readonly tried: Map<string, number>;
}

/** What a replica remembers until it crashes. */
export interface State {
  readonly memory: Memory;
  readonly kept: { readonly item: Item; readonly digest: string }[];
}

/** What `run` gets, whatever the ports. */
export interface Context extends InitContext<Params> {
  readonly state: State;
  readonly alloc: Alloc;
  // deno-lint-ignore no-explicit-any
  readonly to: any;
}

type Prepared = State | false | Promise<never>;

const memories = new Map<string, Memory>();

function memoryOf(replica: string): Memory {
  const known = memories.get(replica) ?? { seen: 0, tried: new Map() };
  memories.set(replica, known);
  return known;
}

const never = () => new Promise<never>(() => {});

/** Prepares, or fails to. */
export function init({ params, node, log }: InitContext<Params>): Prepared {
  switch (params.fail?.how) {
    case "init throws":
      throw new Error("no camera");
    case "init rejects":
      return Promise.reject(new Error("no camera"));
    case "init false":
      return false;
    case "init never settles":
      return never();
  }
  log.info(`${node.id} ready`);
  return { memory: memoryOf(`${node.id}[${node.replica}]`), kept: [] };
}

/** Says how it ended, and whether what was kept is as it was; or fails. */
export function finish(
  { params, node, log, outcome, state }: Context & { readonly outcome: string },
): void | Promise<void> {
  log.info(`${node.id} finished ${outcome}`);
  const damaged = state.kept.find(({ item: { data }, digest: before }) => digest(data) !== before);
  if (damaged) throw new Error(`the data of ${damaged.item.trail} did not stay as they were`);
  if (params.fail?.how === "finish throws") throw new Error("no goodbye");
  if (params.fail?.how === "finish rejects") return Promise.reject(new Error("no goodbye"));
  if (params.fail?.how === "finish never settles") return never();
}

/** Waits as long as the kind of wait takes. */
export function pause(wait: Params["wait"]): Promise<void> {
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
export function answer(values: Iterable<unknown>, { how, wait }: Params, error?: Error): unknown {
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

/** In which way it is to fail on a packet now; undefined if not at all. */
export function dueOf({ n, trail }: Item, { params: { fail, refuse }, state }: Context) {
  const { memory } = state;
  if (refuse && (n + refuse.shift) % refuse.every === 0) {
    const tried = (memory.tried.get(trail) ?? 0) + 1;
    memory.tried.set(trail, tried);
    if (tried <= (refuse.times ?? Infinity)) return refuse.how;
  }
  return ++memory.seen === fail?.at && !OUTSIDE_RUN.test(fail.how) ? fail.how : undefined;
}
