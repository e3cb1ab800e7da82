/** What nodes did over the last minute, for sparklines and quantiles. @module */
import { quantile, since } from "../../telemetry/durations.ts";
import type { NodeSnapshot, Snapshot } from "../../telemetry/report.ts";
import { progressOf } from "../../telemetry/rates.ts";

/** From one point to the next. */
const STEP_MS = 1000;
/** Points that are kept: a minute. */
const MOST = 61;
/** Quantiles are of packets in the last so many steps. */
const RECENT = 10;

/** How a node did over the last minute. */
export interface Trend {
  /** Packets per second in each step, the oldest first. */
  readonly rates: readonly number[];
  /** Part of the inbox in use at the end of each step. */
  readonly fills: readonly number[];
  /** Median and 99th percentile of the time per packet in the last 10 s, in ms; null if unknown. */
  readonly p50: number | null;
  readonly p99: number | null;
}

const NOTHING: Trend = { rates: [], fills: [], p50: null, p99: null };

/** Keeps a point per second. */
export class History {
  #points: Snapshot[] = [];
  #trends = new Map<string, Trend>();

  /** Notes a snapshot if it is time for one. */
  note(snapshot: Snapshot): void {
    const last = this.#points.at(-1);
    if (last && snapshot.elapsedMs - last.elapsedMs < STEP_MS) return;
    this.#points = [...this.#points.slice(1 - MOST), snapshot];
    this.#trends = new Map(snapshot.nodes.map(({ id }) => [id, this.#trendOf(id)]));
  }

  /** The trend of a node. */
  of(id: string): Trend {
    return this.#trends.get(id) ?? NOTHING;
  }

  #trendOf(id: string): Trend {
    const series = this.#points.flatMap(({ nodes, elapsedMs }) => {
      const node = nodes.find((one) => one.id === id);
      return node ? [{ node, elapsedMs }] : [];
    });
    const rates = series.slice(1).map(({ node, elapsedMs }, at) => {
      const before = series[at]!;
      const seconds = (elapsedMs - before.elapsedMs) / 1000;
      return (progressOf(node) - progressOf(before.node)) / seconds;
    });
    const nodes = series.map(({ node }) => node);
    return { rates, fills: nodes.slice(1).map(fillOf), ...quantilesOf(nodes) };
  }
}

const fillOf = ({ role, queued, queueLimit }: NodeSnapshot) =>
  role === "producer" ? 0 : Math.min(1, queued / queueLimit);

function quantilesOf(nodes: readonly NodeSnapshot[]): Pick<Trend, "p50" | "p99"> {
  const now = nodes.at(-1)?.durations;
  const before = nodes.at(-1 - RECENT)?.durations ?? [];
  if (now === undefined) return { p50: null, p99: null };
  const recent = since(now, before);
  return { p50: quantile(recent, 0.5), p99: quantile(recent, 0.99) };
}

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The last `width` values as a row of bars. @param top what a full bar stands for */
export function sparkline(values: readonly number[], width: number, top: number): string {
  const shown = values.slice(-width);
  const bars = shown.map((value) => {
    const level = top > 0 ? Math.round((LEVELS.length - 1) * value / top) : 0;
    return LEVELS[Math.max(0, Math.min(LEVELS.length - 1, level))]!;
  });
  return " ".repeat(width - bars.length) + bars.join("");
}
