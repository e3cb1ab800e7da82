/** What a node does about packets that it fails on, where that is not the default. @module */
import type { GraphNode } from "../../graph/model.ts";
import type { OnError, Retry } from "../../graph/on_error.ts";

/** What holds for each packet of a node. */
export interface Policy {
  /** What becomes of a packet that the step fails on; null if the flow does not say. */
  readonly onError: OnError | null;
  /** After so long, in ms, an attempt has failed; null if never. */
  readonly timeoutMs: number | null;
}

/** The policy of a node; null for the default, under which nothing is held back. */
export function policyOf({ onError, timeoutMs }: GraphNode): Policy | null {
  if (onError === undefined && timeoutMs === undefined) return null;
  return { onError: onError ?? null, timeoutMs: timeoutMs ?? null };
}

/**
 * The pause after a failed attempt, in ms.
 *
 * @param attempts how many have failed so far
 * @param chance from 0 to 1: where in the span of the jitter the pause is
 */
export function pauseMs(retry: Retry, attempts: number, chance: number): number {
  const { backoffMs, maxBackoffMs, jitter } = retry;
  const whole = Math.min(maxBackoffMs, backoffMs * 2 ** (attempts - 1));
  return whole * (1 + jitter * (2 * chance - 1));
}
