/** What becomes of a packet that a node fails on: as a flow says it, and in the one form of graphs. @module */

/** `fail` ends the execution, `skip` gives the packet up, `quarantine` puts it aside in a file. */
export type Verdict = "fail" | "skip" | "quarantine";

/** What may become of a packet in the end. */
export const VERDICTS = ["fail", "skip", "quarantine"] as const satisfies readonly Verdict[];

/** How often, and after which pauses, a node tries again. */
export interface Retry {
  /** Attempts after the first. */
  readonly times: number;
  /** Pause before the second attempt, in ms; it doubles from attempt to attempt. */
  readonly backoffMs: number;
  /** No pause is longer, in ms. */
  readonly maxBackoffMs: number;
  /** Each pause is longer or shorter by at most this share of it, at random. */
  readonly jitter: number;
}

/** What a flow does not say of a retry. */
export const DEFAULT_RETRY: Retry = Object.freeze({
  times: 3,
  backoffMs: 100,
  maxBackoffMs: 10_000,
  jitter: 0.2,
});

/** `onError` as a flow writes it; a key without a value counts as left out. */
export type OnErrorSpec =
  | Verdict
  | {
    /** Tries again; what is left out is that of {@link DEFAULT_RETRY}. */
    readonly retry: { readonly [Key in keyof Retry]?: Retry[Key] | null };
    /** What becomes of a packet when the last attempt has failed, too. Default `fail`. */
    readonly then?: Verdict | null;
  };

/** `onError` with everything filled in. */
export interface OnError {
  /** Left out where there is one attempt only. */
  readonly retry?: Retry;
  /** What becomes of a packet that no attempt could process. */
  readonly then: Verdict;
}

/** Fills in what is left out; null if that is the default, to fail at once. */
export function normalOnError(spec: OnErrorSpec | null | undefined): OnError | null {
  if (spec === null || spec === undefined || spec === "fail") return null;
  if (typeof spec === "string") return { then: spec };
  const { times, backoffMs, jitter } = DEFAULT_RETRY;
  const pause = spec.retry.backoffMs ?? backoffMs;
  const retry: Retry = {
    times: spec.retry.times ?? times,
    backoffMs: pause,
    maxBackoffMs: spec.retry.maxBackoffMs ?? Math.max(pause, DEFAULT_RETRY.maxBackoffMs),
    jitter: spec.retry.jitter ?? jitter,
  };
  return { retry, then: spec.then ?? "fail" };
}

/** `onError` in the shortest form that says the same; `times` is always said. */
export function shortOnError({ retry, then }: OnError): OnErrorSpec {
  if (retry === undefined) return then;
  const { times, backoffMs, maxBackoffMs, jitter } = retry;
  const usual = normalOnError({ retry: { backoffMs } })!.retry!;
  return {
    retry: {
      times,
      ...(backoffMs !== DEFAULT_RETRY.backoffMs && { backoffMs }),
      ...(maxBackoffMs !== usual.maxBackoffMs && { maxBackoffMs }),
      ...(jitter !== usual.jitter && { jitter }),
    },
    ...(then !== "fail" && { then }),
  };
}

/** The longest time, in ms, that a timer can be set to: 24 days. */
export const MAX_MS: number = 2 ** 31 - 1;
/** Most attempts after the first: more would only make an end seem a stall. */
export const MAX_TIMES = 1000;

/** What is wrong with a retry: the key, and what holds for it; null if nothing. */
export function retryFault(retry: Retry): { key: keyof Retry; message: string } | null {
  const { times, backoffMs, maxBackoffMs, jitter } = retry;
  if (!Number.isSafeInteger(times) || times < 1 || times > MAX_TIMES) {
    return { key: "times", message: `times is a whole number from 1 to ${MAX_TIMES}` };
  }
  if (!(backoffMs >= 0 && backoffMs <= MAX_MS)) {
    return { key: "backoffMs", message: `backoffMs is a time in ms, at most ${MAX_MS}` };
  }
  if (!(maxBackoffMs >= backoffMs && maxBackoffMs <= MAX_MS)) {
    const message = `maxBackoffMs is a time in ms from backoffMs (${backoffMs}) to ${MAX_MS}`;
    return { key: "maxBackoffMs", message };
  }
  if (!(jitter >= 0 && jitter <= 1)) {
    return { key: "jitter", message: "jitter is a share from 0 to 1" };
  }
  return null;
}
