/**
 * One execution of one flow in one engine: `deno run -A tools/bench/ours.ts FLOW WAY N [MARK …]`.
 * WAY is a mode, or `apart`: multiprocess with a Worker for each replica, however light.
 *
 * Its time is that from "all steps are ready and the producer has begun" to "the consumer has seen
 * the last message", by the notes of the steps; starting Workers and closing the report lie
 * outside. `wallMs` in the facts is the whole of `runFlow`. At each MARK (a count of messages) the
 * memory of the process is noted.
 *
 * @module
 */
import { runFlow } from "../../lib/engine/mod.ts";
import type { Mode } from "../../lib/telemetry/report.ts";
import { type FlowName, graphOf } from "./flows.ts";
import { memoryKiB, skip, tell } from "./result.mjs";
import { percentile } from "./statistics.ts";
import type { Note } from "./steps.ts";

/** What the notes of an execution add up to. */
class Notes {
  #started = -Infinity;
  #end: { ended: number; count: number; sum: number } | null = null;
  #latencies: readonly number[] = [];
  readonly rssKiB: Record<string, number | null> = {};

  /** Takes a line of the log. */
  read(line: string): void {
    const note = JSON.parse(line) as Note;
    if ("ready" in note) this.#started = Math.max(this.#started, note.ready);
    else if ("begun" in note) this.#started = Math.max(this.#started, note.begun);
    else if ("reached" in note) this.rssKiB[note.reached] = memoryKiB("VmRSS");
    else if ("latencies" in note) this.#latencies = note.latencies;
    else this.#end = note;
  }

  /** Count, sum and time; for a flow that measures latency its percentiles in µs. */
  result(): { count: number; sum: number; ms: number; facts: object } {
    if (this.#latencies.length > 0) {
      const [p50, p99] = [0.5, 0.99].map((share) => percentile(this.#latencies, share));
      return { count: this.#latencies.length, sum: 0, ms: NaN, facts: { p50, p99 } };
    }
    if (this.#end === null) throw new Error("the consumer said nothing");
    const { ended, count, sum } = this.#end;
    return { count, sum, ms: ended - this.#started, facts: {} };
  }
}

const [name, way, n, ...marks] = Deno.args as [FlowName, Mode | "apart", string, ...string[]];
const graph = await graphOf(name, Number(n), marks.map(Number));
const notes = new Notes();
const start = performance.now();
const report = await runFlow(graph, {
  mode: way === "apart" ? "multiprocess" : way,
  apart: way === "apart",
  base: import.meta.url,
  onLog: ({ message }) => notes.read(message),
});
const wallMs = performance.now() - start;
const unable = report.errors.find(({ message }) => message.includes("ctx.alloc"));
if (unable) {
  skip(unable.message);
} else if (report.status !== "done") {
  console.error(report.errors.map(({ message }) => message).join("\n"));
  Deno.exit(1);
} else {
  const { facts, ...result } = notes.result();
  const { arrayBytes } = Object.values(report.nodes).find(({ role }) => role === "producer")!;
  tell({ ...result, facts: { ...facts, wallMs, arrayBytes, rssAtKiB: notes.rssKiB } });
}
