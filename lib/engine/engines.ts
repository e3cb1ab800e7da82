/** The engines, by mode: where replicas live is all in which they differ. @module */
import type { Mode } from "../telemetry/report.ts";
import { isolated } from "./cell/isolated.ts";
import type { ExecuteOptions } from "./contract.ts";
import { multiprocessPlacement } from "./multiprocess/placement.ts";
import type { Plan } from "./plan.ts";
import { PlacementError, type Seating, type SeatingWishes } from "./seating.ts";
import { sequentialPlacement } from "./sequential/placement.ts";
import type { Interleaving, Placement } from "./wire.ts";

/** Seats the replicas of a plan. Throws a `PlacementError` where it cannot be as it is wished. */
export type Seat = (plan: Plan, wishes: SeatingWishes) => Seating;

/** By mode. */
const ENGINES: Readonly<Record<Mode, Seat>> = {
  sequential: sequentialPlacement,
  multiprocess: multiprocessPlacement,
};

/** What decides about the engine. */
export type EngineChoice =
  & Pick<ExecuteOptions, "mode" | "deterministic" | "seed" | "resume">
  & SeatingWishes;

/** An engine that was chosen, and where it seats replicas. */
export interface Engine extends Seating {
  readonly mode: Mode;
  /** With the cells that the mode asks for. */
  readonly plan: Plan;
  /** The replicas, by row, that reach each other by call. */
  readonly ways: Placement;
  /** What is played in the one Worker of a deterministic execution; null in all others. */
  readonly interleaving: Interleaving | null;
}

const SEEDS = 2 ** 32;

/**
 * The engine for a plan.
 *
 * @throws {PlacementError} if replicas cannot be seated as it is wished, or a choice contradicts
 * another
 */
export function engineFor(given: Plan, choice: EngineChoice): Engine {
  const { deterministic = false, seed } = choice;
  const mode = choice.mode ?? (deterministic ? "multiprocess" : "sequential");
  const plan = isolated(given, mode, choice.isolation);
  const seating = ENGINES[mode](plan, choice);
  if (!deterministic) {
    if (seed === undefined) {
      return { mode, plan, ...seating, ways: seating.placement, interleaving: null };
    }
    throw new PlacementError("a seed decides nothing here", "ask for deterministic, too");
  }
  if (choice.resume !== undefined) {
    throw new PlacementError(
      "an execution whose order a seed decides is not cut off to go on later",
      "leave out either resume or deterministic",
    );
  }
  if (mode === "sequential") {
    throw new PlacementError(
      "in mode sequential there is no order to decide: it is always the same",
      "choose mode multiprocess, or leave out deterministic",
    );
  }
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < SEEDS)) {
    throw new PlacementError(`${seed} is no seed`, `give an integer from 0 to ${SEEDS - 1}`);
  }
  return {
    mode,
    plan,
    ways: seating.placement,
    placement: [seating.placement.flat().toSorted((a, b) => a - b)],
    reasons: plan.nodes.map(() => "deterministic: one Worker for all"),
    interleaving: { seed: seed ?? drawSeed(), threads: seating.placement },
  };
}

function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
