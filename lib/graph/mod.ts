/**
 * The graph: the one hand-off between what is authored and what is executed.
 *
 * @module
 */
export * from "./model.ts";
export { buildGraph } from "./build.ts";
export type { BuildResult } from "./build.ts";
export { GRAPH_CODES } from "./codes.ts";
export type { GraphCode } from "./codes.ts";
export { canonicalJson, graphHash } from "./hash.ts";
export { renderMermaid } from "./mermaid.ts";
export { findCycles, topologicalOrder } from "./order.ts";
export type { Successors } from "./order.ts";
export { roleValues } from "./role_values.ts";
export type { RoleValue } from "./role_values.ts";
export { didYouMean, nearest, quoted } from "./suggest.ts";
