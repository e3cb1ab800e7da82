/** What each node did when: busy strips, rates, queues, in a row per node. @module */
import { formatDuration, formatRate } from "../../telemetry/format.ts";
import type { NodeReport, Report } from "../../telemetry/report.ts";
import type { NodeSeries } from "../../telemetry/series.ts";
import { areaCurve, busyStrip, ratesOf, type Span } from "./curves.ts";
import { type Html, html } from "./html.ts";

/** The rows, and what they show; what to do for them if the report has none. */
export function overTimeOf({ series, nodes, wallMs }: Report): Html {
  if (series === undefined || series.atMs.length < 2) {
    return html`<p class="quiet">This report has no series: it is written by
<code>run --report</code>, of executions that last.</p>`;
  }
  const { atMs } = series;
  const span = { fromMs: 0, toMs: Math.max(wallMs, atMs.at(-1)!) };
  const rows = Object.entries(nodes).flatMap(([id, node]) => {
    const own = series.nodes[id];
    return own ? [rowOf(id, node, own, atMs, span)] : [];
  });
  const axis = html`<div class="axis"><span>0 s</span><span>${
    formatDuration(span.toMs)
  }</span></div>`;
  return html`
    ${slowestOf(nodes, wallMs)}
    <p class="quiet small">The stronger a strip, the busier the node; the line below it is its
    life. Curves are as high as their largest value, which is beside them.</p>
    <div class="scroll">
      <table class="over">
        <thead>
          <tr>
            <th>node</th>
            <th style="width:27%">busy</th>
            <th></th>
            <th style="width:22%">rate</th>
            <th></th>
            <th style="width:22%">queue</th>
            <th></th>
          </tr>
        </thead>
        <tbody>${rows}<tr><td></td><td>${axis}</td><td></td><td>${axis}</td><td></td><td>${axis}</td><td></td>
    </tr></tbody>
      </table>
    </div>
  `;
}

function rowOf(
  id: string,
  node: NodeReport,
  { done, queued, busyMs, beganMs, endedMs }: NodeSeries,
  atMs: readonly number[],
  span: Span,
): Html {
  const rates = ratesOf(atMs, done);
  const [fastest, longest] = [Math.max(0, ...rates), Math.max(0, ...queued)];
  const life = beganMs === null ? null : { fromMs: beganMs, toMs: endedMs ?? span.toMs };
  const share = busyMs.at(-1)! / Math.max(1, node.replicas * span.toMs);
  const busy = `${Math.round(100 * Math.min(1, share))} %`;
  return html`<tr><td class="mono">${id}</td>
<td>${busyStrip(atMs, busyMs, node.replicas, life, span, `busy ${busy} of the time`)}</td>
<td class="value">${busy}</td>
<td>${areaCurve(atMs.slice(1), rates, fastest, span, `at most ${formatRate(fastest)}`)}</td>
<td class="value">${formatRate(fastest)}</td>
${
    node.role === "producer"
      ? html`
        <td></td>
        <td></td>
      `
      : html`<td>${areaCurve(atMs, queued, longest, span, `at most ${longest} waiting`)}</td>
<td class="value">${longest}/${node.queueLimit}</td>`
  }</tr>`;
}

/** The node that was busy for most of its time. */
function slowestOf(nodes: Report["nodes"], wallMs: number): Html | null {
  const shares = Object.entries(nodes)
    .map(([id, { busyMs, replicas }]) => ({ id, share: busyMs / Math.max(1, replicas * wallMs) }))
    .toSorted((a, b) => b.share - a.share);
  const [most] = shares;
  if (most === undefined || shares.length < 2) return null;
  const percent = Math.round(100 * Math.min(1, most.share));
  return html`<p>The busiest node was <b class="mono">${most.id}</b>: its replicas worked ${percent} %
of the time.</p>`;
}
