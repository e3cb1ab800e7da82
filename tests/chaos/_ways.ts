/** Ways to go wrong that the fault campaign gives to nodes. @module */
import { DEFAULT_MAX_ATTEMPTS } from "../../lib/graph/node_options.ts";
import type { End } from "../campaign/_arbitrary.ts";
import { CAMPAIGN_WAYS, type CampaignNode, type Ways } from "../campaign/_graph.ts";
import { isWaiting, wayOf } from "../campaign/_ways.ts";

const FAILING = [
  "throws nothing",
  "throws a trap",
  "overflows the stack",
  "wants too much memory",
  "reads what it may not",
  "exits",
  "exits as Node does",
  "closes",
];
const WAITING = ["never settles", "yields, then never settles", "settles late"];
const HARMLESS = ["slow", "blocks briefly", "prints"];
const STRAYING = ["a timer throws", "a rejection that nobody sees"];
const HANGING = [...WAITING, "blocks"];
const HANGING_LIFE = ["init never settles", "finish never settles"];

/** The ways for an execution that ends so: what hangs is for those that something ends. */
export function waysFor({ kind }: End): Ways {
  const isBounded = kind === "deadline" || kind === "stall";
  const more = isBounded
    ? [...HANGING, ...HANGING, ...HANGING_LIFE]
    : [...FAILING, ...WAITING, ...HARMLESS, ...STRAYING];
  const refused = [...FAILING, ...WAITING, ...HARMLESS];
  const crashing = [...refused, ...STRAYING, ...STRAYING];
  const { plain } = CAMPAIGN_WAYS;
  return {
    plain: { ...withMore(plain, more), count: [...plain.count, ...isBounded ? HANGING_LIFE : []] },
    refused: {
      ...withMore(CAMPAIGN_WAYS.refused, crashing),
      count: [],
      note: [...CAMPAIGN_WAYS.refused.note, ...refused],
    },
    tolerant: [...CAMPAIGN_WAYS.tolerant, ...isBounded ? HANGING_LIFE : []],
  };
}

function withMore(ways: Ways["plain"], more: readonly string[]): Ways["plain"] {
  const entries = Object.entries(ways).map(([step, own]) => [step, [...own, ...more]]);
  return Object.fromEntries(entries);
}

const TIMEOUT_MS = 20;

/**
 * Lets some of those whose packets crash them do without a policy: what becomes of these is for the
 * engine to say.
 */
export function silenced(node: CampaignNode, at: number, attempts: number | null): CampaignNode {
  const { policy } = node;
  if (policy === null || wayOf(policy.refuse.how, node).effect !== "crashes") return node;
  const limited = { ...node, maxAttempts: attempts };
  if (at % 2 === 0) return limited;
  const retries = (attempts ?? DEFAULT_MAX_ATTEMPTS) - 1;
  return { ...limited, policy: { ...policy, silent: true, then: "quarantine", retries } };
}

/**
 * Gives those who wait where a policy is asked, or where nothing else ends them, a time limit.
 * Besides such a wait they answer at once: whatever else the machine does, they are in time.
 */
export function limited(node: CampaignNode, { kind }: End): CampaignNode {
  const isBounded = kind === "deadline" || kind === "stall";
  const waits = node.policy ? isWaiting(node.policy.refuse.how) : false;
  const fails = node.fail !== null && isWaiting(node.fail.how) && !isBounded;
  if (!waits && !fails) return node;
  // it would wait for its error to come
  const fail = node.fail && STRAYING.includes(node.fail.how) ? null : node.fail;
  const isOne = node.how === "return" || node.how === "promise";
  return { ...node, fail, timeoutMs: TIMEOUT_MS, how: isOne ? "return" : "yield", wait: "none" };
}
