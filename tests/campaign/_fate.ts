/** Error policies of random flows, and what they make of a packet. @module */
import type { OnErrorSpec, Verdict } from "../../lib/graph/mod.ts";
import { wayOf } from "./_ways.ts";

/** Which packets a step fails on, and how. That is for the packet to say, not for its turn. */
export interface Refusal {
  readonly how: string;
  /** One in so many. */
  readonly every: number;
  /** Which one that is. */
  readonly shift: number;
  /** Attempts that fail for each of them; null for all. */
  readonly times: number | null;
}

/** A node's policy, with what it is good for. */
export interface Policy {
  readonly then: Verdict;
  /** Attempts after the first; null if the policy does not speak of them. */
  readonly retries: number | null;
  readonly backoffMs: number;
  readonly refuse: Refusal;
}

/** What becomes of a packet. */
export interface Fate {
  readonly end: "processed" | Verdict;
  readonly attempts: number;
}

/** What must become of the packet with the number `n`. */
export function fateOf(n: number, policy: Policy | null): Fate {
  const isHarmless = policy && wayOf(policy.refuse.how, null).effect === "nothing";
  if (policy === null || isHarmless || (n + policy.refuse.shift) % policy.refuse.every !== 0) {
    return { end: "processed", attempts: 1 };
  }
  const failing = policy.refuse.times ?? Infinity;
  const most = mostAttempts(policy);
  return failing < most
    ? { end: "processed", attempts: failing + 1 }
    : { end: policy.then, attempts: most };
}

/** Attempts after which a packet is given up. */
export const mostAttempts = ({ retries }: Policy): number => 1 + (retries ?? 0);

/** The policy as a flow says it. */
export function onErrorOf({ then, retries, backoffMs }: Policy): OnErrorSpec {
  return retries === null ? then : { retry: { times: retries, backoffMs }, then };
}
