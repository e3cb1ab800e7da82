/**
 * What a flow means, by plain functions over lists: the oracle of the campaign. It shares nothing
 * with the steps and the engine but the names of nodes and ports.
 *
 * @module
 */
import type { CampaignNode } from "./_graph.ts";

/** An item as the oracle sees it. */
interface Thing {
  readonly n: number;
  readonly trail: string;
}

/** What must have happened at a node. */
export interface NodeMeaning {
  /** Trails of what comes to it, sorted. */
  readonly received: readonly string[];
  readonly emitted: number;
  /** Packets that give nothing; always 0 at consumers. */
  readonly filtered: number;
  /** Packets on each edge, by port and next node. */
  readonly edges: ReadonlyMap<string, number>;
}

/** How many children a packet has, by what the node does. */
const CHILDREN: Record<CampaignNode["act"], readonly [number, number, number]> = {
  pass: [1, 1, 1],
  drop: [0, 1, 1],
  multiply: [0, 1, 2],
};

/** The key of an edge in {@link NodeMeaning}. */
export const edgeKey = (port: string, to: string): string => `${port} -> ${to}`;

/**
 * What must happen at every node.
 *
 * @param nodes in topological order
 * @param emitted how many items each producer gives
 */
export function meaningOf(
  nodes: readonly CampaignNode[],
  emitted: (producer: CampaignNode) => number,
): Map<string, NodeMeaning> {
  const inboxes = new Map<string, Thing[]>(nodes.map(({ id }) => [id, []]));
  return new Map(nodes.map((node) => {
    const { id, ports, step } = node;
    const received = inboxes.get(id)!;
    const families = step === "count"
      ? Array.from({ length: emitted(node) }, (_, n) => [{ n, trail: `${id}:${n}`, port: 0 }])
      : received.map((thing) => familyOf(thing, node));
    const edges = new Map(ports.flatMap(([port, to]) => to.map((one) => [edgeKey(port, one), 0])));
    for (const { n, trail, port } of families.flat()) {
      const [name, to] = ports[port]!;
      for (const one of to) {
        inboxes.get(one)!.push({ n, trail });
        edges.set(edgeKey(name, one), edges.get(edgeKey(name, one))! + 1);
      }
    }
    return [id, {
      received: received.map(({ trail }) => trail).sort(),
      emitted: families.flat().length,
      filtered: ports.length > 0 ? families.filter(({ length }) => length === 0).length : 0,
      edges,
    }];
  }));
}

function familyOf({ n, trail }: Thing, { id, act, ports }: CampaignNode) {
  if (ports.length === 0) return [];
  return Array.from({ length: CHILDREN[act][n % 3]! }, (_, k) => ({
    n: n + 1 + k,
    trail: `${trail} ${id}:${k}`,
    port: (n + k) % ports.length,
  }));
}
