/** Draws flows: small ones mostly, with a tail of larger ones. @module */
import fc from "fast-check";
import type { Policy } from "./_fate.ts";

/** Where a node's values go: stages ahead by distance, the consumers behind the last of them. */
export type Ahead = readonly number[];

/** What every drawn node has. */
export interface DrawnStep {
  readonly how: "return" | "promise" | "yield" | "async yield";
  readonly wait: "none" | "microtask" | "message" | "timer";
  /** Whether it may share a neighbour's Worker. */
  readonly light: boolean;
}

/** What a drawn node with an inbox has. */
export interface DrawnInbox {
  readonly replicas: number;
  readonly queueLimit: number;
  readonly queueBytes: number | null;
  readonly borrows: boolean;
  readonly policy: DrawnPolicy | null;
  /** Whether packets are dealt out by their number. */
  readonly keyed: boolean;
  /** Whether it is ordered, where some nodes are. */
  readonly ordered: boolean;
}

/** Which nodes are ordered. */
export type DrawnOrder = "none" | "some" | "consumers" | "all";

/** An error policy, and which of the step's ways to fail it is for. */
export interface DrawnPolicy extends Omit<Policy, "refuse"> {
  readonly refuse: Omit<Policy["refuse"], "how"> & { readonly how: number };
}

/** The data of a producer's items: how arrays are made, and how long they are at most. */
export interface DrawnData {
  readonly how: "moves" | "ordinary" | "alloc";
  readonly most: number;
}

/** A producer as drawn. */
export interface DrawnProducer extends DrawnStep {
  readonly n: number;
  readonly data: DrawnData | null;
  readonly next: Ahead;
}

/** A stager as drawn. */
export interface DrawnStager extends DrawnStep, DrawnInbox {
  readonly kind: "stage" | "split" | "route";
  readonly act: "pass" | "drop" | "multiply" | "flood";
  readonly reuse: boolean;
  readonly remake: boolean;
  /** Per port; `stage` has the first only, `route` takes all as one list. */
  readonly next: readonly [Ahead, Ahead, Ahead];
}

/** A failure as drawn: in which node, in which way, at its how many-th packet (from 1). */
export interface DrawnFailure {
  readonly node: number;
  readonly how: number;
  readonly at: number;
}

/** Nodes that are to share a Worker: one, and so many that it leads to. */
export interface DrawnGroup {
  readonly first: number;
  readonly more: number;
  /** So many replicas of each of them, side by side; null if they have as many as they have. */
  readonly beside: number | null;
}

/**
 * How an execution is to end. Counts are of log lines, `maxPackets` of packets. The campaign draws
 * neither deadlines nor ends of stalls.
 */
export type End =
  | { readonly kind: "whole" }
  | { readonly kind: "maxPackets"; readonly after: number }
  | { readonly kind: "stop" | "abort"; readonly after: number }
  | { readonly kind: "stop, then abort"; readonly after: number; readonly then: number }
  | { readonly kind: "deadline"; readonly ms: number; readonly graceMs: number }
  | { readonly kind: "stall"; readonly ms: number };

/** A flow as drawn, before nodes that nothing feeds are left out. */
export interface Drawn {
  readonly producers: readonly DrawnProducer[];
  readonly stagers: readonly DrawnStager[];
  readonly consumers: readonly (DrawnStep & DrawnInbox)[];
  readonly failures: readonly DrawnFailure[];
  readonly group: DrawnGroup | null;
  readonly order: DrawnOrder;
  readonly end: End;
  /** The one producer never ends by itself; only where the end stops it. */
  readonly endless: boolean;
  /** Overwrites what was lent; else the next packet does, if there is one. */
  readonly poison: boolean;
  /** Decides the order of the deterministic execution. */
  readonly seed: number;
  /** Whether cuts are taken, one after the other. */
  readonly cuts: boolean;
  /** What is asked of it on its way; if anything, nodes with replicas begin with one. */
  readonly wishes: readonly DrawnWish[];
}

/** Something that is asked for when so many lines were logged. */
export interface DrawnWish {
  readonly after: number;
  /** Whose replicas are to be more, or fewer: of the nodes, by index; null for a short pause. */
  readonly node: number | null;
  /** So many: of those that there may be, counted round. */
  readonly replicas: number;
}

const ahead = (minLength: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength, maxLength: 2 });

const step = {
  how: fc.constantFrom("return", "promise", "yield", "async yield"),
  wait: fc.constantFrom("none", "none", "microtask", "message", "timer"),
  light: fc.constantFrom(false, false, false, true),
} as const;

const verdict = fc.constantFrom("skip", "skip", "quarantine", "quarantine", "fail" as const);

/** Error policies. */
export const policy: fc.Arbitrary<DrawnPolicy> = fc.record({
  then: verdict,
  retries: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
  backoffMs: fc.constantFrom(0, 0, 1, 2),
  refuse: fc.record({
    how: fc.nat(30),
    every: fc.integer({ min: 1, max: 6 }),
    shift: fc.nat(5),
    times: fc.option(fc.constantFrom(1, 1, 2, 3), { freq: 2 }),
  }),
}).filter(({ then, retries }) => then !== "fail" || retries !== null);

const data: fc.Arbitrary<DrawnData> = fc.record({
  how: fc.constantFrom("moves", "ordinary", "alloc"),
  most: fc.oneof(fc.nat(8), fc.nat(3000), fc.nat(60_000)),
});

const inbox = {
  replicas: fc.oneof(
    { weight: 7, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.integer({ min: 2, max: 4 }) },
  ),
  queueLimit: fc.integer({ min: 1, max: 8 }),
  queueBytes: fc.constantFrom(null, null, 1, 300, 20_000),
  borrows: fc.boolean(),
  policy: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: policy },
  ),
  keyed: fc.constantFrom(false, false, false, true),
  ordered: fc.boolean(),
};

const producer: fc.Arbitrary<DrawnProducer> = fc.record({
  ...step,
  // rarely a single value
  how: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("yield", "async yield") },
    { weight: 1, arbitrary: fc.constantFrom("return", "promise") },
  ),
  n: fc.oneof(
    { weight: 3, arbitrary: fc.nat(30) },
    { weight: 1, arbitrary: fc.nat(200) },
  ),
  data: fc.option(data, { freq: 2 }),
  next: ahead(1),
});

const stager: fc.Arbitrary<DrawnStager> = fc.record({
  ...step,
  ...inbox,
  kind: fc.constantFrom("stage", "stage", "split", "route"),
  act: fc.constantFrom("pass", "pass", "drop", "multiply"),
  reuse: fc.boolean(),
  remake: fc.boolean(),
  next: fc.tuple(ahead(1), ahead(0), ahead(0)),
});

/** Failures of one node. */
export const failure: fc.Arbitrary<DrawnFailure> = fc.record({
  node: fc.nat(14),
  how: fc.nat(30),
  at: fc.integer({ min: 1, max: 6 }),
});

const after = fc.oneof(
  { weight: 1, arbitrary: fc.nat(12) },
  { weight: 2, arbitrary: fc.nat(60) },
);

const end: fc.Arbitrary<End> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<End>({ kind: "whole" }) },
  {
    weight: 2,
    arbitrary: fc.nat(12).map((after): End => ({ kind: "maxPackets", after: after + 1 })),
  },
  { weight: 3, arbitrary: after.map((after): End => ({ kind: "stop", after })) },
  { weight: 2, arbitrary: after.map((after): End => ({ kind: "abort", after })) },
  {
    weight: 1,
    arbitrary: fc.tuple(after, fc.nat(6)).map(([after, then]): End => (
      { kind: "stop, then abort", after, then }
    )),
  },
);

const wish: fc.Arbitrary<DrawnWish> = fc.record({
  after,
  node: fc.option(fc.nat(14), { freq: 4 }),
  replicas: fc.nat(7),
});

/** Flows with at most so many nodes of each kind. */
function flow(producers: number, stagers: number, consumers: number): fc.Arbitrary<Drawn> {
  return fc.record({
    producers: fc.array(producer, { minLength: 1, maxLength: producers }),
    stagers: fc.array(stager, { maxLength: stagers }),
    consumers: fc.array(fc.record({ ...step, ...inbox }), { minLength: 1, maxLength: consumers }),
    failures: fc.oneof(
      { weight: 7, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(failure, { minLength: 1, maxLength: 2 }) },
    ),
    group: fc.option(
      fc.record({
        first: fc.nat(14),
        more: fc.integer({ min: 1, max: 3 }),
        beside: fc.constantFrom(null, null, 2, 2, 3),
      }),
      { freq: 2 },
    ),
    order: fc.constantFrom("none", "none", "none", "some", "consumers", "all"),
    end,
    endless: fc.boolean(),
    poison: fc.constantFrom(true, true, true, false),
    seed: fc.nat(),
    cuts: fc.constantFrom(false, false, true),
    wishes: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(wish, { minLength: 1, maxLength: 12 }) },
    ),
  });
}

/** Random flows. */
export const randomFlow: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 14, arbitrary: flow(2, 2, 2) },
  { weight: 5, arbitrary: flow(2, 4, 2) },
  { weight: 1, arbitrary: flow(3, 7, 3) },
);
