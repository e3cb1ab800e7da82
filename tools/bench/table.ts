/** The results as Markdown. @module */
import { APART, CONTENDERS, MULTIPROCESS, SEQUENTIAL } from "./contenders.ts";
import type { Extras } from "./extras.ts";
import { Figures, NOT_MEASURED, type Verdict } from "./goals.ts";
import type { Out } from "./rounds.ts";
import type { Spread } from "./statistics.ts";
import { FACTS, type Workload, WORKLOADS } from "./workloads.ts";

/** Thousands apart by blanks. */
const whole = (value: number): string => Math.round(value).toLocaleString("en").replace(/,/g, " ");
/** Three figures, so that small ratios are told apart. */
const short = (value: number): string =>
  Math.abs(value) >= 100 ? whole(value) : Number(value.toPrecision(3)).toString();
const range = ({ min, max }: Spread, show: (value: number) => string): string =>
  `${show(min)}–${show(max)}`;
const times = (a: number | null | undefined, b: number): string =>
  a === null || a === undefined ? "–" : `${short(a / b)}×`;
const megabytes = (kiB: number | null): string => kiB === null ? "–" : whole(kiB * 1.024 / 1000);

/** A table of Markdown; columns of figures are aligned to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const isFigure = (at: number) => rows.every((row) => /^(\d|–)/.test(row[at]!));
  return [line(head), line(head.map((_, at) => isFigure(at) ? "---:" : "---")), ...rows.map(line)]
    .join(
      "\n",
    );
}

const rounds = (used: number, taken: number, disturbed: number): string =>
  `${used}/${taken}${disturbed > 0 ? ` (${disturbed} disturbed)` : ""}`;

/** How a contender does it. */
const how = (workload: Workload, name: string): string =>
  CONTENDERS.find((each) => each.workload === workload && each.name === name)?.how ?? "";

/** The contenders of one workload, fastest first. */
export function rateTable(figures: Figures, workload: Workload): string {
  const { bytes } = FACTS[workload];
  const sequential = figures.rate(workload, SEQUENTIAL);
  const multiprocess = figures.rate(workload, MULTIPROCESS) ?? figures.rate(workload, APART);
  const rows = figures.standings.filter((each) => each.workload === workload)
    .toSorted((a, b) => b.rate!.median - a.rate!.median)
    .map(({ contender, rate, rssKiB, used, taken, disturbed }) => [
      contender,
      how(workload, contender),
      whole(rate!.median),
      range(rate!, whole),
      ...(bytes === undefined ? [] : [(rate!.median * bytes / 1e9).toFixed(2)]),
      times(sequential, rate!.median),
      times(multiprocess, rate!.median),
      megabytes(rssKiB),
      rounds(used, taken, disturbed),
    ]);
  return markdownTable([
    "contender",
    "how",
    "msg/s",
    "min–max",
    ...(bytes === undefined ? [] : ["GB/s"]),
    "ours seq. ÷ it",
    "ours mp. ÷ it",
    "peak MB",
    "rounds",
  ], rows);
}

/** W5: times instead of rates. */
export function startTable(figures: Figures): string {
  const rows = figures.standings.filter(({ workload }) => workload === "W5")
    .toSorted((a, b) => a.wallMs.median - b.wallMs.median)
    .map(({ contender, wallMs, inProcessMs, rssKiB, used, taken, disturbed }) => [
      contender,
      how("W5", contender),
      whole(wallMs.median),
      range(wallMs, whole),
      inProcessMs === null ? "–" : whole(inProcessMs.median),
      megabytes(rssKiB),
      rounds(used, taken, disturbed),
    ]);
  return markdownTable(
    ["contender", "how", "whole process ms", "min–max", "inside ms", "peak MB", "rounds"],
    rows,
  );
}

/** Goals beside figures. */
export function goalTable(verdicts: readonly Verdict[]): string {
  const answer = { true: "yes", false: "**no**", null: "not measured" };
  return markdownTable(
    ["goal", "at", "measured", "reached", "remark"],
    verdicts.map(({ what, bound, limit, unit, value, reached, remark }) => [
      what,
      `${bound} ${limit}${unit}`,
      value === null ? "–" : `${short(value)}${unit}`,
      answer[`${reached}`],
      remark,
    ]),
  );
}

function extraTables({ cells, latency, memory }: Extras): string[] {
  const tables: string[] = [];
  if (latency.length > 0) {
    const rows = latency.map(({ name, p50, p99 }) => [name, short(p50), short(p99)]);
    tables.push("### One packet alone", "", markdownTable(["", "p50 µs", "p99 µs"], rows), "");
  }
  if (cells.length > 0) {
    const rows = cells.map(({ name, tiny, large }) => [name, short(tiny), short(large)]);
    const header = ["the stage is", "W1, µs per packet", "W2, µs per packet"];
    tables.push("### Steps in a place of their own", "", markdownTable(header, rows), "");
  }
  if (memory.length > 0) {
    const rows = memory.map(({ name, rate, atKiB }) => [
      name,
      whole(rate),
      atKiB.map(([packets, kiB]) => `${megabytes(kiB)} MB after ${whole(packets)}`).join(", "),
    ]);
    tables.push("### Memory over time (W1)", "", markdownTable(["", "msg/s", "RSS"], rows), "");
  }
  return tables;
}

/** One line per contender and reason, with all workloads in which it was so. */
export function outLines(out: readonly Out[]): string[] {
  const groups = Map.groupBy(
    out,
    ({ contender, reason, wrong }) => `${contender}: ${wrong ? "**wrong**: " : ""}${reason}`,
  );
  return [...groups].map(([line, them]) =>
    `- ${them.map(({ workload }) => workload).join(", ")} ${line}`
  );
}

/** Everything, as it stands in the document; workloads that were not measured are left out. */
export function resultText(
  figures: Figures,
  verdicts: readonly Verdict[],
  out: readonly Out[],
): string {
  const workloads = WORKLOADS.filter((name) =>
    figures.standings.some(({ workload }) => workload === name)
  );
  return [
    "### Goals",
    "",
    goalTable(verdicts),
    "",
    ...NOT_MEASURED.map((goal) => `- Not measured: ${goal}.`),
    "",
    ...workloads.flatMap((name) => [
      `### ${name}: ${FACTS[name].title}`,
      "",
      name === "W5" ? startTable(figures) : rateTable(figures, name),
      "",
    ]),
    ...extraTables(figures.extras),
    ...(out.length === 0 ? [] : ["### Not taking part", "", ...outLines(out), ""]),
  ].join("\n");
}

const MARKS = ["<!-- bench: written by `deno task bench --write` -->", "<!-- /bench -->"] as const;

/** The document with the text between its marks replaced. @throws {Error} if a mark is missing */
export function between(document: string, text: string): string {
  const [from, to] = MARKS.map((mark) => document.indexOf(mark)) as [number, number];
  if (from < 0 || to < from) throw new Error(`the document lacks ${MARKS.join(" … ")}`);
  return `${document.slice(0, from + MARKS[0].length)}\n\n${text.trim()}\n\n${document.slice(to)}`;
}
