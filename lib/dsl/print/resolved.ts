/** A flow with everything said that it left to defaults. @module */
import {
  type FlowGraph,
  type FlowSpec,
  GRANT_KINDS,
  type GraphNode,
  type Json,
  type JsonObject,
  type Path,
} from "../../graph/model.ts";
import { type FurtherSettings, optionsIn } from "../../graph/node_options.ts";
import type { Comment } from "../front_end.ts";
import { annotate } from "./annotate.ts";
import { canonicalFlow } from "./canonical.ts";
import { printYaml } from "./yaml.ts";

/**
 * A flow as YAML, with the defaults of params, replicas and queue limits filled in. What each node
 * may touch, and what `remarks` say, stands there as comments. Read back, it gives the same graph.
 *
 * @param remarks lines before everything else
 */
export function printResolved(
  spec: FlowSpec,
  graph: FlowGraph,
  comments: readonly Comment[],
  remarks: readonly string[],
): string {
  const known = new Map(graph.nodes.map((node) => [node.id, node]));
  const filled = {
    ...spec,
    nodes: spec.nodes.map((node) => ({
      ...node,
      params: withDefaults(node.params, known.get(node.id)!.params) as JsonObject,
    })),
  };
  const { nodes, ...head } = canonicalFlow(filled, graph);
  const counted = Object.entries(nodes as Record<string, JsonObject>).map(([id, node]) => {
    const { step, params, next, permissions, trusted } = node;
    const { replicas, queueLimit, onError: policy, timeoutMs, ...others } = known.get(id)!;
    const onError = policy?.retry ? policy : policy?.then;
    const counts = { replicas, queueLimit };
    const all = { step, params, next, ...counts, permissions, trusted, onError, timeoutMs };
    Object.assign(all, optionsIn<FurtherSettings>(others));
    return [id, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))];
  });
  const document = { ...head, nodes: Object.fromEntries(counted) } as JsonObject;
  const grants = graph.nodes.map((node) => endOf(["nodes", node.id], grantLines(node)));
  const start: Comment = { path: ["name"], place: "before", lines: remarks };
  return printYaml(annotate(document, [start, ...comments, ...grants]));
}

const endOf = (path: Path, lines: readonly string[]): Comment => ({ path, place: "end", lines });

function grantLines({ permissions, trusted }: GraphNode): string[] {
  if (trusted) return ["may touch everything: it is trusted"];
  const lines = GRANT_KINDS.flatMap((kind) =>
    permissions[kind].length > 0 ? [`may ${kind}: ${permissions[kind].join(", ")}`] : []
  );
  return lines.length > 0 ? lines : ["may touch nothing"];
}

/** What is written, and of the rest what the step makes of it. */
function withDefaults(written: Json, filled: Json): Json {
  if (!isMap(written) || !isMap(filled)) return written;
  const missing = Object.entries(filled).filter(([key]) => !Object.hasOwn(written, key));
  const kept = Object.entries(written).map(([key, value]) =>
    [key, Object.hasOwn(filled, key) ? withDefaults(value, filled[key]!) : value] as const
  );
  return Object.fromEntries([...kept, ...missing]);
}

const isMap = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
