/** What an execution's figures say about another way to execute the same flow. @module */
import type { NodeReport, Report } from "./report.ts";

/** A report without what is made of it here. */
export type Facts = Omit<Report, "advice">;

/** Shorter executions are mostly beginning and end. */
const LEAST_WALL_MS = 1000;
/** What saves less than this part of the time is not worth a line. */
const WORTH = 0.05;
/** One Worker for all must do with this part of the time: how long it takes is only reckoned. */
const CLEARLY = 0.75;
/** What one packet costs from node to node where everything is in one Worker, in ms. */
const CALL_MS = 0.0003;
/** Replicas are to be busy so much, that there is some room for what takes longer. */
const BUSY = 0.75;

/**
 * Sentences on when parallel loses, what saves most first: flows that one Worker would do as fast,
 * nodes that cost less than bringing packets to them, replicas that had nothing to do. Empty for
 * executions that failed, are too short to tell, or whose times are played.
 */
export function advise(facts: Facts): string[] {
  const { mode, seed, status, wallMs } = facts;
  if (
    mode !== "multiprocess" || seed !== undefined || status === "failed" || wallMs < LEAST_WALL_MS
  ) return [];
  return [...wholeFlow(facts), ...cheapNodes(facts), ...idleReplicas(facts)];
}

/** One after the other, steps take what they were busy for. */
function wholeFlow({ nodes, wallMs }: Facts): string[] {
  const all = Object.values(nodes);
  if (all.some(({ restarts }) => restarts !== undefined)) return []; // they were busy with crashes
  const isAlone = ({ sharesWorkerWith, replicas }: NodeReport) =>
    sharesWorkerWith.length === all.length - 1 && replicas === 1;
  if (all.every(isAlone)) return [];
  const alone = all.reduce((sum, { busyMs, received }) => sum + busyMs + CALL_MS * received, 0);
  if (alone > CLEARLY * wallMs) return [];
  return [
    `--mode sequential would take about ${seconds(alone)} instead of ${seconds(wallMs)}: ` +
    `that is how long all steps together were busy`,
  ];
}

/** Nodes that work less on a packet than it costs to bring it to them and on. */
function cheapNodes(facts: Facts): string[] {
  return Object.entries(facts.nodes)
    .flatMap(([id, node]) => {
      if (node.role === "producer" || node.crossingUs === null) return [];
      const savedMs = node.crossingUs * node.received / 1000;
      const workUs = 1000 * node.busyMs / node.received;
      if (workUs >= node.crossingUs || savedMs < WORTH * facts.wallMs) return [];
      const told = `${id} works ${microseconds(workUs)} per packet, and its crossing between ` +
        `Workers costs ${microseconds(node.crossingUs)}: ${remedy(id, node, facts)}`;
      return [{ savedMs, told }];
    })
    .toSorted((a, b) => b.savedMs - a.savedMs)
    .map(({ told }) => told);
}

function remedy(id: string, node: NodeReport, { nodes, edges }: Facts): string {
  const before = [...new Set(edges.filter(({ to }) => to === id).map(({ from }) => from))];
  const all = [...before.map((name) => nodes[name]!), node];
  const alike = new Set(all.map(({ permissions }) => JSON.stringify(permissions))).size === 1;
  const isFed = before.every((name) => node.sharesWorkerWith.includes(name));
  if (isFed || before.length > 1 || !alike) return "send larger packets";
  const beside = all.every(({ replicas, maxReplicas }) =>
    replicas === node.replicas && maxReplicas === undefined
  );
  const single = all.flatMap(({ replicas }, at) =>
    replicas > 1 && !beside ? [`--replicas ${[...before, id][at]}=1 `] : []
  );
  const declare = single.length > 0 ? "" : `, or light: true in its step`;
  return `try ${single.join("")}--together ${
    [...before, id].join(",")
  }${declare}, or send larger packets`;
}

/** Nodes with more replicas than had something to do; of those side by side the first speaks for all. */
function idleReplicas({ nodes, wallMs }: Facts): string[] {
  const told = new Set<string>();
  return Object.entries(nodes).flatMap(([id, { replicas, received, sharesWorkerWith }]) => {
    const ids = [id, ...replicas > 1 ? sharesWorkerWith : []];
    if (ids.some((one) => told.has(one))) return [];
    for (const one of ids) told.add(one);
    const busyMs = ids.reduce((sum, one) => sum + nodes[one]!.busyMs, 0);
    const needed = Math.max(1, Math.ceil(busyMs / wallMs / BUSY));
    const share = busyMs / wallMs / replicas;
    if (needed >= replicas || share >= 0.5 || received === 0) return [];
    const percent = Math.round(100 * share);
    return [
      `the ${replicas} replicas of ${ids.join("+")} were busy ${percent} % of the time: ` +
      `${ids.map((one) => `--replicas ${one}=${needed}`).join(" ")} would do`,
    ];
  });
}

/** Two figures, or more where the number is large. */
const short = (value: number) => value < 10 ? value.toFixed(1) : `${Math.round(value)}`;
const seconds = (ms: number) => `${short(ms / 1000)} s`;
const microseconds = (us: number) => `${short(us)} µs`;
