/** Nodes that cannot go on. @module */
import { pathsOf, type Plan } from "../plan.ts";
import { ResumeError } from "./error.ts";

/**
 * Refuses plans whose files would not be whole: a step that writes one and has no `checkpoint`
 * begins it anew each time, without what an earlier execution has written.
 *
 * @throws {ResumeError} naming the first such node
 */
export function refuseBeginners({ nodes }: Plan): void {
  for (const node of nodes) {
    if (node.checkpoints || pathsOf(node, "outputFile").length === 0) continue;
    throw new ResumeError(
      "begins_anew",
      `node "${node.id}" cannot be resumed: ${node.step} writes a file and has no \`checkpoint\``,
      "execute the flow without --resume, or have the step checkpoint (docs/write-a-step.md)",
    );
  }
}

/** What is to be known of consumers that cannot go on: a line for each. */
export function repeaters({ nodes }: Plan): { readonly node: string; readonly message: string }[] {
  return nodes.filter(({ role, checkpoints }) => role === "consumer" && !checkpoints).map((
    node,
  ) => ({
    node: node.id,
    message: `${node.step} has no \`checkpoint\`: what it was given after the last cut it may be ` +
      "given twice",
  }));
}
