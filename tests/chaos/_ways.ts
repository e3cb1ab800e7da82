/** Ways to go wrong that the fault campaign gives to nodes, and where these are executed. @module */
import { DEFAULT_MAX_ATTEMPTS } from "../../lib/graph/node_options.ts";
import type { Isolation } from "../../lib/graph/mod.ts";
import type { Drawn, End } from "../campaign/_arbitrary.ts";
import { type CampaignNode, nodesOf, type Ways } from "../campaign/_graph.ts";
import type { TestMode } from "../conformance/_flow.ts";
import { isBusy, isWaiting, wayOf } from "../campaign/_ways.ts";

/** A case, as far as it decides about nodes. */
export interface Placed {
  readonly mode: TestMode;
  readonly drawn: Drawn;
  /** By node; those behind the end of the list have null. */
  readonly isolations: readonly (Isolation | null)[];
}

const FAILING = [
  "throws nothing",
  "throws a trap",
  "overflows the stack",
  "wants too much memory",
  "reads what it may not",
];
const EXITING = ["exits", "exits as Node does", "closes"];
const WAITING = ["never settles", "yields, then never settles", "settles late"];
const HARMLESS = ["slow", "blocks briefly", "prints"];
const STRAYING = ["a timer throws", "a rejection that nobody sees"];
const HANGING = [...WAITING, "blocks"];
const HANGING_LIFE = ["init never settles", "finish never settles"];

const LIFE = ["init throws", "finish throws", "finish rejects"];
const IN_RUN = ["throws", "rejects", "answers, then throws", "cannot cross"];
/** What costs a step its memory comes more often than others: it has the most to go wrong. */
const CRASHING = [...EXITING, ...STRAYING, ...STRAYING];

/** The ways for an execution that ends so: what hangs is for those that something ends. */
function waysFor(end: End): Ways {
  const plain = isBounded(end)
    ? ["throws", ...HANGING, ...HANGING_LIFE]
    : [...IN_RUN, ...FAILING, ...CRASHING, ...WAITING, ...HARMLESS, ...LIFE];
  const life = isBounded(end) ? HANGING_LIFE : LIFE;
  const refused = ["throws", "rejects", ...FAILING, ...EXITING, ...WAITING, ...HARMLESS];
  const crashing = ["answers, then throws", ...refused, ...CRASHING, "blocks"];
  const stager = (nowhere: string) => [nowhere, ...crashing];
  return {
    plain: {
      count: ["throws", ...life],
      stage: plain,
      split: plain,
      route: plain,
      note: plain.filter(isForConsumers),
    },
    refused: {
      count: [],
      stage: stager("no such port"),
      split: stager("no such port"),
      route: stager("no such node"),
      note: refused,
    },
    tolerant: ["finish throws", ...HARMLESS, ...isBounded(end) ? HANGING_LIFE : []],
  };
}

/** Nobody asks what they give, and what they do late is done all the same. */
const isForConsumers = (how: string) => how !== "cannot cross" && how !== "settles late";

const isBounded = ({ kind }: End) => kind === "deadline" || kind === "stall";

/** The nodes of a case. */
export function nodesIn(placed: Placed): CampaignNode[] {
  const { drawn, isolations } = placed;
  return nodesOf(drawn, waysFor(drawn.end))
    .map((node, at) => apart(node, isolations[at] ?? null))
    .map((node) => limited(node, placed))
    .map((node, at) => silenced(node, at));
}

/** Only in a process of its own can a step do its worst; a consumer there may fail in fewer ways. */
function apart(node: CampaignNode, isolation: Isolation | null): CampaignNode {
  if (isolation === null) return node;
  const { policy, fail } = node;
  const worse = (how: string) => isolation === "process" ? WORSE[how] ?? how : how;
  const isCrash = (how: string) => EXITING.includes(how) || STRAYING.includes(how);
  const isOut = (how: string) => node.step === "note" && isCrash(how);
  return {
    ...node,
    isolation,
    replicas: isolation === "process" ? Math.min(2, node.replicas) : node.replicas,
    policy: policy &&
      {
        ...policy,
        refuse: {
          ...policy.refuse,
          how: isOut(policy.refuse.how) ? "throws" : worse(policy.refuse.how),
        },
      },
    // its memory is gone after a crash: it would crash on the same packet again
    fail: fail && !isOut(fail.how)
      ? { how: worse(fail.how), at: isCrash(fail.how) ? Math.max(2, fail.at) : fail.at }
      : null,
  };
}

/** What a step may do instead, in a process. */
const WORSE: Readonly<Record<string, string>> = {
  closes: "aborts",
  "exits as Node does": "runs out of memory",
  blocks: "computes without end",
};

const TIMEOUT_MS = 20;
/** Where each packet goes to another thread and back, whatever else the machine does. */
const TIMEOUT_APART_MS = 500;

/**
 * Gives those who wait where a policy is asked, or where nothing else ends them, a time limit.
 * Besides such a wait they answer at once: whatever else the machine does, they are in time.
 */
function limited(node: CampaignNode, { mode, drawn: { end } }: Placed): CampaignNode {
  const { policy, fail } = node;
  const isOver = (how: string) => isWaiting(how) || isBusy(how);
  const waits = policy !== null && isOver(policy.refuse.how);
  const fails = fail !== null && isOver(fail.how) && !isBounded(end);
  if (!waits && !fails) return node;
  const isolation = node.isolation ?? (mode === "sequential" ? null : "worker");
  const isOne = node.how === "return" || node.how === "promise";
  return {
    ...node,
    isolation,
    // it would wait for its error to come, or for others
    fail: fails ? fail : null,
    // a cell that is slow to answer has to begin anew, and has forgotten what it refused
    policy: policy && isolation ? { ...policy, refuse: { ...policy.refuse, times: null } } : policy,
    timeoutMs: isolation ? TIMEOUT_APART_MS : TIMEOUT_MS,
    how: isOne ? "return" : "yield",
    wait: "none",
  };
}

/**
 * Lets some of those whose packets crash them do without a policy: what becomes of these is for the
 * engine to say.
 */
function silenced(node: CampaignNode, at: number): CampaignNode {
  const { policy } = node;
  if (policy === null || wayOf(policy.refuse.how, node).effect !== "crashes") return node;
  const maxAttempts = node.queueLimit > 4 ? null : node.queueLimit;
  const limited = { ...node, maxAttempts };
  if (at % 2 === 0) return limited;
  const retries = (maxAttempts ?? DEFAULT_MAX_ATTEMPTS) - 1;
  return { ...limited, policy: { ...policy, silent: true, then: "quarantine", retries } };
}
