/**
 * What a flow means, by plain functions over lists: the oracle of the campaign. It shares nothing
 * with the steps and the engine but the names of nodes and ports.
 *
 * @module
 */
import { type Fate, fateOf } from "./_fate.ts";
import type { CampaignNode } from "./_graph.ts";

/** An item as the oracle sees it. */
interface Thing {
  readonly n: number;
  readonly trail: string;
  /** Length and checksum of its data. */
  readonly digest: string;
}

/** What must have happened at a node. */
export interface NodeMeaning {
  /** What comes to it, as `trail = digest`, sorted. */
  readonly received: readonly string[];
  /** What it gets through with, and what it gives up, by the way; likewise. */
  readonly fates: Readonly<Record<Fate["end"], readonly string[]>>;
  readonly retries: number;
  readonly emitted: number;
  /** Packets that give nothing; always 0 at consumers. */
  readonly filtered: number;
  /** Packets on each edge, by port and next node. */
  readonly edges: ReadonlyMap<string, number>;
}

/** How many children the packet with the number `n` has, by what the node does. */
const CHILDREN: Record<CampaignNode["act"], (n: number) => number> = {
  pass: () => 1,
  drop: (n) => [0, 1, 1][n % 3]!,
  multiply: (n) => n % 3,
  flood: (n) => n % 50 === 7 ? 2000 : 1,
};

/** Digests that are remembered: a flow is looked at several times. */
const MOST_KNOWN = 10_000;

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
    const fates = received.map(({ n }) => fateOf(n, node));
    const families = step === "count"
      ? Array.from({ length: emitted(node) }, (_, n) => [firstOf(n, node)])
      : received.flatMap((thing, at) =>
        fates[at]!.end === "processed" ? [familyOf(thing, node)] : []
      );
    const ending = (end: Fate["end"]) =>
      namesOf(received.filter((_, at) => fates[at]!.end === end));
    const edges = new Map(ports.flatMap(([port, to]) => to.map((one) => [edgeKey(port, one), 0])));
    for (const { port, ...thing } of families.flat()) {
      const [name, to] = ports[port]!;
      for (const one of to) {
        inboxes.get(one)!.push(thing);
        edges.set(edgeKey(name, one), edges.get(edgeKey(name, one))! + 1);
      }
    }
    return [id, {
      received: namesOf(received),
      fates: {
        processed: ending("processed"),
        skip: ending("skip"),
        quarantine: ending("quarantine"),
        fail: ending("fail"),
      },
      retries: fates.reduce((sum, { attempts }) => sum + attempts - 1, 0),
      emitted: families.flat().length,
      filtered: ports.length > 0 ? families.filter(({ length }) => length === 0).length : 0,
      edges,
    }];
  }));
}

const namesOf = (things: readonly Thing[]) =>
  things.map(({ trail, digest }) => `${trail} = ${digest}`).sort();

function firstOf(n: number, { id, data }: CampaignNode) {
  return { n, trail: `${id}:${n}`, digest: data ? digestOf(n, data.most) : "none", port: 0 };
}

function familyOf({ n, trail, digest }: Thing, { id, act, ports }: CampaignNode) {
  if (ports.length === 0) return [];
  return Array.from({ length: CHILDREN[act](n) }, (_, k) => ({
    n: n + 1 + k,
    trail: `${trail} ${id}:${k}`,
    digest,
    port: (n + k) % ports.length,
  }));
}

const digests = new Map<string, string>();

/** Of the data that a producer makes for an index. */
function digestOf(index: number, most: number): string {
  const key = `${index} ${most}`;
  const known = digests.get(key);
  if (known !== undefined) return known;
  const length = (index * 7919 + most) % (most + 1);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (i % 97 + 1) * ((index + i) % 251);
  if (digests.size > MOST_KNOWN) digests.clear();
  digests.set(key, `${length}/${sum}`);
  return `${length}/${sum}`;
}
