/** Looks at an execution from time to time, for its report. @module */
import type { Execution } from "../engine/contract.ts";
import type { Report } from "../telemetry/report.ts";
import { SeriesRecorder } from "../telemetry/series.ts";

/** Begins at once; gives a function that ends it and adds the series to the final report. */
export function recordSeries(
  execution: Pick<Execution, "snapshot">,
): (report: Report) => Report {
  const recorder = new SeriesRecorder();
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    recorder.note(execution.snapshot());
    timer = setTimeout(look, recorder.stepMs);
  };
  look();
  return (report) => {
    clearTimeout(timer);
    recorder.note(execution.snapshot());
    return { ...report, series: recorder.end(report.wallMs, report.nodes) };
  };
}
