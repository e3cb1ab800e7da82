/** Whose error it is that nobody caught. @module */
import { lastEntered } from "../gauge.ts";
import type { Replica } from "../replica.ts";
import type { HostPlan } from "../wire.ts";

/** Knows the replicas of one host by their modules. */
export class Blame {
  /** @param replicas in the order of the plan, once all are built */
  constructor(readonly replicas: readonly Replica[], readonly plan: HostPlan) {}

  /** The replica whose module the error's stack names; of several the one entered last. */
  culprit(error: unknown): Replica | undefined {
    const stack = stackOf(error);
    const inStack = this.replicas.filter((_, at) => stack.includes(this.plan.replicas[at]!.module));
    return inStack.find((replica) => replica === this.entered) ?? inStack[0];
  }

  /** The replica whose step was entered last. */
  get entered(): Replica | undefined {
    return this.replicas.find(({ options }) => options.row === lastEntered.row);
  }
}

/** The stack of an error; empty if it has none, or looking at it throws. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : "";
  } catch {
    return "";
  }
}
