/** Reads the text format of Prometheus, strictly, for tests. @module */

/** Values by metric and labels, as they stand in the text: `name{a="b"}`. */
export type Series = ReadonlyMap<string, number>;

const HEAD = /^# (HELP|TYPE) ([a-z_]+) (.+)$/;
const POINT = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (\S+)$/;
const TYPES = ["counter", "gauge", "histogram"];

/**
 * Every point of a text.
 *
 * @throws {Error} for what is not as the format wants it
 */
export function parseMetrics(text: string): Series {
  const series = new Map<string, number>();
  const types = new Map<string, string>();
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line has no end");
  for (const line of text.split("\n").slice(0, -1)) {
    const [, kind, name = "", rest = ""] = HEAD.exec(line) ?? [];
    if (kind === "TYPE") {
      if (!TYPES.includes(rest) || types.has(name)) throw new Error(`bad type: ${line}`);
      types.set(name, rest);
    }
    if (kind !== undefined) continue;
    const [, metric = "", labels, value] = POINT.exec(line) ?? [];
    const base = types.get(metric) ?? types.get(metric.replace(/_(bucket|sum|count)$/, ""));
    if (base === undefined) throw new Error(`no point of a known metric: ${line}`);
    const key = `${metric}{${labels}}`;
    if (series.has(key) || !Number.isFinite(Number(value))) throw new Error(`bad point: ${line}`);
    series.set(key, Number(value));
  }
  return series;
}
