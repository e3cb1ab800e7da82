/** How long packets took, and which took longest. @module */
import { formatLatency } from "../../telemetry/format.ts";
import type { NodeReport, Report } from "../../telemetry/report.ts";
import { type Html, html } from "./html.ts";

/** Packets that are listed. */
const MOST = 20;

/** Tables of times per packet and of the slowest packets; nothing where nothing was measured. */
export function latenciesOf({ nodes }: Report): Html | null {
  const rows = Object.entries(nodes).flatMap(([id, { durationsMs, received }]) =>
    durationsMs ? [{ id, ...durationsMs, received }] : []
  );
  if (rows.length === 0) return null;
  return html`
    <h2>Time per packet</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>node</th>
            <th class="n">packets</th>
            <th class="n">half within</th>
            <th class="n">99 % within</th>
            <th class="n">longest</th>
          </tr>
        </thead>
        <tbody>${rows.map(({ id, received, p50, p99, max }) =>
          html`
            <tr>
              <td class="mono">${id}</td>
              <td class="n">${received}</td>
              ${[p50, p99, max].map((ms) => html`<td class="n">${formatLatency(ms)}</td>`)}
            </tr>
          `
        )}</tbody>
      </table>
    </div>
    ${slowestOf(Object.entries(nodes))}
  `;
}

function slowestOf(nodes: readonly (readonly [string, NodeReport])[]): Html | null {
  const all = nodes.flatMap(([id, { slowest = [] }]) => slowest.map((one) => ({ id, ...one })));
  if (all.length === 0) return null;
  const shown = all.toSorted((a, b) => b.ms - a.ms).slice(0, MOST);
  return html`
    <h3>The slowest packets</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>packet</th>
            <th>node</th>
            <th class="n">replica</th>
            <th class="n">time</th>
          </tr>
        </thead>
        <tbody>${shown.map(({ id, packet, replica, ms }) =>
          html`
            <tr>
              <td class="mono">${packet}</td>
              <td class="mono">${id}</td>
              <td class="n">${replica}</td>
              <td class="n">${formatLatency(ms)}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
