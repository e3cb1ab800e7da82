/** Error policies of random flows, and what they make of a packet. @module */
import { DEFAULT_MAX_ATTEMPTS } from "../../lib/graph/node_options.ts";
import type { OnErrorSpec, Verdict } from "../../lib/graph/mod.ts";
import type { CampaignNode } from "./_graph.ts";
import { isBusy, type Way, wayOf } from "./_ways.ts";

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
  /** The flow says nothing, and it is what the engine does about crashes anyhow. */
  readonly silent?: true;
}

/** What becomes of a packet. */
export interface Fate {
  readonly end: "processed" | Verdict;
  readonly attempts: number;
}

/** What must become of the packet with the number `n`. */
export function fateOf(n: number, node: CampaignNode): Fate {
  const { policy } = node;
  if (policy === null || (n + policy.refuse.shift) % policy.refuse.every !== 0) {
    return { end: "processed", attempts: 1 };
  }
  const { most, way } = refusalOf(node);
  const forgets = node.isolation !== null &&
    (way.effect === "crashes" || isBusy(policy.refuse.how));
  const times = forgets ? null : policy.refuse.times;
  const failing = way.effect === "nothing" ? 0 : times ?? Infinity;
  return failing < most
    ? { end: "processed", attempts: failing + 1 }
    : { end: policy.then, attempts: most };
}

/** What comes of each refusal of a node with a policy, and of how many attempts at most. */
export function refusalOf(node: CampaignNode): { readonly way: Way; readonly most: number } {
  const { retries, refuse } = node.policy!;
  const way = wayOf(refuse.how, node);
  const most = 1 + (retries ?? 0);
  if (way.effect !== "crashes") return { way, most };
  const crashes = Math.min(most, node.maxAttempts ?? DEFAULT_MAX_ATTEMPTS);
  return { way: crashes > 1 ? { ...way, code: "crashed" } : way, most: crashes };
}

/** The policy as a flow says it. */
export function onErrorOf({ then, retries, backoffMs }: Policy): OnErrorSpec {
  return retries === null ? then : { retry: { times: retries, backoffMs }, then };
}
