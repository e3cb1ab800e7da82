/** `ctapipe-flow schema [FLOW|STEP_FILE ...]`: the JSON Schema by which editors know flows. @module */
import { dirname, resolve } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, multiple, optional } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { flowSchema } from "../dsl/mod.ts";
import { stepReference } from "../dsl/step_reference.ts";
import type { DescribedStep } from "../graph/model.ts";
import { describeNodes } from "./flow_steps.ts";
import { examples } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { paint, stderr, stdout } from "./output.ts";
import { checkOutputFile, forceOption, writeOutputFile } from "./output_file.ts";
import { pathArgument } from "./path_argument.ts";
import { toFolderUrl } from "./paths.ts";
import { UserError } from "./user_error.ts";

const options = object({
  files: multiple(argument(pathArgument("FLOW|STEP_FILE"), {
    description:
      message`Flows whose own steps to add, or step files, ./file.ts or ./file.ts#export.`,
  })),
  output: optional(option("--output", pathArgument("FILE"), {
    description: message`Write to a file, for flows in its folder.`,
  })),
  force: forceOption,
});

/** The subcommand's parser; its value prints the schema. */
export const schemaCommand = command("schema", map(options, (chosen) => () => schema(chosen)), {
  brief: message`Print the JSON Schema of flows, for completion and checks in editors.`,
  footer: examples(
    "schema --output flow.schema.json",
    "schema flows/06_own_step.yaml --output flows/flow.schema.json",
    "schema ./my_step.ts",
  ),
});

interface Chosen {
  readonly files: readonly string[];
  readonly output: string | undefined;
  readonly force: boolean;
}

async function schema({ files, output, force }: Chosen): Promise<number> {
  if (output !== undefined) {
    const inputs = files.map((file) => stepFile(file)?.path ?? file);
    checkOutputFile(output, { force, inputs });
  }
  const folder = output === undefined ? Deno.cwd() : dirname(resolve(output));
  const known = new Map<string, Known>();
  for (const [name, step] of await builtins()) add(known, name, step);
  for (const file of files) {
    for (const [name, step] of await stepsIn(file, folder)) add(known, name, step);
  }
  const signatures = [...known].map(([name, { signature }]) => ({ ...signature, name }));
  const text = `${JSON.stringify(flowSchema(signatures), null, 2)}\n`;
  if (output === undefined) stdout.write(text);
  else writeOutputFile(output, text);
  return 0;
}

type Known = Extract<DescribedStep, { ok: true }>;
type NamedSteps = readonly (readonly [name: string, step: DescribedStep])[];

async function builtins(): Promise<NamedSteps> {
  const { stepCatalog } = await import("../registry/mod.ts");
  return await describe(stepCatalog().names());
}

/** Steps by the names that flows in the working folder give them. */
async function describe(names: readonly string[]): Promise<NamedSteps> {
  const { stepCatalog } = await import("../registry/mod.ts");
  const requests = names.map((step) => ({ step, params: {} }));
  const described = await stepCatalog().describe(requests, toFolderUrl(Deno.cwd()));
  return described.map((step, index) => [names[index]!, step]);
}

/** A module, and behind a `#` the name of an export; null if it is neither. */
function stepFile(file: string): { path: string; hash: string } | null {
  const isPath = isModule(file) && exists(file);
  const [, path, hash] = isPath ? [file, file, ""] : /^(.*\.[mc]?[jt]s)(#.*)?$/.exec(file) ?? [];
  return path === undefined ? null : { path, hash: hash ?? "" };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

const isModule = (file: string) => /\.[mc]?[jt]s$/.test(file);

/**
 * The steps of a flow by the names that it gives them; that of a module by the name that flows in a
 * folder give it. A module may hold a step or a flow.
 */
async function stepsIn(file: string, folder: string): Promise<NamedSteps> {
  const named = stepFile(file);
  if (named !== null) {
    const { path, hash } = named;
    const nameIn = (folder: string) => stepReference(resolve(path), folder) + hash;
    const [[, step]] = await describe([nameIn(Deno.cwd())]) as [NamedSteps[number]];
    if (step.ok) return [[nameIn(folder), step]];
    if (hash !== "" || !(await isFlow(path))) throw new UserError(step.message, step.hint);
  }
  const nodes = await describeNodes(file);
  return [...new Map(nodes.map(({ step, described }) => [step, described]))];
}

const isFlow = async (file: string) => (await loadFlowFile(file)).spec !== null;

/** Adds a step unless it is known; what cannot be added is told. */
function add(known: Map<string, Known>, name: string, step: DescribedStep): void {
  const before = known.get(name);
  if (!step.ok) {
    warn(`${step.message}; the schema knows nothing of it`, step.hint);
  } else if (before === undefined) {
    known.set(name, step);
  } else if (before.code.module !== step.code.module) {
    warn(
      `"${name}" means different files in different flows; the schema has the first`,
      "write a schema for each folder",
    );
  }
}

function warn(text: string, hint: string | null): void {
  const told = hint === null ? "" : `  ${paint("cyan", "hint", stderr.color)}: ${hint}\n`;
  stderr.write(`${paint(["bold", "yellow"], "warning", stderr.color)}: ${text}\n${told}`);
}
