/** What must come of each way in which a step of random graphs can go wrong. @module */
import type { Phase } from "../../lib/telemetry/report.ts";
import type { CampaignNode } from "./_graph.ts";

/** What comes of it. */
export interface Way {
  /**
   * Whether the attempt fails; costs the step its memory, and is made again; an error outside of `run`
   * fails the execution; nothing comes of it; or the step does not come back, or not soon, so that
   * something else has to end it.
   */
  readonly effect: "fails" | "crashes" | "strays" | "nothing" | "hangs";
  /** Of the failure; null where there is none. */
  readonly phase: Phase | null;
  /** Of the failure; null where there is none. */
  readonly code: string | null;
}

const inRun = (code = "run_failed"): Way => ({ effect: "fails", phase: "run", code });
const nothing: Way = { effect: "nothing", phase: null, code: null };
const hangs: Way = { effect: "hangs", phase: null, code: null };
const stray: Way = { effect: "strays", phase: "host", code: "host_failed" };
const init: Way = { effect: "fails", phase: "init", code: "init_failed" };
const finish: Way = { effect: "fails", phase: "finish", code: "finish_failed" };

const WAYS: Readonly<Record<string, Way>> = {
  throws: inRun(),
  rejects: inRun(),
  "answers, then throws": inRun(),
  "no such port": inRun(),
  "no such node": inRun(),
  "cannot cross": { effect: "fails", phase: "send", code: "cannot_cross" },
  "throws nothing": inRun(),
  "throws a trap": inRun(),
  "overflows the stack": inRun(),
  "wants too much memory": inRun(),
  "reads what it may not": inRun("permission_denied"),
  exits: inRun("step_exit"),
  "exits as Node does": inRun("step_exit"),
  closes: inRun("step_exit"),
  "never settles": hangs,
  "yields, then never settles": hangs,
  "settles late": hangs,
  blocks: hangs,
  "computes without end": hangs,
  aborts: { effect: "strays", phase: "run", code: "crashed" },
  "runs out of memory": { effect: "strays", phase: "run", code: "crashed" },
  slow: nothing,
  "blocks briefly": nothing,
  prints: nothing,
  "a timer throws": stray,
  "a rejection that nobody sees": stray,
  "init throws": init,
  "init rejects": init,
  "init false": init,
  "init never settles": hangs,
  "finish throws": finish,
  "finish rejects": finish,
  "finish never settles": hangs,
};

/** What must come of a way: in a consumer, which may not begin anew, a crash is a failure. */
export function wayOf(how: string, { step, timeoutMs, isolation }: Where): Way {
  const way = WAYS[how];
  if (way === undefined) throw new Error(`nobody has said what comes of "${how}"`);
  if (timeoutMs !== null && isWaiting(how)) return inRun("timeout");
  // what computes in its host's thread cannot be stopped: what it gives counts, however late
  if (timeoutMs !== null && isBusy(how)) return isolation === null ? nothing : inRun("timeout");
  if (step === "note" || !isCrash(way)) return way;
  return { ...way, effect: "crashes", code: isolation === null ? way.code : "crashed" };
}

/** Where something goes wrong. */
type Where = Pick<CampaignNode, "step" | "timeoutMs" | "isolation">;

const isCrash = ({ effect, code }: Way) => effect === "strays" || code === "step_exit";

/** Whether it keeps its thread from all else. */
export const isBusy = (how: string): boolean => how === "blocks" || how === "computes without end";

/** Whether a time limit ends it: a step that waits inside `run`. */
export const isWaiting = (how: string): boolean =>
  /settle/.test(how) && !/^(init|finish)/.test(how);
