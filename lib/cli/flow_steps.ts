/** What is known of the steps of a flow, whatever is wrong with the flow. @module */
import { formatDiagnostics } from "../dsl/mod.ts";
import type { DescribedStep } from "../graph/model.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { stderr } from "./output.ts";
import { UserError } from "./user_error.ts";

/** A node of a flow file, and its step. */
export interface FlowNode {
  readonly id: string;
  /** As the flow names it. */
  readonly step: string;
  readonly described: DescribedStep;
}

/**
 * The nodes of a flow file in the order in which they stand there. Mistakes that leave its nodes
 * readable do not matter; a node without a step is left out.
 *
 * @throws {UserError} if the file cannot be read, or no nodes in it; the mistakes are told already
 */
export async function describeNodes(path: string): Promise<FlowNode[]> {
  const { spec, base, diagnostics } = await loadFlowFile(path);
  if (spec === null) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
    throw new UserError(`no nodes can be read from "${path}"`);
  }
  const nodes = spec.nodes.filter(({ flawed = [] }) => !flawed.includes("step"));
  const { stepCatalog } = await import("../registry/mod.ts");
  const described = await stepCatalog().describe(
    nodes.map(({ step, params }) => ({ step, params })),
    base,
  );
  return nodes.map(({ id, step }, index) => ({ id, step, described: described[index]! }));
}
