/** How often one packet is tried again. @module */
import type { Verdict } from "../../graph/on_error.ts";
import { pauseMs, type Policy } from "./policy.ts";

/** How an attempt failed. */
export interface Fault {
  /** Whether the replica has to begin anew. */
  readonly crashed: boolean;
  /** Whether no other attempt may follow. */
  readonly final: boolean;
}

/** Counts the attempts of one packet. */
export class Patience {
  #attempts = 0;
  #crashes = 0;

  /**
   * @param policy null if the flow says nothing: then only a crash is followed by another attempt
   * @param maxAttempts after so many crashes no other follows
   */
  constructor(readonly policy: Pick<Policy, "onError"> | null, readonly maxAttempts: number) {}

  /** Attempts that failed so far. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Those of them that were crashes. */
  get crashes(): number {
    return this.#crashes;
  }

  /**
   * An attempt has failed.
   *
   * @param chance from 0 to 1, see `pauseMs`
   * @returns the pause before the next in ms; null if no other is to follow
   */
  next({ crashed, final }: Fault, chance: number): number | null {
    this.#attempts++;
    if (crashed) this.#crashes++;
    if (final || this.#crashes >= this.maxAttempts) return null;
    const onError = this.policy?.onError ?? null;
    if (onError === null) return crashed ? 0 : null;
    const { retry } = onError;
    if (retry === undefined || this.#attempts > retry.times) return null;
    return pauseMs(retry, this.#attempts, chance);
  }

  /** What becomes of the packet when no other attempt follows. */
  verdict({ crashed, final }: Fault): Verdict {
    if (final) return "fail";
    return this.policy?.onError?.then ?? (crashed ? "quarantine" : "fail");
  }
}
