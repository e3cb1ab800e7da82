/** Which steps may begin anew. @module */
import type { AnyStep } from "../../step/define_step.ts";

type Said = Pick<AnyStep, "kind" | "replicable" | "restartable" | "drain">;

/** Whether the step may lose what it holds in memory: a stager, unless it says otherwise. */
export function mayRestart({ kind, replicable = true, restartable, drain }: Said): boolean {
  return restartable ?? (kind === "stager" && replicable && drain === undefined);
}
