/** What keeps nodes from sharing Workers, for people; null where nothing does. @module */
import { GRANT_KINDS } from "../../graph/model.ts";
import type { PlannedNode } from "../plan.ts";

/** Why no replica of a node lives beside one of another node. */
export function whyAlone(node: PlannedNode): string | null {
  if (node.isolation !== undefined) return `its step has a ${node.isolation} of its own`;
  return isElastic(node) ? "its replicas come and go" : null;
}

/** Why a node cannot have a replica beside each of those of a node that feeds it. */
export function obstacleTo(node: PlannedNode, before: PlannedNode): string | null {
  const [own, theirs] = [node.replicas, before.replicas];
  if (own !== theirs) {
    if (theirs === 1) return `${own} replicas`;
    const others = `${before.id} has ${theirs}`;
    return own === 1 ? `${others} replicas` : `${own} replicas, and ${others}`;
  }
  if (isElastic(before)) return `the replicas of ${before.id} come and go`;
  const { id, isolation } = before;
  if (isolation !== undefined) return `the step of ${id} has a ${isolation} of its own`;
  return whyDealtAnew(node);
}

/** Why a packet cannot stay where it was before it came to a node. */
export function whyDealtAnew(node: PlannedNode): string | null {
  const why = "its key decides between its replicas, wherever a packet was before";
  return isDealtByKey(node) ? why : null;
}

/** In what the rights of two nodes differ. @param shared whether grants may differ */
export function differenceOf(
  node: PlannedNode,
  other: PlannedNode,
  shared = false,
): string | null {
  if (node.trusted !== other.trusted) return node.trusted ? "trusted" : `${other.id} is trusted`;
  if (node.trusted || shared) return null;
  const text = (list: readonly string[]) => JSON.stringify(list.toSorted());
  const kinds = GRANT_KINDS.filter((kind) =>
    text(node.permissions[kind]) !== text(other.permissions[kind])
  );
  return kinds.length === 0 ? null : `other grants (${kinds.join(", ")})`;
}

/** Whether a packet that comes to a node goes where the least is to be done. */
export const isDealtByLoad = (node: PlannedNode): boolean =>
  node.replicas === 1 || node.role !== "producer" && !isDealtByKey(node);

const isDealtByKey = ({ replicas, key }: PlannedNode) => replicas > 1 && key !== undefined;

/** Whether packets are to come to some of a node's replicas only, now more and now fewer. */
const isElastic = ({ replicas, maxReplicas }: PlannedNode) =>
  replicas > 1 && maxReplicas !== undefined;
