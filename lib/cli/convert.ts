/** `ctapipe-flow convert FLOW --to NOTATION`: the same flow in another notation. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { formatDiagnostics, type Notation, notationOf } from "../dsl/mod.ts";
import { PRINTED, type PrintedNotation } from "../dsl/print/mod.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { type LoadedFlow, loadFlowFile } from "./load_flow_file.ts";
import { stderr, stdout } from "./output.ts";
import { checkOutputFile, forceOption, writeOutputFile } from "./output_file.ts";
import { pathArgument } from "./path_argument.ts";
import { toFileUrl } from "./paths.ts";
import { formatMistake, UserError } from "./user_error.ts";

const options = object({
  flow: argument(pathArgument("FLOW"), { description: FLOW_HELP }),
  to: option("--to", choice(PRINTED, { metavar: "NOTATION" }), {
    description: message`json is that of the old framework; its newer form is jsonc.`,
  }),
  output: optional(option("--output", pathArgument("FILE"), {
    description: message`Write to a file; paths in the flow are changed to fit its folder.`,
  })),
  force: forceOption,
});

/** What `convert` was asked for. */
interface Choices {
  readonly flow: string;
  readonly to: PrintedNotation;
  readonly output: string | undefined;
  readonly force: boolean;
}

/** The subcommand's parser; its value converts the flow. */
export const convertCommand = command(
  "convert",
  map(options, (chosen) => () => convert(chosen)),
  {
    brief: message`Write a flow in another notation, or the same in its canonical form.`,
    footer: examples(
      "convert flows/example.yaml --to jsonc",
      "convert flow.json --to yaml --output flow.yaml",
    ),
  },
);

async function convert(chosen: Choices): Promise<number> {
  const { flow, to, output, force } = chosen;
  if (output !== undefined) {
    checkName(output, to);
    // A program is more than its flow: nothing gives back what would be lost.
    checkOutputFile(output, { force, inputs: notationOf(flow) === "ts" ? [flow] : [] });
  }
  const loaded = await loadFlowFile(flow);
  if (loaded.diagnostics.length > 0) {
    stderr.write(formatDiagnostics(loaded.diagnostics, { color: stderr.color }));
  }
  if (loaded.graph === null) return 2;
  const target = output === undefined ? loaded.base : toFileUrl(output);
  const { checkedText } = await import("./checked_text.ts");
  const result = await checkedText(loaded, to, target);
  if (!result.ok) {
    for (const { node, message } of result.issues) {
      const where = node === null ? "" : `node ${node}: `;
      stderr.write(formatMistake({ message: where + message, hint: null }, stderr.color));
    }
    return 2;
  }
  if (output === undefined) stdout.write(result.text);
  else writeOutputFile(output, result.text);
  tellLosses(loaded, to);
  return 0;
}

/** Notations as files' names tell them. */
const READ_AS: Readonly<Record<PrintedNotation, { notation: Notation; extension: string }>> = {
  yaml: { notation: "yaml", extension: ".yaml" },
  jsonc: { notation: "jsonc", extension: ".jsonc" },
  ts: { notation: "ts", extension: ".ts" },
  json: { notation: "jsonc", extension: ".json" },
};

function checkName(output: string, to: PrintedNotation): void {
  const { notation, extension } = READ_AS[to];
  if (notationOf(output) === notation) return;
  const name = output.replace(/(?<=[^/\\])\.[^./\\]*$/, "") + extension;
  throw new UserError(`"${output}" would not be read as ${to}`, `name the file "${name}"`);
}

/** What the other notation has no place for. */
function tellLosses({ mode, comments, lost }: LoadedFlow, to: PrintedNotation): void {
  if (lost !== null) stderr.write(`note: ${lost} are not carried over\n`);
  if (mode !== null) {
    stderr.write(
      `note: the file asks for mode ${mode}; in ${to} a flow does not: add --mode ${mode}\n`,
    );
  }
  if (to === "json" && comments.length > 0) {
    stderr.write("note: comments are left out: JSON has none\n");
  }
}
