/** The account of all packets, by node and by edge. @module */
import { formatBytes, formatDuration } from "../../telemetry/format.ts";
import type { NodeReport, Report } from "../../telemetry/report.ts";
import { grouped } from "./head.ts";
import { type Html, html } from "./html.ts";

const RARE = [
  "filtered",
  "skipped",
  "failed",
  "quarantined",
  "abandoned",
  "retries",
  "restarts",
] as const;

/** Tables of nodes and edges; what is off comes first. */
export function ledgerOf({ nodes, edges, ledger }: Report): Html {
  const all = Object.entries(nodes);
  const rare = RARE.filter((name) => all.some(([, node]) => (node[name] ?? 0) > 0));
  return html`
    ${ledger.imbalances.map((text) => html`<div class="problem">${text}</div>`)}
    <p
      class="quiet small">Of every node: received = done${rare.filter((name) =>
        name !== "retries" && name !== "restarts"
      ).map((name) => ` + ${name}`)}; along every edge: sent = received.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr><th>node</th><th>step</th>${[
            "replicas",
            "received",
            "done",
            ...rare,
            "emitted",
            "queue max",
            "busy",
            "crossing",
          ].map((title) => html`<th class="n">${title}</th>`)}</tr>
        </thead>
        <tbody>${all.map(([id, node]) => nodeRow(id, node, rare))}</tbody>
      </table>
    </div>
    <h3>Edges</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>from</th>
            <th>port</th>
            <th>to</th>
            <th class="n">sent</th>
            <th class="n">received</th>
            <th></th>
          </tr>
        </thead>
        <tbody>${edges.map(({ from, port, to, sent, received }) =>
          html`
            <tr>
              <td class="mono">${from}</td>
              <td class="mono">${port}</td>
              <td class="mono">${to}</td>
              <td class="n">${grouped(sent)}</td>
              <td class="n">${grouped(received)}</td>
              <td>${sent === received
                ? "✓"
                : html`<b class="failed">✗ off by ${grouped(Math.abs(sent - received))}</b>`}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function nodeRow(id: string, node: NodeReport, rare: readonly (typeof RARE)[number][]): Html {
  const count = (n: number) => html`<td class="n">${grouped(n)}</td>`;
  return html`<tr><td class="mono">${id}</td><td class="mono">${node.step}</td>
${count(node.replicas)}${count(node.received)}${count(node.done)}
${rare.map((name) => count(node[name] ?? 0))}${count(node.emitted)}
<td class="n">${node.role === "producer" ? "–" : queueText(node)}</td>
<td class="n">${formatDuration(node.busyMs)}</td>
<td class="n">${node.crossingUs === null ? "–" : `${node.crossingUs.toFixed(1)} µs`}</td></tr>`;
}

function queueText({ maxQueued, queueLimit, maxQueuedBytes, queueBytes }: NodeReport): string {
  const packets = `${maxQueued}/${queueLimit}`;
  if (maxQueuedBytes === undefined || queueBytes === undefined) return packets;
  return `${packets}, ${formatBytes(maxQueuedBytes)}/${formatBytes(queueBytes)}`;
}
