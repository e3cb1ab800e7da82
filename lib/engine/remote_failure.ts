/** Failures that were told of elsewhere. @module */
import type { Failure } from "../telemetry/report.ts";

/** What a step threw in another thread or process. */
export class RemoteFailure extends Error {
  override readonly name = "RemoteFailure";

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}
