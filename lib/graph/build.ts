/** Turns a flow as authored into the graph that is executed, or says everything wrong with it. @module */
import { checkFiles } from "./check_files.ts";
import { checkLinks } from "./check_links.ts";
import { checkNodes } from "./check_nodes.ts";
import { checkOnError } from "./check_on_error.ts";
import { connect } from "./connect.ts";
import { type Draft, draftsOf, Issues, type Link } from "./draft.ts";
import type { DescribedStep, FlowGraph, FlowSpec, GraphNode, Issue } from "./model.ts";
import { checkOptions } from "./check_options.ts";
import { normalOptions } from "./node_options.ts";
import { normalOnError } from "./on_error.ts";
import { topologicalOrder } from "./order.ts";
import { checkPermissions, mergeGrants } from "./permissions.ts";

/** What a build gives: a graph, or the mistakes that forbid one. */
export interface BuildResult {
  /** Deeply frozen. Null if there is an error, or if a node is flawed (told by its front end). */
  readonly graph: FlowGraph | null;
  /** In the order of the flow's nodes. */
  readonly issues: readonly Issue[];
}

/**
 * Builds the graph of a flow: finds all mistakes, not just the first. Pure; never throws for a
 * mistake in the flow.
 *
 * @param flow the flow as authored
 * @param steps what a catalog says of the step of each node, in the order of `flow.nodes`
 */
export function buildGraph(flow: FlowSpec, steps: readonly DescribedStep[]): BuildResult {
  const issues = new Issues();
  const drafts = draftsOf(flow, steps);
  checkNodes(flow, drafts, steps, issues);
  const connections = connect(drafts, issues);
  checkLinks(drafts, connections, issues);
  checkOnError(drafts, issues);
  checkOptions(drafts, issues);
  checkFiles(drafts, issues);
  checkPermissions(drafts, issues);
  const found = issues.sorted();
  const flawed = drafts.some(({ spec }) => (spec.flawed?.length ?? 0) > 0);
  const sound = !flawed && !found.some(({ severity }) => severity === "error");
  return { graph: sound ? assemble(flow, drafts, connections.links) : null, issues: found };
}

function assemble(flow: FlowSpec, drafts: readonly Draft[], links: readonly Link[]): FlowGraph {
  const next = drafts.map(() => [] as number[]);
  for (const { from, to } of links) next[from.index]!.push(to.index);
  const order = topologicalOrder(next);
  const graph: FlowGraph = {
    schema: "ctapipe-flow/graph/1",
    name: flow.name,
    nodes: order.map((index) => nodeOf(drafts[index]!, links)),
    edges: inOrder(links, order).map(({ from, port, to }) => ({
      from: from.spec.id,
      port: port!,
      to: to.spec.id,
    })),
  };
  // A copy, so that nothing of a catalog's is frozen, and JSON whatever a params schema made.
  return deepFreeze(JSON.parse(JSON.stringify(graph)));
}

/** Links by node, then by port: how a notation spells them makes no other graph. */
function inOrder(links: readonly Link[], order: readonly number[]): Link[] {
  const rank = new Map(order.map((index, at) => [index, at]));
  const portRank = ({ from, port }: Link) =>
    Object.keys(from.step!.signature.outputs).indexOf(port!);
  return links.toSorted((a, b) =>
    rank.get(a.from.index)! - rank.get(b.from.index)! || portRank(a) - portRank(b)
  );
}

function nodeOf(draft: Draft, links: readonly Link[]): GraphNode {
  const { spec } = draft;
  const { code, signature, params, grants } = draft.step!;
  const dynamic = signature.dynamic !== null;
  const onError = normalOnError(spec.onError);
  return {
    id: spec.id,
    role: signature.kind,
    step: spec.step,
    code,
    params,
    roles: signature.roles,
    replicas: spec.replicas,
    queueLimit: spec.queueLimit,
    permissions: mergeGrants(grants, spec.permissions),
    trusted: spec.trusted,
    ports: dynamic
      ? links.filter(({ from }) => from === draft).map(({ port }) => port!)
      : Object.keys(signature.outputs),
    dynamic,
    ...(signature.light && { light: true }),
    ...(signature.checkpoints && { checkpoints: true }),
    ...(signature.drains && { drains: true }),
    ...(onError !== null && { onError }),
    ...(spec.timeoutMs !== undefined && { timeoutMs: spec.timeoutMs }),
    ...normalOptions(signature.inOrder ? { ...spec, ordered: true } : spec),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
