/** Which nodes of a drawn flow share a Worker. @module */
import { explainPlacement, PlacementError, type SeatedNode } from "../../lib/engine/mod.ts";
import type { FlowGraph } from "../../lib/graph/mod.ts";
import type { Drawn } from "./_arbitrary.ts";
import { type CampaignNode, graphOf } from "./_graph.ts";
import { groupOf } from "./_group.ts";

type Groups = readonly (readonly string[])[];

/** The drawn group as ids: none if they cannot share a Worker. */
export function togetherOf(
  nodes: readonly CampaignNode[],
  graph: FlowGraph,
  { group }: Pick<Drawn, "group">,
): Groups {
  if (group === null) return [];
  const ids = groupOf(nodes, group);
  try {
    explainPlacement(graph, { mode: "multiprocess", base: import.meta.url, together: [ids] });
    return [ids];
  } catch (error) {
    if (error instanceof PlacementError) return [];
    throw error;
  }
}

/** The Workers of a drawn flow, such as `p0+s0 c0`. */
export function workersOf(nodes: readonly CampaignNode[], drawn: Drawn): string {
  const graph = graphOf(nodes);
  const together = togetherOf(nodes, graph, drawn);
  const workers = explainPlacement(graph, {
    mode: "multiprocess",
    base: import.meta.url,
    together,
  });
  const named = ({ id, replicas, of }: SeatedNode) => of > 1 ? `${id}[${replicas}]` : id;
  return workers.map(({ nodes }) => nodes.map(named).join("+")).join(" ");
}
