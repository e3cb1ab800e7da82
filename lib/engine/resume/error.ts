/** Why an execution cannot go on where another was cut off. @module */
import type { Failure } from "../../telemetry/report.ts";
import { failureOf, messageOf } from "../failure.ts";

/** What stands in the way; `complete` is no mistake: there is nothing left to do. */
export type ResumeCode =
  | "complete"
  | "locked"
  | "not_usable"
  | "journal_unreadable"
  | "other_flow"
  | "other_inputs"
  | "begins_anew";

/** An execution is not started, since it would not give what the whole flow is to give. */
export class ResumeError extends Error {
  /** Tells it from other errors where `instanceof` cannot. */
  override readonly name = "ResumeError";

  /** An obstacle; its message says what is in the way, and where. */
  constructor(
    /** What kind of thing is in the way. */
    readonly code: ResumeCode,
    message: string,
    /** What to do about it, or null. */
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}

/** The failure of an execution whose cut could not be written. */
export function cutFailure(error: unknown): Failure {
  const place = { node: "", replica: 0, phase: "checkpoint", packet: null } as const;
  const message = `the journal cannot be written: ${messageOf(error)}`;
  return { ...failureOf(error, place), code: "journal_failed", message, hint: null };
}
