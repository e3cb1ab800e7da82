/** What hosts are told of tracing. @module */
import type { FlowGraph } from "../../graph/model.ts";
import { SpanBoard } from "./span_board.ts";

/** Which packets are to be traced. */
export interface TracingOptions {
  /** Share of all lineages, 0 to 1; all nodes trace the same ones. */
  readonly share: number;
  /** What every span says, such as which flow it is of. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What every host must know to trace. */
export interface TracingPlan extends TracingOptions {
  /** Of each node the nodes that send to it, by index. */
  readonly upstream: readonly (readonly number[])[];
  /** See {@link SpanBoard}. */
  readonly board: SharedArrayBuffer;
}

/** The plan for a graph. */
export function tracingPlan({ nodes, edges }: FlowGraph, options: TracingOptions): TracingPlan {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  const upstream = nodes.map(({ id }) => {
    const senders = edges.filter(({ to }) => to === id).map(({ from }) => index.get(from)!);
    return [...new Set(senders)];
  });
  return { ...options, upstream, board: SpanBoard.allocate() };
}
