/** What went wrong, what was done without, and what would have been faster. @module */
import { plural } from "../../telemetry/format.ts";
import type { Failure, Report, SetAside } from "../../telemetry/report.ts";
import { type Html, html } from "./html.ts";

/** Failures, warnings and packets set aside; a sentence if there were none. */
export function problemsOf(report: Report): Html {
  const { errors, warnings, nodes, quarantine } = report;
  const aside = Object.entries(nodes).filter(([, { setAside = [] }]) => setAside.length > 0);
  if (errors.length + warnings.length + aside.length === 0) return html`<p>Nothing.</p>`;
  return html`${errors.map(failureOf)}${
    warnings.map((text) => html`<div class="problem mild">${text}</div>`)
  }${aside.map(([id, node]) => asideOf(id, node.setAside ?? [], node.skipped + node.quarantined))}${
    quarantine === undefined
      ? null
      : html`<p>Packets in quarantine are in <code>${quarantine}</code>; look at them with
<code>ctapipe-flow quarantine list</code>.</p>`
  }`;
}

function failureOf(
  { code, node, replica, phase, packet, message, hint, stack, attempts }: Failure,
): Html {
  const where = node === "" ? "the execution" : `${node}[${replica}]`;
  return html`
    <div
      class="problem"><b>${code}</b> <span class="quiet">in ${where}, ${phase}${packet === null
        ? ""
        : ", packet "}</span>${packet === null
        ? null
        : html`<code>${packet}</code>`}${attempts === undefined ? null : html`
        <span class="quiet">after ${plural(attempts, "attempt")}</span>
      `}<pre>${message}</pre>${hint === null
        ? null
        : html`<p>What to do: ${hint}</p>`}${stack === null ? null : html`
        <details>
          <summary class="small">calls that led to it</summary>
          <pre>${stack}</pre>
        </details>
      `}</div>
  `;
}

function asideOf(id: string, packets: readonly SetAside[], total: number): Html {
  const more = total - packets.length;
  return html`
    <h3><span class="mono">${id}</span> did without ${plural(total, "packet")}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>packet</th>
            <th>error</th>
            <th>what happened</th>
            <th class="n">attempts</th>
            <th>quarantine</th>
          </tr>
        </thead>
        <tbody>${packets.map(({ packet, code, message, attempts, entry }) =>
          html`
            <tr>
              <td class="mono">${packet}</td>
              <td>${code}</td>
              <td class="path">${message}</td>
              <td class="n">${attempts}</td>
              <td class="mono">${entry ?? "skipped"}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>${more > 0 ? html`<p class="quiet">… and ${more} more.</p>` : null}
  `;
}

/** A sentence each. */
export function adviceOf({ advice }: Report): Html | null {
  if (advice.length === 0) return null;
  return html`
    <h2>What would have been faster</h2>
    <ul>${advice.map((text) => html`<li>${text}</li>`)}</ul>
  `;
}
