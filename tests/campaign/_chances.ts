/** What can be said beforehand: how large an execution gets, and which nodes will fail. @module */
import type { End } from "./_arbitrary.ts";
import type { CampaignNode } from "./_graph.ts";
import { meaningOf, type NodeMeaning } from "./_meaning.ts";
import { isBusy, wayOf } from "./_ways.ts";

/** Whether a node will fail. */
export type Chance = "must" | "may" | "cannot";

/** Items that an endless producer is sure to be asked for before its end is due. */
const ENOUGH = 40;
const MOST_TIMERS = 60;
/** Of all arrays that are looked at, together. */
const MOST_NUMBERS = 5e6;
/** Packets that keep a thread for 1.5 s each. */
const MOST_BLOCKED = 5;
/** Packets that are written to the disk. */
const MOST_ASIDE = 40;

/** Items that a producer gives if nothing stops it. */
export function planned({ n, fail }: CampaignNode, end: End): number {
  const most = end.kind === "maxPackets" ? Math.min(n!, end.after) : n!;
  return fail?.how === "throws" ? Math.min(most, fail.at - 1) : most;
}

/** Whether a flow is small enough to be one of thousands, and sure to end. */
export function isFeasible(
  nodes: readonly CampaignNode[],
  end: End,
  mostPackets: number = 1500,
): boolean {
  const meaning = meaningOf(nodes, (node) => Math.min(planned(node, end), n(node)));
  const of = (node: CampaignNode) => meaning.get(node.id)!;
  const packets = (node: CampaignNode) => of(node).received.length;
  const timers = nodes.filter(({ wait, how }) => wait === "timer" && how !== "return").map((node) =>
    Math.max(packets(node), of(node).emitted)
  );
  const retries = sum(nodes.map((node) => of(node).retries));
  const aside = sum(nodes.map((node) => of(node).fates.quarantine.length));
  const numbers = sum(nodes.flatMap((node) => of(node).received.map(numbersIn)));
  if (sum(nodes.map(packets)) > mostPackets || sum(timers) + retries > MOST_TIMERS) return false;
  if (aside > MOST_ASIDE || numbers > MOST_NUMBERS) return false;
  const blocked = nodes.map((node) => keepsItsThread(node) ? packets(node) / every(node) : 0);
  if (sum(blocked) > MOST_BLOCKED) return false;
  const endless = nodes.some((node) => planned(node, end) === Infinity);
  const notes = nodes.filter(({ step }) => step === "note");
  const lines = sum(notes.map((node) => of(node).fates.processed.length));
  return !endless || lines >= ("after" in end ? end.after : 0);
}

/** Whether it blocks the thread of its host for a while, which nothing can shorten. */
const keepsItsThread = ({ policy, isolation }: CampaignNode) =>
  policy !== null && isolation === null && isBusy(policy.refuse.how);
const every = ({ policy }: CampaignNode) => policy!.refuse.every;
const numbersIn = (name: string) => Number(/ = (\d+)/.exec(name)?.[1] ?? 0);
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
  const { replicas, id, step } = node;
  const failing = (one: CampaignNode) =>
    one.fail && wayOf(one.fail.how, one).effect === "fails" ? one.fail : null;
  const fail = failing(node);
  const refused = (one: CampaignNode) => meaning.get(one.id)!.fates.fail.length;
  if (fail && /^(init|finish)/.test(fail.how)) return aborted ? "may" : "must";
  const strays = (one: CampaignNode) => one.fail && wayOf(one.fail.how, one).effect === "strays";
  const spoils = (one: CampaignNode) => failing(one) || strays(one) || refused(one) > 0;
  const alone = !strays(node) && nodes.every((other) => other === node || !spoils(other));
  if (!fail && refused(node) === 0) return "cannot";
  if (!fail) return alone && !stopped && !aborted ? "must" : "may";
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
