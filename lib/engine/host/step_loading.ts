/** Loads the code of steps, and knows which errors are theirs while that lasts. @module */
import type { Role } from "../../graph/model.ts";
import type { AnyStep } from "../../step/define_step.ts";
import { nextTurn } from "../turn.ts";

/** What was loaded: a step, and why it is only a stand-in, if it is. */
export interface LoadedStep {
  readonly step: AnyStep;
  /** Null if there is none. */
  readonly error: unknown;
}

/** Loads one step after the other. */
export class StepLoading {
  #isLoading = false;
  /** Errors that nobody caught while a module was loaded: they are that module's. */
  #errors: unknown[] = [];

  /** Whether a module is being loaded. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Puts an error that nobody caught down to the module that is being loaded. */
  blame(error: unknown): void {
    this.#errors.push(error);
  }

  /** Loads a step. Never rejects. */
  async load(loader: () => Promise<AnyStep>, role: Role): Promise<LoadedStep> {
    try {
      this.#isLoading = true;
      const step = await loader();
      // rejections that the module left behind are told of only in the next turn
      await nextTurn();
      if (this.#errors.length > 0) throw this.#errors[0];
      return { step, error: null };
    } catch (error) {
      // stands in, so that the node takes, counts and closes as any that failed
      return { step: { name: "missing", kind: role, summary: "", run() {} }, error };
    } finally {
      this.#isLoading = false;
      this.#errors = [];
    }
  }
}
