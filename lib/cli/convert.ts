/** `ctapipe-flow convert FLOW --to NOTATION`: the same flow in another notation. @module */
import { dirname } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional, withDefault } from "@optique/core/modifiers";
import { argument, command, flag, option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { path } from "@optique/run/valueparser";
import { formatDiagnostics, type Notation, notationOf } from "../dsl/mod.ts";
import { PRINTED, type PrintedNotation } from "../dsl/print/mod.ts";
import { examples, FLOW_HELP } from "./help.ts";
import { type LoadedFlow, loadFlowFile } from "./load_flow_file.ts";
import { stderr, stdout } from "./output.ts";
import { toFileUrl } from "./paths.ts";
import { formatMistake, UserError } from "./user_error.ts";

const options = object({
  flow: argument(path({ metavar: "FLOW" }), { description: FLOW_HELP }),
  to: option("--to", choice(PRINTED, { metavar: "NOTATION" }), {
    description: message`json is that of the old framework; its newer form is jsonc.`,
  }),
  output: optional(option("--output", path({ metavar: "FILE" }), {
    description: message`Write to a file; paths in the flow are changed to fit its folder.`,
  })),
  force: withDefault(
    flag("--force", { description: message`Write to FILE even if it exists.` }),
    false,
  ),
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
  if (output !== undefined) checkOutput(output, to, force);
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
  else writeOutput(output, result.text, force);
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

function checkOutput(output: string, to: PrintedNotation, force: boolean): void {
  const { notation, extension } = READ_AS[to];
  if (notationOf(output) !== notation) {
    const name = output.replace(/(?<=[^/\\])\.[^./\\]*$/, "") + extension;
    throw new UserError(`"${output}" would not be read as ${to}`, `name the file "${name}"`);
  }
  if (!force && exists(output)) {
    throw new UserError(`"${output}" exists already`, "choose another name, or add --force");
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw unwritable(path, error);
  }
}

/** A file that is replaced is whole at every moment. */
function writeOutput(path: string, text: string, force: boolean): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    if (!force) return Deno.writeTextFileSync(path, text, { createNew: true });
    // What a link stands for is replaced, not the link.
    const file = exists(path) ? Deno.realPathSync(path) : path;
    Deno.writeTextFileSync(`${file}.partial`, text);
    Deno.renameSync(`${file}.partial`, file);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`"${path}" cannot be written: ${reason}`);
}

/** What the other notation has no place for. */
function tellLosses({ mode, comments }: LoadedFlow, to: PrintedNotation): void {
  if (mode !== null) {
    stderr.write(
      `note: the file asks for mode ${mode}; in ${to} a flow does not: add --mode ${mode}\n`,
    );
  }
  if (to === "json" && comments.length > 0) {
    stderr.write("note: comments are left out: JSON has none\n");
  }
}
