/** A flow at a moment, made of the newest that is known. @module */
import type { Bottleneck } from "../telemetry/bottleneck.ts";
import type { ExecutionState } from "../telemetry/execution_state.ts";
import { edgeKey } from "../telemetry/history.ts";
import { progressOf } from "../telemetry/rates.ts";
import type { NodeCounts, NodeReport, NodeSnapshot, Report } from "../telemetry/report.ts";
import type { EdgeTick, FlowFacts, FlowState, FlowTick, NodeTick } from "./protocol.ts";

/** Latencies are those of so many seconds. */
const LATELY_S = 5;

/** How an execution is, in a word. */
export function stateOf({ liveness, report, snapshot }: ExecutionState): FlowState {
  if (report !== null) return report.status;
  if (liveness === "dead") return "lost";
  if (snapshot === null || snapshot.nodes.some(({ state }) => state === "starting")) {
    return "starting";
  }
  if (snapshot.paused) return "paused";
  const producers = snapshot.nodes.filter(({ role }) => role === "producer");
  return producers.every(({ state }) => state !== "running") ? "draining" : "running";
}

/** Packets on which a step failed, skipped and quarantined ones included. */
export function troubledIn(
  nodes: readonly Pick<NodeCounts, "failed" | "skipped" | "quarantined">[],
): number {
  return nodes.reduce((sum, node) => sum + node.failed + node.skipped + node.quarantined, 0);
}

/** A flow as it is now, or was in the end; null if it has not told yet. */
export function tickOf(
  state: ExecutionState,
  facts: FlowFacts,
  found: Bottleneck | null,
): FlowTick | null {
  const { report, snapshot } = state;
  if (report !== null) return tickOfReport(state, report, facts);
  if (snapshot === null) return null;
  const rates = new Map(snapshot.nodes.map(({ id }, at) => [id, state.rates.nodes[at] ?? 0]));
  const lately = state.history.table(snapshot.elapsedMs / 1000 - LATELY_S);
  const isLive = state.liveness === "running";
  return {
    state: stateOf(state),
    elapsedMs: snapshot.elapsedMs,
    nodes: inOrder(facts, snapshot.nodes).map(({ perReplica: _, durations: __, ...node }) => ({
      ...node,
      rate: isLive ? rates.get(node.id) ?? 0 : 0,
      p50: lastOf(lately.nodes[node.id]?.p50Ms),
      p99: lastOf(lately.nodes[node.id]?.p99Ms),
    })),
    edges: edgesOf(state, facts, found),
    bottleneck: found && { node: found.node, reason: found.reason },
    lost: lostBy(state),
  };
}

function inOrder(facts: FlowFacts, nodes: readonly NodeSnapshot[]): NodeSnapshot[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return facts.nodes.flatMap(({ id }) => byId.get(id) ?? []);
}

const lastOf = (values: readonly (number | null)[] | undefined) =>
  values?.findLast((value) => value !== null) ?? null;

function edgesOf(state: ExecutionState, facts: FlowFacts, found: Bottleneck | null): EdgeTick[] {
  const hot = new Set(found?.hot.map(edgeKey));
  const known = new Map(state.snapshot?.edges?.map((edge, at) => [edgeKey(edge), { edge, at }]));
  return facts.edges.map((way) => {
    const { edge, at } = known.get(edgeKey(way)) ?? {};
    const rate = at === undefined || state.liveness !== "running" ? 0 : state.rates.edges[at] ?? 0;
    return { rate, sent: edge?.sent ?? 0, hot: hot.has(edgeKey(way)) };
  });
}

/** Rates of what is over are means over all of it. */
function tickOfReport(state: ExecutionState, report: Report, facts: FlowFacts): FlowTick {
  const perSecond = (n: number) => report.wallMs > 0 ? 1000 * n / report.wallMs : 0;
  const sent = new Map(report.edges.map((edge) => [edgeKey(edge), edge.sent]));
  return {
    state: report.status,
    elapsedMs: report.wallMs,
    nodes: facts.nodes.flatMap(({ id }): NodeTick[] => {
      const node = report.nodes[id];
      if (node === undefined) return [];
      const took = node.durationsMs ?? null;
      const failed = report.errors.some((error) => error.node === id);
      return [{
        ...countsOf(node),
        id,
        state: failed ? "failed" : "finished",
        busy: 0,
        queued: 0,
        rate: perSecond(progressOf(node)),
        p50: took?.p50 ?? null,
        p99: took?.p99 ?? null,
      }];
    }),
    edges: facts.edges.map((way) => {
      const n = sent.get(edgeKey(way)) ?? 0;
      return { rate: perSecond(n), sent: n, hot: false };
    }),
    bottleneck: null,
    lost: lostBy(state),
  };
}

function countsOf(node: NodeReport) {
  const { received, done, emitted, filtered, skipped, failed, quarantined, abandoned } = node;
  const { busyMs, replicas, maxQueued, queueLimit } = node;
  return {
    ...{ received, done, emitted, filtered, skipped, failed, quarantined, abandoned },
    ...{ busyMs, replicas, maxQueued, queueLimit },
  };
}

const lostBy = ({ lost, hello }: ExecutionState) => lost + (hello?.dropped ?? 0);
