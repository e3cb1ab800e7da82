/** `ctapipe-flow graph FLOW`: pictures of a flow, also of what an execution did. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { formatDiagnostics } from "../dsl/mod.ts";
import type { FlowGraph, Highlight } from "../graph/mod.ts";
import { drawGraph, formatOfFile, GRAPH_FORMATS, type GraphFormat } from "./graph_format.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { type OverrideChoices, overrideOptions, overridesOf } from "./override_options.ts";
import { paint, stderr, stdout } from "./output.ts";
import { checkOutputFile, forceOption, writeOutputFile } from "./output_file.ts";
import { pathArgument } from "./path_argument.ts";

const options = object({
  flow: argument(pathArgument("FLOW"), { description: FLOW_HELP }),
  format: optional(option("--format", choice(GRAPH_FORMATS, { metavar: "FORMAT" }), {
    description: message`What to draw; text, unless the name of the output says something else.`,
  })),
  highlight: optional(option("--highlight", pathArgument("REPORT.json"), {
    description: message`Show how busy nodes were, and what failed: a report of "run --report".`,
  })),
  output: optional(option("--output", pathArgument("FILE"), {
    description: message`Write it into a file.`,
  })),
  force: forceOption,
  ...overrideOptions,
});

/** The subcommand's parser; its value draws the flow. */
export const graphCommand = command("graph", map(options, (chosen) => () => graph(chosen)), {
  brief: message`Draw a flow: on the terminal, as SVG, Graphviz, Mermaid or JSON.`,
  footer: examples(
    "graph flows/example.yaml",
    "graph flows/example.yaml --output example.svg",
    "graph flows/example.yaml --highlight report.json --format mermaid",
  ),
});

interface GraphChoices extends OverrideChoices {
  readonly flow: string;
  readonly format: GraphFormat | undefined;
  readonly highlight: string | undefined;
  readonly output: string | undefined;
  readonly force: boolean;
}

async function graph(chosen: GraphChoices): Promise<number> {
  const { flow, output, force } = chosen;
  if (output !== undefined) checkOutputFile(output, { force, inputs: [flow, chosen.highlight] });
  const { graph, diagnostics } = await loadFlowFile(flow, overridesOf(chosen));
  if (diagnostics.length > 0) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
  }
  if (graph === null) return 2;
  const highlight = chosen.highlight === undefined
    ? null
    : await highlightFor(chosen.highlight, graph);
  const format = chosen.format ?? formatOfFile(output);
  const picture = await drawGraph(graph, format, highlight, output === undefined ? stdout : null);
  if (output === undefined) stdout.write(picture);
  else writeOutputFile(output, picture);
  return 0;
}

async function highlightFor(path: string, graph: FlowGraph): Promise<Highlight> {
  const { readHighlight } = await import("./graph_highlight.ts");
  const { highlight, doubt } = await readHighlight(path, graph);
  if (doubt !== null) {
    const warning = paint(["bold", "yellow"], "warning", stderr.color);
    const hint = `  ${paint("cyan", "hint", stderr.color)}: repeat the --set, --replicas and ` +
      `--queue-limit that "run" was given\n`;
    stderr.write(`${warning}: ${doubt}\n${hint}`);
  }
  return highlight;
}
