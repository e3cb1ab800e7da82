/**
 * What a collector knows, in the text format of Prometheus (version 0.0.4): documented in
 * `docs/specs/telemetry.md`. Written here, as the client library for it keeps counters of its own
 * and takes no histograms that others have counted.
 *
 * @module
 */
import type { Collector } from "./collector.ts";
import { bucketStart, DURATION_BUCKETS } from "./durations.ts";
import type { ExecutionState } from "./execution_state.ts";
import type { EdgeSnapshot, NodeCounts, NodeSnapshot } from "./report.ts";

/** Media type of the text. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type Labels = Readonly<Record<string, string>>;
/** What comes after a metric's name (`_bucket` and the like), labels, and a value. */
type Point = readonly [suffix: string, labels: Labels, value: number];

/** A metric with the points that it has of one execution. */
interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly points: (state: ExecutionState) => readonly Point[];
}

/** What can become of a packet that a node has received. */
const FATES = ["done", "filtered", "skipped", "failed", "quarantined", "abandoned"] as const;
/** Buckets of durations are told in steps of a factor of four. */
const EVERY_BUCKET = 4;

/** Every metric, in the order in which they are written. */
export const METRICS: readonly Metric[] = [
  {
    name: "ctapipe_flow_info",
    type: "gauge",
    help: "Always 1; says what an execution is.",
    points: ({ hello }) =>
      hello === null ? [] : [["", {
        mode: hello.mode,
        host: hello.host,
        graph: hello.graphHash,
        version: hello.versions.ctapipeFlow ?? "",
      }, 1]],
  },
  {
    name: "ctapipe_flow_state",
    type: "gauge",
    help: "1 for the state that an execution is in: running, finished or dead.",
    points: ({ liveness }) =>
      (["running", "finished", "dead"] as const).map((state) =>
        ["", { state }, state === liveness ? 1 : 0] as const
      ),
  },
  {
    name: "ctapipe_flow_elapsed_seconds",
    type: "gauge",
    help: "Time since the execution was started, until now or its end.",
    points: ({ report, snapshot }) => {
      const ms = report?.wallMs ?? snapshot?.elapsedMs;
      return ms === undefined ? [] : [["", {}, ms / 1000]];
    },
  },
  {
    name: "ctapipe_flow_packets_total",
    type: "counter",
    help: "Packets that a node has received, by what became of them.",
    points: perNode((node) => FATES.map((fate) => ["", { fate }, node[fate]])),
  },
  counter("received_packets", "Packets that entered a node's inbox.", (node) => node.received),
  counter("emitted_packets", "Values that left a node.", (node) => node.emitted),
  counter("retries", "Attempts to process packets after the first.", (node) => node.retries ?? 0),
  counter("restarts", "Times that a step began anew after a crash.", (node) => node.restarts ?? 0),
  counter("busy_seconds", "Time inside a step's code, of all replicas.", (n) => n.busyMs / 1000),
  gauge("busy_replicas", "Replicas inside the step's code.", (node) => node.busy),
  gauge("replicas", "Replicas that work side by side.", (node) => node.replicas),
  gauge("queue_packets", "Packets that wait in a node's inbox.", (node) => node.queued),
  gauge("queue_limit_packets", "Packets that may wait there.", (node) => node.queueLimit),
  gauge("queue_bytes", "Bytes that wait there, where they are limited.", (n) => n.queuedBytes),
  {
    name: "ctapipe_flow_edge_packets_total",
    type: "counter",
    help: "Packets that were sent along an edge, and those that arrived.",
    points: (state) =>
      edgesOf(state).flatMap(({ from, port, to, sent, received }): Point[] => [
        ["", { from, port, to, end: "sent" }, sent],
        ["", { from, port, to, end: "received" }, received],
      ]),
  },
  {
    name: "ctapipe_flow_packet_duration_seconds",
    type: "histogram",
    help: "Time that a packet took in a step's code.",
    points: ({ snapshot }) => (snapshot?.nodes ?? []).flatMap(durationPoints),
  },
  {
    name: "ctapipe_flow_telemetry_dropped_total",
    type: "counter",
    help: "Messages that the execution could not send.",
    points: ({ hello }) => hello === null ? [] : [["", {}, hello.dropped]],
  },
  {
    name: "ctapipe_flow_telemetry_lost_total",
    type: "counter",
    help: "Messages that were sent and did not arrive.",
    points: ({ lost }) => [["", {}, lost]],
  },
];

/** All metrics of all executions. */
export function formatMetrics(collector: Collector): string {
  collector.look();
  return METRICS.map(({ name, type, help, points }) => {
    const lines = collector.executions.flatMap((state) => {
      const flow = state.hello?.flow ?? state.report?.flow ?? "";
      return points(state).map(([suffix, labels, value]) =>
        `${name}${suffix}${formatLabels({ flow, execution: state.id, ...labels })} ${value}\n`
      );
    });
    return lines.length === 0
      ? ""
      : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
  }).join("");
}

function counter(what: string, help: string, value: (node: NodeCounts) => number): Metric {
  const points = perNode((node) => [["", {}, value(node)]]);
  return { name: `ctapipe_flow_${what}_total`, type: "counter", help, points };
}

/** A figure that is of interest only while it goes on. */
function gauge(
  what: string,
  help: string,
  value: (node: NodeSnapshot) => number | undefined,
): Metric {
  const points = ({ liveness, snapshot }: ExecutionState) =>
    liveness !== "running" ? [] : (snapshot?.nodes ?? []).flatMap((node): Point[] => {
      const now = value(node);
      return now === undefined ? [] : [["", { node: node.id }, now]];
    });
  return { name: `ctapipe_flow_${what}`, type: "gauge", help, points };
}

/** Points of each node: from the report, if there is one, as its books are closed. */
function perNode(points: (node: NodeCounts) => readonly Point[]): Metric["points"] {
  return ({ report, snapshot }) => {
    const live = snapshot?.nodes.map((node) => [node.id, node] as const) ?? [];
    const nodes: readonly (readonly [string, NodeCounts])[] = report === null
      ? live
      : Object.entries(report.nodes);
    return nodes.flatMap(([node, counts]) =>
      points(counts).map(([suffix, labels, value]) => [suffix, { node, ...labels }, value] as const)
    );
  };
}

const edgesOf = ({ report, snapshot }: ExecutionState): readonly EdgeSnapshot[] =>
  report?.edges ?? snapshot?.edges ?? [];

function durationPoints({ id, durations, busyMs }: NodeSnapshot): Point[] {
  if (durations === undefined) return [];
  const points: Point[] = [];
  let below = 0;
  for (let bucket = 0; bucket < DURATION_BUCKETS; bucket++) {
    below += durations[bucket] ?? 0;
    // The last one has no upper end.
    if (bucket === DURATION_BUCKETS - 1 || (bucket + 1) % EVERY_BUCKET !== 0) continue;
    points.push(["_bucket", { node: id, le: String(bucketStart(bucket + 1) / 1000) }, below]);
  }
  return [
    ...points,
    ["_bucket", { node: id, le: "+Inf" }, below],
    ["_sum", { node: id }, busyMs / 1000],
    ["_count", { node: id }, below],
  ];
}

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return `{${pairs.join(",")}}`;
}

const escape = (value: string) =>
  value.replace(/[\\"\n]/g, (sign) => sign === "\n" ? "\\n" : `\\${sign}`);
