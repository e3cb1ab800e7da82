/** Tells, without executing anything, which nodes would share a Worker, why, and what memory. @module */
import type { FlowGraph, Grants } from "../graph/model.ts";
import type { ExecuteOptions } from "./contract.ts";
import { type EngineChoice, engineFor } from "./engines.ts";
import { makePlan, type PlannedNode } from "./plan.ts";
import { type Shares, sharesOf } from "./shares.ts";
import { unionGrants } from "./worker.ts";

/** Replicas of one node in one Worker. */
export interface SeatedNode {
  readonly id: string;
  /** The numbers of those of its replicas that are here. */
  readonly replicas: readonly number[];
  /** How many it has in all. */
  readonly of: number;
  /** Why it shares a Worker with what is upstream, or does not. */
  readonly reason: string;
}

/** A Worker that an execution would start. */
export interface SeatedWorker {
  /** In topological order. */
  readonly nodes: readonly SeatedNode[];
  /** What its nodes may touch, all of them together; `"all"` if one is trusted. */
  readonly grants: Grants | "all";
}

/** What to place, and how. */
export type ExplainOptions = EngineChoice & Pick<ExecuteOptions, "base" | "maxMemoryBytes">;

/**
 * How an execution would share memory out between nodes.
 *
 * @throws {PlacementError} if there is too little of it, and as {@link explainPlacement} does
 */
export function explainMemory(graph: FlowGraph, options: ExplainOptions): Shares {
  const { plan, ways } = engineFor(makePlan(graph, options.base), options);
  return sharesOf(plan, ways, options.maxMemoryBytes);
}

/**
 * The Workers of an execution, in the order in which they would be started.
 *
 * @throws {PlacementError} if nodes cannot be together or apart as the options want it
 */
export function explainPlacement(graph: FlowGraph, options: ExplainOptions): SeatedWorker[] {
  const { plan, placement, reasons } = engineFor(makePlan(graph, options.base), options);
  return placement.map((rows) => {
    const nodes = plan.nodes.flatMap((node, at) => {
      const replicas = rows.filter((row) => isOf(node, row)).map((row) => row - node.firstRow);
      const seated = { id: node.id, replicas, of: node.replicas, reason: reasons[at]! };
      return replicas.length > 0 ? [{ node, seated }] : [];
    });
    return {
      nodes: nodes.map(({ seated }) => seated),
      grants: unionGrants(nodes.map(({ node }) => node.trusted ? "all" : node.permissions)),
    };
  });
}

const isOf = ({ firstRow, replicas }: PlannedNode, row: number) =>
  row >= firstRow && row < firstRow + replicas;
