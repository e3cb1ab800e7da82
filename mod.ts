/**
 * ctapipe-flow for programs: what an author of steps needs, and what builds and executes graphs.
 *
 * @module
 */
export * from "./lib/step/mod.ts";
export { buildGraph, graphHash } from "./lib/graph/mod.ts";
export type { FlowGraph, FlowSpec, Grants, GraphEdge, GraphNode } from "./lib/graph/mod.ts";
export { defineFlow, drop, edge, node } from "./lib/dsl/define_flow.ts";
export { FlowError } from "./lib/dsl/compile_flow.ts";
export { loadFlow } from "./lib/dsl/mod.ts";
export { stepCatalog } from "./lib/registry/mod.ts";
export { runFlow, startFlow } from "./lib/engine/mod.ts";
export type { ExecuteOptions, Execution, LogLine } from "./lib/engine/mod.ts";
export type { Failure, Mode, Report, Snapshot, Status } from "./lib/telemetry/report.ts";
