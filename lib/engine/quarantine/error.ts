/** What is thrown where a packet cannot be put aside. @module */

/** A packet that could not be put aside: it must not get lost silently. */
export class QuarantineError extends Error {
  override readonly name = "QuarantineError";
  /** Of the failure. */
  readonly code = "quarantine_failed";

  /**
   * @param packet its lineage id
   * @param cause why it could not be put aside
   * @param reason why it should have been
   */
  constructor(packet: string, cause: string, reason: string) {
    super(
      `packet ${packet} could not be put into quarantine: ${cause}\n` +
        `it was to be put there because of: ${reason}`,
    );
  }
}
