/** `run FLOW --show-config`: what would be executed, with every default said. @module */
import { formatDiagnostics } from "../dsl/mod.ts";
import { graphHash } from "../graph/mod.ts";
import type { ExecuteChoices } from "./execute.ts";
import { loadFlowFile } from "./load_flow_file.ts";
import { overridesOf } from "./override_options.ts";
import { stderr, stdout } from "./output.ts";

/**
 * Prints the flow that `execute` would execute, as YAML that is itself a flow for the same folder.
 * Gives the exit code: 0, or 2 if the flow is wrong.
 *
 * @throws {UserError} if the file cannot be read
 */
export async function showConfig(chosen: ExecuteChoices): Promise<number> {
  const { graph, spec, comments, mode, diagnostics } = await loadFlowFile(
    chosen.flow,
    overridesOf(chosen),
  );
  if (diagnostics.length > 0) {
    stderr.write(formatDiagnostics(diagnostics, { color: stderr.color }));
  }
  if (graph === null || spec === null) return 2;
  const { printResolved } = await import("../dsl/print/mod.ts");
  const remarks = [
    `mode: ${chosen.mode ?? mode ?? "sequential"}`,
    `graph: ${graphHash(graph)}`,
  ];
  stdout.write(printResolved(spec, graph, comments, remarks));
  return 0;
}
