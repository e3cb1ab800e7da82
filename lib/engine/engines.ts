/** The engines, by mode: where replicas live is all in which they differ. @module */
import type { Mode } from "../telemetry/report.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import type { Plan } from "./plan.ts";
import type { Seating, SeatingWishes } from "./seating.ts";
import { sequentialPlacement } from "./sequential/placement.ts";

/** Seats the replicas of a plan. Throws a `PlacementError` where it cannot be as it is wished. */
export type Seat = (plan: Plan, wishes: SeatingWishes) => Seating;

/** By mode. */
export const ENGINES: Readonly<Record<Mode, Seat>> = {
  sequential: sequentialPlacement,
  multiprocess: multiprocessPlacement,
};
