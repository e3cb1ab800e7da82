/** What can be said of the connections: payloads, direction, cycles, and nodes left out. @module */
import type { Connections } from "./connect.ts";
import type { Draft, Issues, Link } from "./draft.ts";
import { isSound } from "./draft.ts";
import { findCycles } from "./order.ts";
import { quoted } from "./suggest.ts";

/** Checks the connections of a flow. */
export function checkLinks(
  drafts: readonly Draft[],
  connections: Connections,
  issues: Issues,
): void {
  const { links } = connections;
  for (const link of links) checkLink(link, issues);
  checkCycles(drafts, links.filter(goesForward), issues);
  checkReach(drafts, connections, issues);
}

/** Links that are mistakes in themselves close no further cycle. */
const goesForward = ({ from, to }: Link) => from !== to && to.step?.signature.kind !== "producer";

function checkLink({ from, port, to, path }: Link, issues: Issues): void {
  const target = to.step?.signature;
  if (from === to) {
    const message = `node ${quoted(from.spec.id)} feeds itself`;
    issues.error(from, "self_loop", message, { path, hint: "name another node" });
  } else if (target?.kind === "producer") {
    const message = `node ${quoted(to.spec.id)} is a producer: nothing can feed it`;
    issues.error(from, "producer_has_input", message, {
      path,
      hint: "name the node that is to take what comes out here",
    });
  } else if (port !== null && from.step && target) {
    const given = payloadOf(from, port);
    if (given === "any" || target.input.includes("any") || target.input.includes(given)) return;
    issues.error(
      from,
      "payload_mismatch",
      `port ${quoted(port)} of node ${quoted(from.spec.id)} gives ${given}, ` +
        `but node ${quoted(to.spec.id)} takes ${target.input.join(" or ") || "nothing"}`,
      {
        path,
        hint: "connect another port, or put a step between them that turns one into the other",
      },
    );
  }
}

function payloadOf({ step }: Draft, port: string): string {
  const { dynamic, outputs } = step!.signature;
  return dynamic ?? (Object.hasOwn(outputs, port) ? outputs[port]!.payload : "any");
}

function checkCycles(drafts: readonly Draft[], links: readonly Link[], issues: Issues): void {
  const next: number[][] = drafts.map(() => []);
  for (const { from, to } of links) next[from.index]!.push(to.index);
  for (const cycle of findCycles(next)) {
    const [first, last] = [drafts[cycle[0]!]!, drafts[cycle.at(-1)!]!];
    const closing = links.find(({ from, to }) => from === last && to === first)!;
    const names = [...cycle, cycle[0]!].map((index) => drafts[index]!.spec.id);
    issues.error(last, "cycle", `the flow runs in a circle: ${names.join(" -> ")}`, {
      path: closing.path,
      hint: "remove one of these connections",
    });
  }
}

/**
 * Every node that a producer does not reach is on or behind a cycle, which is told already, or on
 * or behind a node that nothing feeds: only those are told.
 */
function checkReach(
  drafts: readonly Draft[],
  { links, meant }: Connections,
  issues: Issues,
): void {
  if (drafts.some(({ spec }) => !isSound(spec, "next"))) return;
  const allKnown = drafts.every(({ step }) => step !== null);
  if (allKnown && drafts.length > 0 && !drafts.some(isProducer)) {
    issues.error(null, "no_producer", "no node is a producer, so nothing would ever flow", {
      path: ["nodes"],
      at: "key",
      hint: "add a node whose step is a producer, such as a reader of files",
    });
    return;
  }
  const fed = new Set([...links.map(({ to }) => to), ...meant]);
  for (const draft of drafts) {
    if (fed.has(draft) || draft.step === null || isProducer(draft)) continue;
    issues.error(draft, "unreachable_node", `nothing feeds node ${quoted(draft.spec.id)}`, {
      at: "key",
      hint: "name it in the `next` of another node, or remove it",
    });
  }
}

const isProducer = ({ step }: Draft) => step?.signature.kind === "producer";
