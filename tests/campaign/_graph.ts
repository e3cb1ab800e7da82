/** Makes the nodes of a drawn flow, the graph that is executed, and a text for people. @module */
import { z } from "zod";
import { buildGraph, type FlowGraph, NO_GRANTS } from "../../lib/graph/mod.ts";
import type { Isolation } from "../../lib/graph/mod.ts";
import { describeStep } from "../../lib/step/signature.ts";
import type { Ahead, Drawn, DrawnData, DrawnPolicy, DrawnStager, DrawnStep } from "./_arbitrary.ts";
import * as BORROWING from "./_borrowing.ts";
import type { Policy } from "./_fate.ts";
import { nextOf, paramsOf, settingsOf } from "./_authored.ts";
import { sideBySide } from "./_group.ts";
import * as STEPS from "./_steps.ts";

/** A way of failing that a node was given. */
export interface Trouble {
  readonly how: string;
  /** At its how many-th packet, from 1; of no meaning outside `run`. */
  readonly at: number;
}

/** A node of a random flow. */
export interface CampaignNode {
  readonly id: string;
  readonly step: "count" | "stage" | "split" | "route" | "note";
  readonly how: DrawnStep["how"];
  readonly wait: DrawnStep["wait"];
  readonly light: boolean;
  readonly act: DrawnStager["act"];
  readonly reuse: boolean;
  /** Items that it makes; Infinity for those that never end by themselves, null behind producers. */
  readonly n: number | null;
  readonly data: DrawnData | null;
  readonly remake: boolean;
  readonly borrows: boolean;
  readonly replicas: number;
  /** Whether it begins with one of its replicas. */
  readonly elastic: boolean;
  readonly queueLimit: number;
  readonly queueBytes: number | null;
  readonly keyed: boolean;
  readonly ordered: boolean;
  /** Next nodes by port, in the order of ports. */
  readonly ports: readonly (readonly [name: string, to: readonly string[]])[];
  readonly fail: Trouble | null;
  readonly policy: Policy | null;
  /** Time that an attempt may take, in ms; null for any. */
  readonly timeoutMs: number | null;
  /** Crashes after which a packet is given up; null for the default. */
  readonly maxAttempts: number | null;
  /** Where its step is executed; null for where its replicas are. */
  readonly isolation: Isolation | null;
}

type StepName = CampaignNode["step"];

/** Ways to go wrong that a node may be given, by its step. */
export interface Ways {
  /** Of a node without a policy. */
  readonly plain: Readonly<Record<StepName, readonly string[]>>;
  /** What a policy is asked about, in any number. */
  readonly refused: Readonly<Record<StepName, readonly string[]>>;
  /** Of a node with a policy, beside what that is asked about. */
  readonly tolerant: readonly string[];
}

const LIFE = ["init throws", "init rejects", "init false", "finish throws", "finish rejects"];
const IN_RUN = ["throws", "rejects", "answers, then throws"];

/** Those of the campaign. Only the first values are searched for what cannot cross: no policy's. */
export const CAMPAIGN_WAYS: Ways = {
  plain: {
    count: ["throws", "throws", "init throws", "finish throws", ...LIFE],
    stage: [...IN_RUN, "no such port", "cannot cross", ...LIFE],
    split: [...IN_RUN, "no such port", "cannot cross", ...LIFE],
    route: [...IN_RUN, "no such node", "cannot cross", ...LIFE],
    note: ["throws", "rejects", ...LIFE],
  },
  refused: {
    count: [],
    stage: [...IN_RUN, "no such port"],
    split: [...IN_RUN, "no such port"],
    route: [...IN_RUN, "no such node"],
    note: ["throws", "rejects"],
  },
  tolerant: LIFE,
};

/** The nodes of a drawn flow, in topological order; those that nothing feeds are left out. */
export function nodesOf(drawn: Drawn, ways: Ways = CAMPAIGN_WAYS): CampaignNode[] {
  const { producers, stagers, consumers } = drawn;
  const ids = [...stagers.map((_, at) => `s${at}`), ...consumers.map((_, at) => `c${at}`)];
  const at = (index: number) =>
    ids[index < ids.length ? index : stagers.length + index % consumers.length]!;
  const targets = (from: number, next: Ahead) => [...new Set(next.map((step) => at(from + step)))];
  const plain = {
    act: "pass",
    reuse: false,
    n: null,
    data: null,
    remake: false,
    borrows: false,
    keyed: false,
    ordered: false,
    elastic: false,
    fail: null,
    policy: null,
    timeoutMs: null,
    maxAttempts: null,
    isolation: null,
  } as const;
  const all: CampaignNode[] = [
    ...producers.map((node, index): CampaignNode => ({
      ...plain,
      ...node,
      id: `p${index}`,
      step: "count",
      n: made(drawn, index),
      ...(isEndless(drawn) ? endless(node) : {}),
      replicas: 1,
      queueLimit: 1,
      queueBytes: null,
      ports: [["out", targets(-1, node.next)]],
    })),
    ...stagers.map(({ kind, next, policy, ...node }, index): CampaignNode => ({
      ...plain,
      ...node,
      policy: policyOf(ways.refused[kind], policy),
      id: ids[index]!,
      ordered: drawn.order === "all" || drawn.order === "some" && node.ordered,
      step: kind,
      how: node.act === "multiply" || node.act === "flood" ? several(node.how) : node.how,
      ports: portsOf(kind, next.map((one) => targets(index, one))),
    })),
    ...consumers.map(({ policy, ...node }, index): CampaignNode => ({
      ...plain,
      ...node,
      policy: policyOf(ways.refused.note, policy),
      id: `c${index}`,
      ordered: drawn.order === "all" || drawn.order === "consumers" ||
        drawn.order === "some" && node.ordered,
      step: "note",
      ports: [],
    })),
  ];
  const elastic = all.map((node) => ({ ...node, elastic: isElastic(node, drawn) }));
  return troubled(sideBySide(fedOnes(elastic), drawn.group), drawn, ways);
}

const isElastic = ({ replicas, keyed, ordered }: CampaignNode, { wishes }: Drawn) =>
  wishes.length > 0 && replicas > 1 && !keyed && !ordered;

const isEndless = ({ producers, endless, end }: Drawn) =>
  endless && producers.length === 1 && end.kind !== "whole" && end.kind !== "stall";

/** Without end: in one go, which only the shared words can stop, or with turns of the event loop. */
const endless = ({ how, wait }: DrawnStep): Pick<DrawnStep, "how" | "wait"> => (
  how === "yield" || how === "return"
    ? { how: "yield", wait }
    : { how: "async yield", wait: wait === "timer" ? "timer" : "message" }
);

function made(drawn: Drawn, index: number): number {
  const { n, how } = drawn.producers[index]!;
  if (isEndless(drawn)) return Infinity;
  return how.endsWith("yield") ? n : Math.min(n, 1);
}

function policyOf(ways: readonly string[], drawn: DrawnPolicy | null): Policy | null {
  return drawn && {
    ...drawn,
    refuse: { ...drawn.refuse, how: ways[drawn.refuse.how % ways.length]! },
  };
}

const several = (how: DrawnStep["how"]) =>
  how === "return" ? "yield" : how === "promise" ? "async yield" : how;

function portsOf(kind: CampaignNode["step"], next: readonly string[][]): CampaignNode["ports"] {
  if (kind === "stage") return [["out", next[0]!]];
  if (kind === "route") return [...new Set(next.flat())].map((id) => [id, [id]]);
  return ["low", "mid", "high"].map((name, index) => [name, next[index]!]);
}

function fedOnes(all: readonly CampaignNode[]): CampaignNode[] {
  const fed = new Set<string>();
  return all.filter((node) => {
    if (node.step !== "count" && !fed.has(node.id)) return false;
    for (const id of node.ports.flatMap(([, to]) => to)) fed.add(id);
    return true;
  });
}

/** A node with a policy fails in what that is asked about, or in some other way that it is not. */
function troubled(nodes: readonly CampaignNode[], { failures }: Drawn, ways: Ways): CampaignNode[] {
  const wishes = new Map(failures.map((one) => [one.node % nodes.length, one]));
  return nodes.map((node, index) => {
    const wish = wishes.get(index);
    if (wish === undefined) return node;
    if (node.policy?.then === "fail") return node;
    const mine = node.policy ? ways.tolerant : ways.plain[node.step];
    return { ...node, fail: { how: mine[wish.how % mine.length]!, at: wish.at } };
  });
}

/** The steps themselves have no schema, see there. */
const ANY_PARAMS = z.record(z.string(), z.any());

/** The graph of the nodes. The steps are our own: they are described here, not in a Worker. */
export function graphOf(nodes: readonly CampaignNode[]): FlowGraph {
  const module = (name: string) => new URL(name, import.meta.url).href;
  const specs = nodes.map((node) => ({
    id: node.id,
    step: node.step,
    params: paramsOf(node),
    next: nextOf(node),
    replicas: node.elastic ? 1 : node.replicas,
    queueLimit: node.queueLimit,
    ...settingsOf(node),
    permissions: NO_GRANTS,
    trusted: false,
    path: ["nodes", node.id],
  }));
  const described = specs.map(({ step, params }, at) => {
    const { light, borrows } = nodes[at]!;
    const [file, steps] = borrows
      ? ["./_borrowing.ts", { ...STEPS, ...BORROWING }] as const
      : ["./_steps.ts", STEPS] as const;
    return describeStep(
      { ...steps[step], params: ANY_PARAMS, light },
      { module: module(file), export: step, builtin: false },
      params,
    );
  });
  const { graph, issues } = buildGraph({ name: "campaign", nodes: specs }, described);
  if (!graph) throw new Error(issues.map(({ message }) => message).join("\n"));
  return graph;
}
