/** What was split and is to be joined again. @module */
import { payload } from "ctapipe-flow/step";
import type { Payload } from "ctapipe-flow/step";

/** What a member of a group carries: `split_by` adds it, steps between pass it on. */
export interface Membership {
  /** Number of the member, from 0. */
  readonly index: number;
  /** How many members the group had when it was split. */
  readonly size: number;
}

/** What tells groups apart, by the path of the field. */
export type GroupKey = Readonly<Record<string, string | number | bigint | boolean>>;

/** Values that belong together, as `join_by` gives them. */
export interface Group<T = unknown> {
  readonly kind: "group";
  readonly key: GroupKey;
  /** How many members it had when it was split; null if they do not say. */
  readonly size: number | null;
  /** Those that came, in the order of a sequential execution; at least one. */
  readonly members: readonly T[];
}

/** Groups. */
export const group: Payload<Group> = payload("group");
