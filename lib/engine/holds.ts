/** Who has producers hold: whoever pauses the execution, and cuts (see `resume/cutter.ts`). @module */
import type { HostHandle } from "./host_handle.ts";
import { Stop, type Words } from "./words.ts";

/** What producers hold for. */
export type HoldReason = "pause" | "cut";

/** Has producers hold as long as there is a reason to. */
export class Holds {
  readonly #reasons = new Set<HoldReason>();

  constructor(readonly words: Words, readonly hosts: readonly HostHandle[]) {}

  /** Asks producers to hold. @returns false if they are to end */
  begin(reason: HoldReason): boolean {
    if (!this.words.hold()) return false;
    this.#reasons.add(reason);
    return true;
  }

  /** A reason is gone: if it was the last, producers go on. */
  end(reason: HoldReason): void {
    if (!this.#reasons.delete(reason) || this.#reasons.size > 0) return;
    this.words.release();
    for (const host of this.hosts) host.tell({ type: "release" });
  }

  /** Whether producers hold because somebody paused the execution. */
  get isPaused(): boolean {
    return this.#reasons.has("pause") && this.words.stop === Stop.HOLD;
  }
}
