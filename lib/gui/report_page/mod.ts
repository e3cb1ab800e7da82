/** The report of an execution as one HTML file that a person can mail. @module */
import type { Report } from "../../telemetry/report.ts";
import { VERSION } from "../../version.ts";
import { headOf } from "./head.ts";
import { Html, html } from "./html.ts";
import { ledgerOf } from "./ledger.ts";
import { overTimeOf } from "./over_time.ts";
import { adviceOf, problemsOf } from "./problems.ts";
import { provenanceOf } from "./provenance.ts";
import { STYLE } from "./style.ts";

/**
 * The page: it needs no other file, no network and no script, and its policy forbids all three.
 *
 * @param graph the flow's picture, a trusted SVG element
 */
export function renderReportPage(report: Report, graph: string): string {
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${report.flow}: ${report.status}</title>
        <style>${new Html(STYLE)}</style>
      </head>
      <body>
    ${headOf(report)}
    <h2>Flow</h2><div class="graph">${new Html(graph)}</div>
    <h2>Over time</h2>${overTimeOf(report)}
    ${adviceOf(report)}
    <h2>What went wrong</h2>${problemsOf(report)}
    <h2>Ledger</h2>${ledgerOf(report)}
    <h2>Provenance</h2>${provenanceOf(report)}
    <footer>Made by ctapipe-flow ${VERSION} from a report of ${report.versions.ctapipeFlow ??
      "?"}.</footer>
      </body>
    </html>
  `;
  return page.text;
}
