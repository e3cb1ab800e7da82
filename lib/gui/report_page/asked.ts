/** What was asked of an execution while it went on, and what its steps counted. @module */
import { formatDuration } from "../../telemetry/format.ts";
import type { Report } from "../../telemetry/report.ts";
import { grouped } from "./head.ts";
import { type Html, html } from "./html.ts";

/** A line per wish; nothing if there were none. */
export function controlsOf({ controls = [] }: Report): Html | null {
  if (controls.length === 0) return null;
  return html`
    <h3>What was asked of it meanwhile</h3>
    <ul>${controls.map(({ at, action, ok, reason }) =>
      html`<li>after ${formatDuration(at)}: <b>${action}</b>${
        ok ? "" : `, which was not done: ${reason ?? "?"}`
      }</li>`
    )}</ul>
  `;
}

/** What steps counted by names of their own; nothing if none did. */
export function figuresOf({ nodes }: Report): Html | null {
  const rows = Object.entries(nodes).flatMap(([id, { figures = {} }]) =>
    Object.entries(figures).map(([name, value]) => ({ id, name, value }))
  );
  if (rows.length === 0) return null;
  return html`
    <h3>Counted by steps</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>node</th>
            <th>what</th>
            <th class="n">sum</th>
          </tr>
        </thead>
        <tbody>${rows.map(({ id, name, value }) =>
          html`
            <tr>
              <td class="mono">${id}</td>
              <td class="mono">${name}</td>
              <td class="n">${Number.isInteger(value) ? grouped(value) : value}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
