/** `ctapipe-flow steps [NAME]`: which steps there are, and how one is used. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, command } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import type { StepSignature } from "../graph/model.ts";
import { examples } from "./help.ts";
import { stdout } from "./output.ts";
import { toFolderUrl } from "./paths.ts";
import { formatStep, formatStepList } from "./step_text.ts";
import { UserError } from "./user_error.ts";

const options = object({
  name: optional(argument(string({ metavar: "NAME" }), {
    description: message`A built-in step, or ./file.ts or ./file.ts#export of your own.`,
  })),
});

/** The subcommand's parser; its value lists the steps, or shows one. */
export const stepsCommand = command("steps", map(options, ({ name }) => () => steps(name)), {
  brief: message`List the built-in steps, or show the params and ports of one.`,
  footer: examples("steps", "steps simtel_reader", "steps ./my_step.ts"),
});

async function steps(name: string | undefined): Promise<number> {
  const { stepCatalog } = await import("../registry/mod.ts");
  const catalog = stepCatalog();
  const names = name === undefined ? catalog.names() : [name];
  const base = toFolderUrl(Deno.cwd());
  const described = await catalog.describe(names.map((step) => ({ step, params: {} })), base);
  const signatures = described.map((step): StepSignature => {
    if (!step.ok) throw new UserError(step.message, step.hint);
    return step.signature;
  });
  const [only] = signatures;
  const width = stdout.isTerminal ? stdout.size().columns : undefined;
  stdout.write(
    name !== undefined && only !== undefined
      ? formatStep(only, stdout.color, width)
      : formatStepList(signatures, stdout.color),
  );
  return 0;
}
