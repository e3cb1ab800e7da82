/** An edge in the graph. @module */
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
} from "@xyflow/react";
import { rate } from "./format.ts";
import { go } from "./place.ts";
import { flowOf, useCell } from "./state.ts";

/** What an edge is drawn from. */
export type LineData = {
  readonly flow: string;
  readonly index: number;
  /** Shown where a node has several ports. */
  readonly port: string | null;
};

/** The component that the graph knows as `line`. */
export function EdgeLine(props: EdgeProps<Edge<LineData>>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props;
  const { flow, index, port } = data!;
  const now = useCell(flowOf(flow).tick)?.edges[index];
  const [path, x, y] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
  });
  const hot = now?.hot ?? false;
  const look = () => go({ focus: { kind: "edge", flow, edge: index } });
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={`line${hot ? " hot" : ""}`}
        style={{ strokeWidth: widthFor(now?.rate ?? 0, hot) }}
      />
      <EdgeLabelRenderer>
        <button
          type="button"
          class={`rate-label nodrag nopan${hot ? " hot" : ""}`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          title={`${id}: look at packets`}
          data-edge={index}
          onClick={look}
        >
          {port !== null && <i>{port}</i>}
          <b>{rate(now?.rate ?? 0)}</b>
        </button>
      </EdgeLabelRenderer>
    </>
  );
}

/** From 1.5 to 5, by the order of magnitude of the rate. */
function widthFor(perSecond: number, hot: boolean): number {
  return Math.min(5, 1.5 + 0.6 * Math.log10(1 + perSecond)) + (hot ? 1 : 0);
}
