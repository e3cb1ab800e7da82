/** What the panel of a node shows beyond facts and tick. @module */
import type { ExecutionState } from "../telemetry/execution_state.ts";
import type { Failure, Report, SetAside } from "../telemetry/report.ts";
import type { NodeSeries } from "../telemetry/series.ts";
import type { NodeDetail, NodeHistory, Trouble } from "./protocol.ts";

const MOST_FAILURES = 30;
const MOST_LOGS = 100;

/** Gathers it from all that is known of an execution. */
export function detailOf(state: ExecutionState, node: string): NodeDetail {
  const told = state.failures.filter((message) => message.node === node).toReversed();
  const troubles = told.map(({ failure, aside, at }) =>
    aside !== null ? troubleOf(aside, at) : troubleOf(failure!, at)
  );
  return {
    history: historyOf(state, node),
    replicas: state.snapshot?.nodes.find(({ id }) => id === node)?.perReplica ?? [],
    stuck: state.liveness === "running" ? stuckIn(state, node) : [],
    failures: (troubles.length > 0 ? troubles : reported(state.report, node))
      .slice(0, MOST_FAILURES),
    logs: state.logs.filter((line) => line.node === node).toReversed().slice(0, MOST_LOGS)
      .map(({ schema: _, execution: __, seq: ___, type: ____, ...line }) => line),
  };
}

const stuckIn = ({ snapshot }: ExecutionState, node: string) =>
  snapshot?.stuck.filter((one) => one.node === node) ?? [];

/** As it was told, or as its report has it. */
function historyOf({ history, report }: ExecutionState, node: string): NodeHistory {
  const { atS, nodes } = history.table();
  const told = nodes[node];
  const series = report?.series?.nodes[node];
  if (told === undefined && series !== undefined) return historyIn(report!.series!.atMs, series);
  const { rate = [], p50Ms = [], p99Ms = [], queued = [] } = told ?? {};
  return { t: atS.slice(-rate.length), rate, p50: p50Ms, p99: p99Ms, queued };
}

function historyIn(atMs: readonly number[], { done, queued }: NodeSeries): NodeHistory {
  const unknown = atMs.map(() => null);
  return {
    t: atMs.map((ms) => ms / 1000),
    rate: done.map((n, at) => {
      const seconds = (atMs[at]! - (atMs[at - 1] ?? 0)) / 1000;
      return seconds > 0 ? (n - (done[at - 1] ?? 0)) / seconds : 0;
    }),
    p50: unknown,
    p99: unknown,
    queued,
  };
}

function reported(report: Report | null, node: string): Trouble[] {
  if (report === null) return [];
  const errors = report.errors.filter((error) => error.node === node);
  const aside = report.nodes[node]?.setAside ?? [];
  return [...errors, ...aside].map((one) => troubleOf(one, null)).toReversed();
}

function troubleOf(one: Failure | SetAside, at: number | null): Trouble {
  const { code, message, hint, packet, phase, replica } = one;
  const aside = "entry" in one ? one.entry === null ? "skipped" : "quarantined" : null;
  return { code, message, hint, packet, phase, replica, at, aside };
}
