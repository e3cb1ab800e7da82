/** Makes a graph ready to execute in one place: paths resolved, replicas numbered. @module */
import type {
  FlowGraph,
  Grants,
  GraphNode,
  Json,
  JsonObject,
  ParamRole,
  ParamRoleName,
} from "../graph/model.ts";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { roleValues } from "../graph/role_values.ts";

/** A node with its paths absolute, and all the replicas that it may get. */
export interface PlannedNode extends GraphNode {
  /** Replicas that there are. While it is executed, packets go to some of them. */
  readonly replicas: number;
  /** Replicas that packets go to at first. */
  readonly begins: number;
  /** Index of its first replica among all replicas of the execution; the others follow. */
  readonly firstRow: number;
}

/** A graph that can be executed here. */
export interface Plan {
  readonly graph: FlowGraph;
  readonly nodes: readonly PlannedNode[];
  readonly replicas: number;
}

/** Resolves what a graph's paths mean when its flow lies at `base` (a file or folder URL). */
export function makePlan(graph: FlowGraph, base: string): Plan {
  const folder = fileURLToPath(new URL(".", base));
  let row = 0;
  const nodes = graph.nodes.map((node) => {
    const firstRow = row;
    const replicas = node.maxReplicas ?? node.replicas;
    row += replicas;
    return {
      ...node,
      replicas,
      begins: node.replicas,
      firstRow,
      params: resolveParams(node.params, node.roles, folder),
      permissions: resolveGrants(node.permissions, folder),
    };
  });
  return { graph, nodes, replicas: row };
}

/** Indices of a node's replicas among all. */
export const rowsOf = ({ firstRow, replicas }: PlannedNode): number[] =>
  Array.from({ length: replicas }, (_, replica) => firstRow + replica);

/** Paths that a node's params name in a role. */
export function pathsOf({ params, roles }: PlannedNode, role: ParamRoleName): string[] {
  return roles.filter((one) => one.role === role).flatMap(({ path }) =>
    roleValues(params, path).map(({ value }) => value)
  );
}

function resolveGrants(grants: Grants, folder: string): Grants {
  const absolute = (paths: readonly string[]) => [...new Set(paths.map((p) => resolve(folder, p)))];
  return { ...grants, read: absolute(grants.read), write: absolute(grants.write) };
}

function resolveParams(params: JsonObject, roles: readonly ParamRole[], folder: string) {
  return roles.filter(({ role }) => role !== "endpoint").reduce<JsonObject>(
    (all, { path }) => mapAt(all, path, (text) => isAbsolute(text) ? text : resolve(folder, text)),
    params,
  );
}

/** A copy of `value` with the strings at `path` mapped; `"*"` stands for every item of a list. */
function mapAt<T extends Json>(
  value: T,
  path: readonly string[],
  map: (text: string) => string,
): T {
  const [key, ...rest] = path;
  if (key === undefined) return (typeof value === "string" ? map(value) : value) as T;
  if (key === "*" && Array.isArray(value)) return value.map((item) => mapAt(item, rest, map)) as T;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const inside = (value as JsonObject)[key];
  return inside === undefined
    ? value
    : { ...(value as JsonObject), [key]: mapAt(inside, rest, map) } as T;
}
