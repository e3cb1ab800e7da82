/** How the authoring side learns about steps without evaluating a stranger's code itself. @module */
import type { DescribedStep, StepRequest } from "../graph/model.ts";

/** Looks steps up: built-in ones by name, others by `./file.ts[#export]` relative to a flow. */
export interface StepCatalog {
  /** Names of the built-in steps, sorted. */
  names(): readonly string[];
  /**
   * Describes the steps of a flow, in the order asked. Never rejects for a user's mistake.
   *
   * @param requests the steps as named in the flow, with their params as written
   * @param base URL of the flow file; `./file.ts` is resolved against it
   */
  describe(requests: readonly StepRequest[], base: string): Promise<readonly DescribedStep[]>;
}
