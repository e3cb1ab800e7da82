/** `ctapipe-flow check FLOW`: what a flow would do, or everything that is wrong with it. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, flag, option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { diagnosticsJson, formatDiagnostics } from "../dsl/mod.ts";
import { printable } from "../graph/render/labels.ts";
import { formatGraph, formatPolicies } from "./graph_table.ts";
import { tellClashes } from "./clashes.ts";
import { drawnFor, explained, formatExplained } from "./explain.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { stderr, stdout } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import { MODES, placementOptions, wishesOf } from "./placement_options.ts";
import { UserError } from "./user_error.ts";

const options = object({
  flow: argument(pathArgument("FLOW"), { description: FLOW_HELP }),
  json: withDefault(
    flag("--json", { description: message`Print the mistakes as JSON, and nothing else.` }),
    false,
  ),
  mode: optional(option("--mode", choice(MODES, { metavar: "MODE" }), {
    description: message`What --explain is to show. Default: multiprocess.`,
  })),
  ...placementOptions,
});

type Choices = InferValue<typeof options>;

/** The subcommand's parser; its value checks the flow. */
export const checkCommand = command("check", map(options, (chosen) => () => check(chosen)), {
  brief: message`Check a flow and show what each of its nodes may touch.`,
  footer: examples(
    "check flows/example.yaml",
    "check flows/example.yaml --explain",
    "check flows/example.yaml --json",
  ),
});

async function check({ flow, json, mode, explain, ...wishes }: Choices): Promise<number> {
  const asked = mode !== undefined || wishes.apart || wishes.together.length > 0 ||
    wishes.shareGrants ||
    wishes.isolation !== undefined || wishes.maxMemory !== undefined;
  if (asked && !explain) {
    throw new UserError(
      "--mode, --together, --share-grants, --apart, --isolation and --max-memory only change what --explain shows",
      "add it",
    );
  }
  if (json && explain) {
    throw new UserError("--explain is not told in JSON", "leave out one of them");
  }
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
  if (graph === null) return exitCode;
  const how = { mode: mode ?? "multiprocess" as const, base, ...wishesOf(wishes) };
  const explanation = explain ? await explained(graph, how) : null;
  stdout.write(`${printable(flow)}: ok\n${formatGraph(graph, stdout.color)}`);
  stdout.write(formatPolicies(graph));
  if (explanation) stdout.write(`\n${formatExplained(explanation, how.mode, drawnFor(stdout))}`);
  return exitCode;
}
