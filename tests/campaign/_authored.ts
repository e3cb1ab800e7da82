/** What a flow says of the nodes of random graphs. @module */
import type { JsonObject, NextSpec } from "../../lib/graph/mod.ts";
import { onErrorOf } from "./_fate.ts";
import type { CampaignNode } from "./_graph.ts";

/** Soon full, and enough to begin with, in bytes. */
const SMALL_HEAP = 48 * 2 ** 20;

/** What a flow says of a node besides. */
export function settingsOf(node: CampaignNode) {
  const { policy, timeoutMs, maxAttempts, isolation, queueBytes, keyed, ordered } = node;
  return {
    ...(node.elastic && { maxReplicas: node.replicas }),
    ...(queueBytes !== null && { queueBytes }),
    ...(keyed && { key: "n" }),
    ...(ordered && { ordered: true as const }),
    ...(policy && !policy.silent && { onError: onErrorOf(policy) }),
    ...(timeoutMs !== null && { timeoutMs }),
    ...(maxAttempts !== null && { maxAttempts }),
    ...(isolation !== null && { isolation }),
    ...(isolation === "process" && { maxHeap: SMALL_HEAP }),
  };
}

/** The params of its step. */
export function paramsOf(node: CampaignNode): JsonObject {
  const { act, how, wait, reuse, n, data, remake, borrows, fail, policy } = node;
  return {
    act,
    how,
    wait,
    reuse,
    n: n === Infinity ? null : n,
    data: data && { ...data },
    remake,
    borrows,
    fail: fail && { ...fail },
    refuse: policy && { ...policy.refuse },
  };
}

/** Where its values go, as a flow says it. */
export function nextOf({ step, ports }: CampaignNode): NextSpec | null {
  if (step === "note") return null;
  return step === "route" ? ports.map(([id]) => id) : Object.fromEntries(ports);
}
