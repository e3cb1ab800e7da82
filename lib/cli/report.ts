/** `ctapipe-flow report RUN.json`: the report of an execution as a page. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { examples } from "./help.ts";
import { checkOutputFile, forceOption, writeOutputFile } from "./output_file.ts";
import { stdout } from "./output.ts";
import { pathArgument } from "./path_argument.ts";

const options = object({
  report: argument(pathArgument("RUN.json"), {
    description: message`What "run --report" has written.`,
  }),
  output: optional(option("-o", "--output", pathArgument("FILE.html"), {
    description: message`Write the page into a file; else it is printed.`,
  })),
  force: forceOption,
});

/** The subcommand's parser; its value makes the page. */
export const reportCommand = command("report", map(options, (chosen) => () => act(chosen)), {
  brief: message`Make a page of a report: one file to look at, keep, or mail.`,
  footer: examples(
    "run flows/example.yaml --report run.json",
    "report run.json -o report.html",
  ),
});

interface ReportChoices {
  readonly report: string;
  readonly output: string | undefined;
  readonly force: boolean;
}

async function act({ report: path, output, force }: ReportChoices): Promise<number> {
  if (output !== undefined) checkOutputFile(output, { force, inputs: [path] });
  const [{ readReport }, { graphOfReport }, { highlightOf }, { renderSvg }, { renderReportPage }] =
    await Promise.all([
      import("./read_report.ts"),
      import("./report_graph.ts"),
      import("./graph_highlight.ts"),
      import("../graph/mod.ts"),
      import("../gui/report_page/mod.ts"),
    ]);
  const report = await readReport(path);
  const graph = await renderSvg(graphOfReport(report), { highlight: highlightOf(report) });
  const page = renderReportPage(report, graph);
  if (output === undefined) stdout.write(page);
  else writeOutputFile(output, page);
  return 0;
}
