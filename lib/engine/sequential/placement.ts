/** Everything in one thread. @module */
import type { Plan } from "../plan.ts";
import type { Placement } from "../wire.ts";

/** One host for all replicas. */
export function sequentialPlacement({ replicas }: Plan): Placement {
  return [Array.from({ length: replicas }, (_, row) => row)];
}
