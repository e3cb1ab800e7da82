/** The report of an execution as one HTML file that a person can mail. @module */
import type { Report } from "../../telemetry/report.ts";
import { VERSION } from "../../version.ts";
import { controlsOf, figuresOf } from "./asked.ts";
import { headOf } from "./head.ts";
import { Html, html } from "./html.ts";
import { latenciesOf } from "./latencies.ts";
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
    <h2>Flow</h2>${framed(graph)}
    <h2>Over time</h2>${overTimeOf(report)}${controlsOf(report)}
    ${latenciesOf(report)}
    ${adviceOf(report)}
    <h2>What went wrong</h2>${problemsOf(report)}
    <h2>Ledger</h2>${ledgerOf(report)}${figuresOf(report)}
    <h2>Provenance</h2>${provenanceOf(report)}
    <footer>Made by ctapipe-flow ${VERSION} from a report of ${report.versions.ctapipeFlow ??
      "?"}.</footer>
      </body>
    </html>
  `;
  return page.text;
}

/** Smaller than this part of its size a picture cannot be read: it is scrolled instead. */
const LEAST_SCALE = 0.7;

/** A picture that shrinks with the page, but not too far. */
function framed(svg: string): Html {
  const width = Number(/<svg [^>]*?width="([\d.]+)pt"/.exec(svg)?.[1] ?? 0);
  return html`
    <div class="graph">
      <div style="min-width: ${Math.round(LEAST_SCALE * width)}pt">${new Html(svg)}</div>
    </div>
  `;
}
