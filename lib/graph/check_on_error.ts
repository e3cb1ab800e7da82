/** What can be said of each node's error policy. @module */
import type { Draft, Issues } from "./draft.ts";
import { MAX_MS, normalOnError, retryFault } from "./on_error.ts";

/** Checks what nodes do about packets that they fail on. */
export function checkOnError(drafts: readonly Draft[], issues: Issues): void {
  for (const draft of drafts) {
    const { onError, timeoutMs } = draft.spec;
    const retry = normalOnError(onError)?.retry;
    const fault = retry === undefined ? null : retryFault(retry);
    if (fault) {
      const path = ["onError", "retry", fault.key];
      issues.error(draft, "bad_on_error", fault.message, {
        path,
        hint: "leave it out for the default",
      });
    }
    if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= MAX_MS)) {
      const message = `timeoutMs is a time in ms, more than 0 and at most ${MAX_MS}`;
      const hint = "leave it out to wait as long as it takes";
      issues.error(draft, "bad_timeout", message, { path: ["timeoutMs"], hint });
    }
    if (draft.step?.signature.kind === "producer") checkProducer(draft, issues);
  }
}

/** A producer is called once for all that it gives: there is nothing to skip or to try again. */
function checkProducer(draft: Draft, issues: Issues): void {
  const { onError, timeoutMs } = draft.spec;
  const wrong = [
    ...(normalOnError(onError) === null ? [] : ["onError"]),
    ...(timeoutMs === undefined ? [] : ["timeoutMs"]),
  ];
  for (const key of wrong) {
    const message = `a producer cannot have ${key}: it takes no packets, and its run is one call`;
    const hint = "leave it out; give it to the node behind it";
    issues.error(draft, "producer_on_error", message, { path: [key], at: "key", hint });
  }
}
