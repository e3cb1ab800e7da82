/** What was set out to be reached, and whether it was. @module */
import { APART, FLAGGED, MULTIPROCESS, SEQUENTIAL, workersName } from "./contenders.ts";
import type { Extras } from "./extras.ts";
import type { Standing } from "./standings.ts";
import type { Workload } from "./workloads.ts";

/** Something to be reached. */
export interface Goal {
  /** What is compared with what. */
  readonly what: string;
  /** At least, or at most, this much. */
  readonly bound: "≥" | "≤";
  readonly limit: number;
  /** Behind the figures: `×`, ` ms` …. */
  readonly unit: string;
  /** The figure; null if something it needs was not measured. */
  readonly value: (figures: Figures) => number | null;
  /** What is to be known of the figure. */
  readonly remark?: string | ((figures: Figures) => string);
}

/** A goal with its figure. */
export interface Verdict {
  readonly what: string;
  readonly bound: "≥" | "≤";
  readonly limit: number;
  readonly unit: string;
  readonly value: number | null;
  /** Null if there is no figure. */
  readonly reached: boolean | null;
  readonly remark: string;
}

/** Looks up what was measured. */
export class Figures {
  constructor(readonly standings: readonly Standing[], readonly extras: Extras) {}

  /** One contender's figures. */
  find(workload: Workload, contender: string): Standing | undefined {
    return this.standings.find((each) =>
      each.workload === workload && each.contender === contender
    );
  }

  /** Median rate in messages per second; of several contenders that of the fastest. */
  rate(workload: Workload, ...contenders: string[]): number | null {
    const rates = contenders.flatMap((name) => this.find(workload, name)?.rate?.median ?? []);
    return rates.length === 0 ? null : Math.max(...rates);
  }
}

const ratio = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : a / b;

/** The names under which we take part in W2: plain arrays, and such in the engine's memory. */
const W2_ALLOC = `${MULTIPROCESS} (ctx.alloc)`;
const W2_OURS = [MULTIPROCESS, W2_ALLOC];

/** The figure that it would be if light steps did not share a Worker. */
const apart = (value: (figures: Figures) => number | null, unit = "×") => (figures: Figures) => {
  const figure = value(figures);
  return figure === null ? "" : `apart: ${Number(figure.toPrecision(3))}${unit}`;
};

/** A rate of ours as a multiple of another's. */
function times(
  workload: Workload,
  mine: readonly string[],
  limit: number,
  theirs: string,
  remark?: Goal["remark"],
): Goal {
  return {
    what: `${workload} ${mine.join(" or ")} ÷ ${theirs}`,
    bound: "≥",
    limit,
    unit: "×",
    value: (figures) => ratio(figures.rate(workload, ...mine), figures.rate(workload, theirs)),
    ...(remark === undefined ? {} : { remark }),
  };
}

/** Ours on W1 as a multiple of another's. */
function tiny(limit: number, theirs: string): Goal {
  const value = (figures: Figures) => ratio(figures.rate("W1", APART), figures.rate("W1", theirs));
  return times("W1", [MULTIPROCESS], limit, theirs, apart(value));
}

const forked = (name: string) => (figures: Figures) =>
  ratio(figures.rate("W4", name), figures.rate("W1", name));
const started = (name: string) => (figures: Figures) =>
  ratio(
    figures.find("W5", name)?.inProcessMs?.median,
    figures.find("W5", workersName("Deno", 1))?.inProcessMs?.median,
  );
function commandLine(name: string) {
  return (figures: Figures): number | null => {
    const whole = figures.find("W5", `${name}, command line`)?.wallMs.median;
    const inside = figures.find("W5", name)?.inProcessMs?.median;
    return whole === undefined || inside === undefined ? null : whole - inside;
  };
}
const grown = (contender: string) => ({ extras }: Figures): number | null => {
  const marks = extras.memory.find(({ name }) => name === contender)?.atKiB ?? [];
  return ratio(marks[1]?.[1], marks[0]?.[1]);
};
/** What is to be known first, and the figure of those who are apart. */
const also = (remark: string, others: (figures: Figures) => string) => (figures: Figures) =>
  [remark, others(figures)].filter((part) => part !== "").join("; ");

/** All goals, in the order of the workloads. */
export const GOALS: readonly Goal[] = [
  tiny(2, workersName("Node", 256)),
  tiny(4, "Node piscina b64"),
  tiny(15, "Node zeromq"),
  tiny(15, "Python Queue"),
  times("W1", [SEQUENTIAL], 0.5, "bare generators"),
  times("W1", [SEQUENTIAL], 1, "Node rxjs"),
  times("W2", W2_OURS, 0.75, "bare loop, reused array"),
  times("W2", W2_OURS, 1.15, workersName("Node", 16, true)),
  times("W2", W2_OURS, 2, "Python zmq"),
  times("W2", W2_OURS, 2, "Node zeromq", "stands in where Python has no pyzmq"),
  times("W2", W2_OURS, 7, "Python Queue", "without numpy the peer only takes 1 sample of 40"),
  {
    what: `W2 ${W2_ALLOC}: share of the images' bytes that were copied`,
    bound: "≤",
    limit: 0,
    unit: "",
    value: (figures) => figures.find("W2", W2_ALLOC)?.copied ?? null,
    remark: "by the counters of the report",
  },
  times("W3", [MULTIPROCESS], 0.97, "two bare Workers"),
  times("W3", [SEQUENTIAL], 0.95, "bare loop"),
  times("W3", [MULTIPROCESS + FLAGGED], 0.97, `two bare Workers${FLAGGED}`),
  times("W3", [SEQUENTIAL + FLAGGED], 0.95, `bare loop${FLAGGED}`),
  {
    what: "W4 ÷ W1, both multiprocess",
    bound: "≥",
    limit: 0.55,
    unit: "×",
    value: forked(MULTIPROCESS),
    remark: apart(forked(APART)),
  },
  {
    what: `W5 \`runFlow\` multiprocess ÷ four ${workersName("Deno", 1)}`,
    bound: "≤",
    limit: 1.3,
    unit: "×",
    value: started(MULTIPROCESS),
    remark: also("both inside a fresh process, cold", apart(started(APART))),
  },
  {
    what: "W5 command line, multiprocess: more than `runFlow` alone",
    bound: "≤",
    limit: 250,
    unit: " ms",
    value: commandLine(MULTIPROCESS),
    remark: also("process start, YAML, zod, check, report", apart(commandLine(APART), " ms")),
  },
  {
    what: "one packet alone, multiprocess, median",
    bound: "≤",
    limit: 100,
    unit: " µs",
    value: ({ extras }) => extras.latency.find(({ name }) => name === MULTIPROCESS)?.p50 ?? null,
  },
  {
    what: "memory after all packets ÷ after a tenth of them",
    bound: "≤",
    limit: 1.1,
    unit: "×",
    value: grown(MULTIPROCESS),
    remark: apart(grown(APART)),
  },
];

/** Goals that no figure of this bench can tell. */
export const NOT_MEASURED: readonly string[] = [
  "cost of ledger, counters and error policy: no engine without them exists to compare with",
];

/** Compares each goal with its figure. */
export function judge(figures: Figures, goals: readonly Goal[] = GOALS): Verdict[] {
  return goals.map(({ what, bound, limit, unit, value, remark = "" }) => {
    const figure = value(figures);
    const reached = figure === null ? null : bound === "≥" ? figure >= limit : figure <= limit;
    const told = typeof remark === "string" ? remark : remark(figures);
    return { what, bound, limit, unit, value: figure, reached, remark: told };
  });
}
