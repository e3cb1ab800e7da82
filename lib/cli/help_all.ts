/** What `--help-all` adds to the help: the params of every step. @module */
import type { StepSignature } from "../graph/model.ts";
import { describeNodes, type FlowNode } from "./flow_steps.ts";
import { stdout } from "./output.ts";
import { formatStepParams, type ParamsStyle } from "./step_text.ts";
import { wrapText } from "./table.ts";

/**
 * Prints the params of all built-in steps or, of a flow, those of its nodes as `--set` names them.
 *
 * @param flow path of a flow file
 * @returns the exit code
 * @throws {UserError} if the flow cannot be read
 */
export async function helpAll(flow: string | undefined): Promise<number> {
  const style: ParamsStyle = {
    color: stdout.color,
    ...(stdout.isTerminal && { width: stdout.size().columns }),
  };
  stdout.write(
    flow === undefined
      ? formatSteps(await builtins(), style)
      : formatNodes(flow, await describeNodes(flow), style),
  );
  return 0;
}

/** The built-in steps, one below the other. */
export function formatSteps(signatures: readonly StepSignature[], style: ParamsStyle): string {
  return ["Steps:\n", ...signatures.map((one) => formatStepParams(one, style))].join("\n");
}

/** The nodes of a flow, one below the other; of a step that is not known, why it is not. */
export function formatNodes(
  flow: string,
  nodes: readonly FlowNode[],
  style: ParamsStyle,
): string {
  const told = nodes.map(({ id, step, described }) => {
    if (described.ok) return formatStepParams(described.signature, { ...style, node: id });
    const { message, hint } = described;
    const lines = [`${id}: ${step}`, `  ${message}`, ...(hint === null ? [] : [`  hint: ${hint}`])];
    return lines.flatMap((line) => wrapText(line, style.width ?? Infinity))
      .map((line) => `${line}\n`).join("");
  });
  return [`Nodes of ${flow}:\n`, ...told].join("\n");
}

async function builtins(): Promise<StepSignature[]> {
  const { stepCatalog } = await import("../registry/mod.ts");
  const catalog = stepCatalog();
  const requests = catalog.names().map((step) => ({ step, params: {} }));
  const described = await catalog.describe(requests, import.meta.url);
  return described.flatMap((step) => step.ok ? [step.signature] : []);
}
