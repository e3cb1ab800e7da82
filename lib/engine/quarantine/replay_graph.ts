/** The part of a flow through which packets in quarantine go again. @module */
import { type FlowGraph, type GraphNode, NO_GRANTS } from "../../graph/model.ts";
import type { QuarantineFile } from "./folder.ts";

const MODULE = new URL("./replay_step.ts", import.meta.url).href;

/** Packets that failed in one node. */
export interface ReplayPart {
  /** Id of the node. */
  readonly node: string;
  readonly files: readonly QuarantineFile[];
}

/** What is to be executed. */
export interface ReplayGraph {
  readonly graph: FlowGraph;
  /** By the ids of its producers: what they send. */
  readonly parts: ReadonlyMap<string, ReplayPart>;
}

/**
 * A graph of the nodes in which packets failed and all that is behind them, fed by a producer each.
 *
 * @param parts for nodes that the flow has, none of them a producer
 */
export function replayGraph(flow: FlowGraph, parts: readonly ReplayPart[]): ReplayGraph {
  const reached = new Set(parts.map(({ node }) => node));
  for (const { from, to } of flow.edges) if (reached.has(from)) reached.add(to); // in order
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const producers = parts.map((part) => [producerOf(part, ids), part] as const);
  const nodes = flow.nodes.filter(({ id }) => reached.has(id));
  return {
    graph: {
      ...flow,
      nodes: [...producers.map(([node]) => node), ...nodes],
      edges: [
        ...producers.map(([{ id }, { node }]) => ({ from: id, port: "out", to: node })),
        ...flow.edges.filter(({ from }) => reached.has(from)),
      ],
    },
    parts: new Map(producers.map(([{ id }, part]) => [id, part])),
  };
}

function producerOf({ node, files }: ReplayPart, taken: Set<string>): GraphNode {
  let id = `replay_${node}`;
  while (taken.has(id)) id += "_";
  taken.add(id);
  const paths = files.map(({ path }) => path);
  return {
    id,
    role: "producer",
    step: "quarantine_replay",
    code: { module: MODULE, export: "default", builtin: true },
    params: { files: paths },
    roles: [],
    replicas: 1,
    queueLimit: 1,
    permissions: { ...NO_GRANTS, read: paths },
    trusted: false,
    ports: ["out"],
    dynamic: false,
  };
}
