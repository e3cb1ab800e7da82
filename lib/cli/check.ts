/** `ctapipe-flow check FLOW`: what a flow would do, or everything that is wrong with it. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, withDefault } from "@optique/core/modifiers";
import { argument, command, flag } from "@optique/core/primitives";
import { path } from "@optique/run/valueparser";
import { diagnosticsJson, formatDiagnostics } from "../dsl/mod.ts";
import { printable } from "../graph/render/labels.ts";
import { formatGraph } from "./graph_table.ts";
import { tellClashes } from "./clashes.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { stderr, stdout } from "./output.ts";

const options = object({
  flow: argument(path({ metavar: "FLOW" }), { description: FLOW_HELP }),
  json: withDefault(
    flag("--json", { description: message`Print the mistakes as JSON, and nothing else.` }),
    false,
  ),
});

/** The subcommand's parser; its value checks the flow. */
export const checkCommand = command("check", map(options, (chosen) => () => check(chosen)), {
  brief: message`Check a flow and show what each of its nodes may touch.`,
  footer: examples("check flows/example.yaml", "check flows/example.yaml --json"),
});

async function check({ flow, json }: { flow: string; json: boolean }): Promise<number> {
  const { graph, base, diagnostics } = await loadFlowFile(flow);
  const exitCode = graph === null ? 2 : 0;
  if (json) {
    stdout.write(`${JSON.stringify(diagnosticsJson(diagnostics), null, 2)}\n`);
    return exitCode;
  }
  if (diagnostics.length > 0) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
  }
  if (graph !== null && await tellClashes(graph, base)) return 2;
  if (graph !== null) stdout.write(`${printable(flow)}: ok\n${formatGraph(graph, stdout.color)}`);
  return exitCode;
}
