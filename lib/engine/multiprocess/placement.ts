/** Every replica by itself. @module */
import type { Plan } from "../plan.ts";
import type { Placement } from "../wire.ts";

/** One host per replica. */
export function multiprocessPlacement({ replicas }: Plan): Placement {
  return Array.from({ length: replicas }, (_, row) => [row]);
}
