/** `ctapipe-flow schema [FLOW|STEP_FILE ...]`: the JSON Schema by which editors know flows. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, multiple, optional } from "@optique/core/modifiers";
import { argument, command, option } from "@optique/core/primitives";
import { path } from "@optique/run/valueparser";
import { flowSchema } from "../dsl/mod.ts";
import type { DescribedStep } from "../graph/model.ts";
import { describeNodes } from "./flow_steps.ts";
import { examples } from "./help.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { paint, stderr, stdout } from "./output.ts";
import { toFolderUrl } from "./paths.ts";
import { UserError } from "./user_error.ts";

const options = object({
  files: multiple(argument(path({ metavar: "FLOW|STEP_FILE" }), {
    description:
      message`Flows whose own steps to add, or step files, ./file.ts or ./file.ts#export, as flows name them.`,
  })),
  output: optional(option("--output", path({ metavar: "FILE" }), {
    description: message`Write to a file instead of standard output.`,
  })),
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
}

async function schema({ files, output }: Chosen): Promise<number> {
  const known = new Map<string, Known>();
  for (const [name, step] of await builtins()) add(known, name, step);
  for (const file of files) {
    for (const [name, step] of await stepsIn(file)) add(known, name, step);
  }
  const signatures = [...known].map(([name, { signature }]) => ({ ...signature, name }));
  write(`${JSON.stringify(flowSchema(signatures), null, 2)}\n`, output);
  return 0;
}

type Known = Extract<DescribedStep, { ok: true }>;
type NamedSteps = readonly (readonly [name: string, step: DescribedStep])[];

async function builtins(): Promise<NamedSteps> {
  const { stepCatalog } = await import("../registry/mod.ts");
  return await describe(stepCatalog().names());
}

/** Steps by the names that flows give them, looked for in the working folder. */
async function describe(names: readonly string[]): Promise<NamedSteps> {
  const { stepCatalog } = await import("../registry/mod.ts");
  const requests = names.map((step) => ({ step, params: {} }));
  const described = await stepCatalog().describe(requests, toFolderUrl(Deno.cwd()));
  return described.map((step, index) => [names[index]!, step]);
}

const isModule = (file: string) => /\.[mc]?[jt]s(#|$)/.test(file);

/** A module may hold a step or, in TypeScript, a flow. */
async function stepsIn(file: string): Promise<NamedSteps> {
  if (isModule(file)) {
    const [named] = await describe([file]);
    const [, step] = named!;
    if (step.ok) return [named!];
    if (file.includes("#") || !(await isFlow(file))) throw new UserError(step.message, step.hint);
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

function write(text: string, output: string | undefined): void {
  if (output === undefined) return stdout.write(text);
  try {
    Deno.writeTextFileSync(output, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`schema file "${output}" cannot be written: ${reason}`);
  }
}

function warn(text: string, hint: string | null): void {
  const told = hint === null ? "" : `  ${paint("cyan", "hint", stderr.color)}: ${hint}\n`;
  stderr.write(`${paint(["bold", "yellow"], "warning", stderr.color)}: ${text}\n${told}`);
}
