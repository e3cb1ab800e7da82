/** Crashes: what ends a replica, and not just one call of its step. @module */
import { ExitTrapped } from "../host/traps.ts";

/** The step's own thread or process is gone, and with it what the step held in memory. */
export class CellLost extends Error {
  override readonly name = "CellLost";
  /** Of the failure. */
  readonly code = "crashed";
}

/** A packet that crashes its replica again and again. */
export class CrashError extends Error {
  override readonly name = "CrashError";
  /** Of the failure. */
  readonly code = "crashed";

  /** @param times how often @param last what happened the last time, as a sentence */
  constructor(times: number, last: string) {
    super(
      times === 1 ? `its replica crashed: ${last}` : `its replica crashed ${times} times: ${last}`,
    );
  }
}

/** Whether what was thrown says that the replica has to begin anew. */
export function isCrash(error: unknown): boolean {
  return error instanceof ExitTrapped || error instanceof CellLost;
}
