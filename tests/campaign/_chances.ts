/** What can be said beforehand: how large an execution gets, and which nodes will fail. @module */
import type { End } from "./_arbitrary.ts";
import type { CampaignNode } from "./_graph.ts";
import { meaningOf, type NodeMeaning } from "./_meaning.ts";

/** Whether a node will fail. */
export type Chance = "must" | "may" | "cannot";

/** Items that an endless producer is sure to be asked for before its end is due. */
const ENOUGH = 40;
const MOST_PACKETS = 1500;
const MOST_TIMERS = 60;

/** Items that a producer gives if nothing stops it. */
export function planned({ n, fail }: CampaignNode, end: End): number {
  const most = end.kind === "maxPackets" ? Math.min(n!, end.after) : n!;
  return fail?.how === "throws" ? Math.min(most, fail.at - 1) : most;
}

/** Whether a flow is small enough to be one of thousands, and sure to end. */
export function isFeasible(nodes: readonly CampaignNode[], end: End): boolean {
  const meaning = meaningOf(nodes, (node) => Math.min(planned(node, end), n(node)));
  const packets = (node: CampaignNode) => Math.max(0, meaning.get(node.id)!.received.length);
  const emitted = (node: CampaignNode) => meaning.get(node.id)!.emitted;
  const timers = nodes.filter(({ wait, how }) => wait === "timer" && how !== "return").map((node) =>
    Math.max(packets(node), emitted(node))
  );
  if (sum(nodes.map(packets)) > MOST_PACKETS || sum(timers) > MOST_TIMERS) return false;
  const endless = nodes.some((node) => planned(node, end) === Infinity);
  const lines = sum(nodes.filter(({ step }) => step === "note").map(packets));
  return !endless || lines >= ("after" in end ? end.after : 0);
}

const n = (node: CampaignNode) => node.n === Infinity ? ENOUGH : node.n!;
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/**
 * Whether a node that was given a failure will fail.
 *
 * @param meaning what would happen if nothing failed
 * @param cut whether the execution was stopped or aborted
 */
export function chanceOf(
  node: CampaignNode,
  nodes: readonly CampaignNode[],
  meaning: ReadonlyMap<string, NodeMeaning>,
  { stopped, aborted, end }: { stopped: boolean; aborted: boolean; end: End },
): Chance {
  const { fail, replicas, id, step } = node;
  if (!fail) return "cannot";
  if (/^(init|finish)/.test(fail.how)) return aborted ? "may" : "must";
  const alone = nodes.every((other) => other === node || !other.fail);
  if (step === "count") {
    const wanted = end.kind === "maxPackets" ? Math.min(node.n!, end.after) : node.n!;
    // a producer that is through after maxPackets is not asked for the next
    if (fail.at > wanted) return "cannot";
    return alone && !stopped && !aborted ? "must" : "may";
  }
  const received = meaning.get(id)!.received.length;
  if (received < fail.at) return "cannot";
  const sure = alone && !stopped && !aborted && received > replicas * (fail.at - 1);
  // a value that cannot cross is not noticed on a port that leads nowhere
  return sure && fail.how !== "cannot cross" ? "must" : "may";
}
