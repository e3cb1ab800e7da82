/** What is told of an execution that had to be ended, or of a host that had to be given up. @module */
import type { Failure } from "../telemetry/report.ts";
import { countsOf } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import { type Answers, explainWaits, seconds } from "./stall.ts";
import type { Inside, Watch } from "./watch.ts";
import type { Words } from "./words.ts";

/** Producers and consumers that are told of more. */
const MOST_COUNTS = 5;

const NOBODY = { node: "", replica: 0, phase: "host", packet: null } as const;
const UNTHROWN = { denial: null, stack: null } as const;

/** The deadline has come: how far it got. */
export function deadlineFailure(plan: Plan, words: Words, deadlineMs: number): Failure {
  return {
    code: "deadline",
    ...NOBODY,
    message: `not done after ${seconds(deadlineMs)}: ${progress(plan, words)}`,
    hint: "give it more time, or let it process fewer packets",
    ...UNTHROWN,
  };
}

/** After the deadline, what was in flight took too long, too. */
export function overdueFailure(watch: Watch, answers: Answers, graceMs: number): Failure {
  return {
    code: "deadline",
    ...placeOf(watch.inside()[0]),
    message: `what was in flight took longer than another ${seconds(graceMs)} and is given up: ` +
      explainWaits(watch, answers),
    hint: null,
    ...UNTHROWN,
  };
}

/** Nothing has moved for long. */
export function stalledFailure(watch: Watch, answers: Answers): Failure {
  const [longest] = watch.inside();
  return {
    code: "stalled",
    ...placeOf(longest),
    message: `nothing has moved for ${seconds(watch.quietMs)}: ${explainWaits(watch, answers)}`,
    hint: longest
      ? `look at what ${longest.node} waits for or computes, or allow it more time`
      : null,
    ...UNTHROWN,
  };
}

/** A Worker that is gone, or that something keeps from ever listening. */
export function silentFailure(node: string, replica: number, silentMs: number): Failure {
  return {
    code: "host_lost",
    ...NOBODY,
    node,
    replica,
    message: `the Worker of ${node} has not answered for ${
      seconds(silentMs)
    }, though no step is at work`,
    hint: "a timer or a listener of the step may block its thread",
    ...UNTHROWN,
  };
}

/** A replica that did not come back from the step's code when all was to end. */
export function leftBehindFailure(inside: Inside): Failure {
  const { node, replica, packet, phase } = inside;
  return {
    code: "left_behind",
    node,
    replica,
    phase: "host",
    packet,
    message: `${node} did not come back from ${phase} and was left behind`,
    hint: "a step that computes for long cannot be stopped: split its work, or await in between",
    ...UNTHROWN,
  };
}

/** A host that did not end, though none of its steps is at work. */
export function unansweredFailure(node: string, replica: number, ready: boolean): Failure {
  return {
    code: "left_behind",
    node,
    replica,
    phase: ready ? "host" : "import",
    packet: null,
    message: ready
      ? `the Worker of ${node} did not end and was left behind`
      : `${node} was still being loaded and was left behind`,
    hint: ready ? null : "something in the step's module, outside its functions, does not end",
    ...UNTHROWN,
  };
}

function placeOf(inside: Inside | undefined): Pick<Failure, keyof typeof NOBODY> {
  if (!inside) return NOBODY;
  const { node, replica, phase, packet } = inside;
  return { node, replica, phase, packet };
}

/** What was sent at the beginning, and what has come to the end. */
function progress(plan: Plan, words: Words): string {
  const clauses = (["producer", "consumer"] as const).flatMap((role) =>
    plan.nodes.filter((node) => node.role === role).map((node) => {
      const { emitted, done } = countsOf(node, words);
      return role === "producer"
        ? `${node.id} had sent ${emitted}`
        : `${node.id} had taken ${done}`;
    })
  );
  const more = clauses.length - MOST_COUNTS;
  return [...clauses.slice(0, MOST_COUNTS), ...(more > 0 ? [`… (${more} more)`] : [])].join(", ");
}
