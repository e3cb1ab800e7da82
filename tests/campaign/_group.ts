/** The nodes of a drawn flow that are wished to share Workers. @module */
import type { DrawnGroup } from "./_arbitrary.ts";
import type { CampaignNode } from "./_graph.ts";

/** Ids of a group: one node, and some that it leads to. */
export function groupOf(nodes: readonly CampaignNode[], group: DrawnGroup): readonly string[] {
  if (group.beside !== null) return besideOf(nodes, group);
  const { first, more } = group;
  const ids = [nodes[first % nodes.length]!.id];
  for (const id of ids) {
    const next = nextOf(nodes.find((node) => node.id === id)!).filter((to) => !ids.includes(to));
    ids.push(...next.slice(0, Math.max(0, more + 1 - ids.length)));
  }
  return ids;
}

/** A stager, and some that only it and those feed: so they can be side by side. */
function besideOf(nodes: readonly CampaignNode[], { first, more }: DrawnGroup): readonly string[] {
  const stagers = nodes.filter(({ step }) => step !== "count" && step !== "note");
  const groups = stagers.map(({ id }) => fedBy(id, nodes, more)).filter((ids) => ids.length > 1);
  return groups[first % groups.length] ?? [];
}

function fedBy(first: string, nodes: readonly CampaignNode[], more: number): readonly string[] {
  const ids = [first];
  for (const { id } of nodes) { // in topological order
    const before = nodes.filter((node) => nextOf(node).includes(id));
    const isFed = before.length > 0 && before.every((node) => ids.includes(node.id));
    if (isFed && ids.length <= more) ids.push(id);
  }
  return ids;
}

/** The same nodes, those of a group with as many replicas as it is drawn with. */
export function sideBySide(
  nodes: readonly CampaignNode[],
  group: DrawnGroup | null,
): readonly CampaignNode[] {
  if (group === null || group.beside === null) return nodes;
  const { beside: replicas } = group;
  const [first, ...others] = groupOf(nodes, group);
  return nodes.map((node) => {
    if (node.id === first) return { ...node, replicas, elastic: false };
    return others.includes(node.id) ? { ...node, replicas, elastic: false, keyed: false } : node;
  });
}

const nextOf = ({ ports }: CampaignNode) => ports.flatMap(([, to]) => to);
