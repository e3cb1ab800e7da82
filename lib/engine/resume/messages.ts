/** What supervisor and hosts say to each other where cuts are taken. @module */
import type { Json } from "../../graph/model.ts";

/**
 * From the supervisor. `rest` asks whether a host is at rest; `checkpoint` has its steps make
 * durable what they have taken; `finish`: the last cut was taken.
 */
export type ToHostOnCuts =
  | { readonly type: "rest" | "checkpoint"; readonly ticket: number }
  | { readonly type: "finish" };

/** What the replicas of a host are to go on from, by row. */
export type Tokens = Readonly<Record<number, Json>>;

/**
 * From a host. `produced`: its producers are through, it waits for `finish`. The others answer by
 * the ticket: whether the host is at rest, and tokens, null if a step could not give its.
 */
export type FromHostOnCuts =
  | { readonly type: "produced" }
  | { readonly type: "resting"; readonly ticket: number; readonly isAtRest: boolean }
  | { readonly type: "checkpointed"; readonly ticket: number; readonly tokens: Tokens | null };

/** Where the replicas go on. Plain data: it crosses to the hosts. */
export interface Position {
  /** By row of a producer: how many emissions are dealt with. */
  readonly sent: Readonly<Record<number, number>>;
  /** By row: what `init` gets. */
  readonly tokens: Tokens;
}
