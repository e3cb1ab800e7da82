/** What ordered nodes promise, by the flow alone; and whether that was kept. @module */
import assert from "node:assert/strict";
import type { CampaignNode } from "./_graph.ts";

const nextOf = ({ ports }: CampaignNode) => ports.flatMap(([, to]) => to);

/** Nodes that get their packets in the order of a sequential execution, whatever the engine. */
export function inSequence(nodes: readonly CampaignNode[]): ReadonlySet<string> {
  const all = new Set(
    nodes.flatMap((node) => node.ordered ? [node.id, ...nextOf(node)] : []),
  );
  // backwards: nodes are in topological order
  for (const node of nodes.toReversed()) {
    if (nextOf(node).some((id) => all.has(id))) all.add(node.id);
  }
  return all;
}

/** Replicas that send to a node. */
export function sendersTo({ id }: CampaignNode, nodes: readonly CampaignNode[]): number {
  return nodes.reduce((sum, node) => nextOf(node).includes(id) ? sum + node.replicas : sum, 0);
}

const GOT = /^(\S+) got (.+) by .* (\S+)$/;

/** What each consumer got, and each replica of it. */
function sequences(lines: readonly string[]) {
  const found = lines.flatMap((line) => {
    const [, id, trail, replica] = GOT.exec(line) ?? [];
    return id === undefined ? [] : [{ id, trail: trail!, replica: replica! }];
  });
  return {
    byNode: Map.groupBy(found, ({ id }) => id),
    byReplica: Map.groupBy(found, ({ replica }) => replica),
  };
}

/**
 * Fails if a replica of a consumer that was promised its packets in order got them otherwise than
 * they came in sequence.
 */
export function checkSequence(
  nodes: readonly CampaignNode[],
  sequential: readonly string[],
  multiprocess: readonly string[],
): void {
  const promised = inSequence(nodes);
  const { byNode } = sequences(sequential);
  for (const [replica, got] of sequences(multiprocess).byReplica) {
    const { id } = got[0]!;
    if (!promised.has(id)) continue;
    const mine = new Set(got.map(({ trail }) => trail));
    const expected = byNode.get(id)!.map(({ trail }) => trail).filter((trail) => mine.has(trail));
    assert.deepEqual(got.map(({ trail }) => trail), expected, `the order of ${replica}`);
  }
}
