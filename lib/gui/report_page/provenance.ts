/** From what, with what, and into what: all that is needed to say how files came to be. @module */
import { formatBytes } from "../../telemetry/format.ts";
import type { FileFact, NodeReport, Report } from "../../telemetry/report.ts";
import { type Html, html } from "./html.ts";

/** Files with checksums, versions, and what each node was told and granted. */
export function provenanceOf(report: Report): Html {
  const { inputs, outputs, versions, graphHash, nodes, resumed, schema } = report;
  const facts: [string, string][] = [
    ["graph", graphHash],
    ...Object.entries(versions),
    ["report", schema],
    ...(resumed ? [["resumed after", JSON.stringify(resumed.emissions)] as [string, string]] : []),
  ];
  return html`
    ${filesOf("Read", inputs)}${filesOf("Written", outputs)}
    <h3>Made with</h3><table>
      <tbody>${facts.map(([name, value]) =>
        html`
          <tr>
            <td>${name}</td>
            <td class="mono path">${value}</td>
          </tr>
        `
      )}</tbody>
    </table>
    <h3>Params and permissions</h3><div class="scroll">
      <table>
        <thead>
          <tr>
            <th>node</th>
            <th>step</th>
            <th>params</th>
            <th>may touch</th>
          </tr>
        </thead>
        <tbody>${Object.entries(nodes).map(([id, node]) =>
          html`
            <tr>
              <td class="mono">${id}</td>
              <td class="mono">${node.step}</td>
              <td class="mono path">${linesOf(paramsOf(node))}</td>
              <td class="mono path">${linesOf(grantsOf(node))}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function filesOf(title: string, files: readonly FileFact[]): Html {
  if (files.length === 0) {
    return html`
      <h3>${title}</h3>
      <p class="quiet">No files.</p>
    `;
  }
  return html`
    <h3>${title}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>file</th>
            <th class="n">size</th>
            <th>SHA-256</th>
          </tr>
        </thead>
        <tbody>${files.map(({ path, bytes, sha256 }) =>
          html`
            <tr>
              <td class="mono path">${path}</td>
              <td class="n">${formatBytes(bytes)}</td>
              <td class="mono hash">${sha256}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

const linesOf = (lines: readonly string[]) =>
  lines.map((line, at) => at === 0 ? html`${line}` : html`<br>${line}`);

function paramsOf({ params }: NodeReport): string[] {
  return Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}

function grantsOf({ permissions }: NodeReport): string[] {
  if (permissions === "all") return ["everything (trusted)"];
  const told = Object.entries(permissions).flatMap(([kind, list]) =>
    (list as readonly string[]).map((what) => `${kind} ${what}`)
  );
  return told.length > 0 ? told : ["nothing"];
}
