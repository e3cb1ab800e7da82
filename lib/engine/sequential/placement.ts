/** Everything in one thread. @module */
import type { Plan } from "../plan.ts";
import { PlacementError, type Seating, type SeatingWishes, wishedGroups } from "../seating.ts";

/**
 * One host for all replicas.
 *
 * @throws {PlacementError} if a wish names what is not there, or asks for Workers of their own
 */
export function sequentialPlacement(plan: Plan, wishes: SeatingWishes = {}): Seating {
  wishedGroups(plan, wishes);
  if (wishes.apart) {
    throw new PlacementError(
      "nodes cannot be apart in mode sequential: there is one Worker for all",
      "choose mode multiprocess",
    );
  }
  return {
    placement: [Array.from({ length: plan.replicas }, (_, row) => row)],
    reasons: plan.nodes.map(({ isolation }) =>
      isolation === undefined
        ? "one Worker for all"
        : `one Worker for all; its step has a ${isolation} of its own`
    ),
  };
}
