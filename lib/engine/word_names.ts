/** Names of the words and counters that an execution shares, and what they may hold. @module */

/**
 * Int32 words at the top. `STOP` holds a {@link Stop}, `CAUSE` a {@link Cause}; `SAMPLED` is the number
 * of edges that somebody looks at (see `sampling.ts`).
 */
export const Control = { STOP: 0, CAUSE: 1, SAMPLED: 2 } as const;

/**
 * How urgently the execution is to end. `HOLD` asks producers to pause (see `holds.ts`): it is in
 * this word because they look at it for every emission anyhow.
 */
export const Stop = { NO: 0, HOLD: 1, DRAIN: 2, ABORT: 3 } as const;

/** Why it ends before its producers are through. The first cause stays. */
export const Cause = { NONE: 0, FAILED: 1, INTERRUPTED: 2 } as const;

/**
 * Int32 words per node: its inbox, shared by its replicas; `ring/room.ts` keeps the first four,
 * `ring/byte_room.ts` three, in units of bytes. `ACTIVE`: packets go to the first so many replicas;
 * 0 stands for all.
 */
export const NodeWord = {
  QUEUED: 0,
  MAX_QUEUED: 1,
  IDLE: 2,
  WINDOW: 3,
  QUEUED_UNITS: 4,
  MAX_QUEUED_UNITS: 5,
  CLAIM: 6,
  ACTIVE: 7,
} as const;

/**
 * Int32 words per replica. `BUSY` is 1 inside the step's code; `WINDOW` packets may wait for it;
 * `BORROWS` is 1 if arrays may be lent to it.
 */
export const ReplicaWord = { OUTSTANDING: 0, STATE: 1, BUSY: 2, WINDOW: 3, BORROWS: 4 } as const;

/** Values of `STATE`. */
export const State = { STARTING: 0, RUNNING: 1, DRAINING: 2, FINISHED: 3, FAILED: 4 } as const;

/** Float64 counters per replica. `SEQ` and `ORIGIN` tell the packet that is being processed. */
export const Counter = {
  RECEIVED: 0,
  DONE: 1,
  EMITTED: 2,
  FILTERED: 3,
  SKIPPED: 4,
  FAILED: 5,
  QUARANTINED: 6,
  ABANDONED: 7,
  BUSY_MS: 8,
  ORIGIN: 9,
  SEQ: 10,
  /** Time spent handing packets over to other Workers and taking them, waits left out. */
  CROSSING_MS: 11,
  /** Bytes of large arrays that crossed without a copy, by a copy, and by changing hands. */
  LENT_BYTES: 12,
  COPIED_BYTES: 13,
  MOVED_BYTES: 14,
  /** Attempts after the first. */
  RETRIES: 15,
  /** Times that the step began anew, after a crash. */
  RESTARTS: 16,
} as const;

/** Packets of a replica of which is known what became of them. */
export const accounted = (row: Float64Array): number =>
  row[Counter.DONE]! + row[Counter.FILTERED]! + row[Counter.SKIPPED]! + row[Counter.FAILED]! +
  row[Counter.QUARANTINED]! + row[Counter.ABANDONED]!;

/** Those of them that it dealt with: all but what was given up. */
export const settled = (row: Float64Array): number => accounted(row) - row[Counter.ABANDONED]!;
