/**
 * ctapipe-flow for programs: what an author of steps and flows needs, and what builds and executes
 * graphs.
 *
 * ```ts
 * import { defineFlow, edge, node, runFlow } from "ctapipe-flow";
 * import { int_generator, string_writer } from "ctapipe-flow/steps";
 *
 * const numbers = node(int_generator, { params: { count: 10 } });
 * const writer = node(string_writer, { params: { filename: "out/numbers.txt" } });
 * const graph = defineFlow({
 *   name: "numbers",
 *   nodes: { numbers, writer },
 *   edges: [edge(numbers.out.even, writer), edge(numbers.out.odd, writer)],
 * });
 *
 * const report = await runFlow(graph, { base: import.meta.url });
 * console.log(report.status, report.nodes.writer?.received);
 * ```
 *
 * @module
 */
// Steps
export * from "./lib/step/mod.ts";
// Flows in TypeScript
export { defineFlow, drop, edge, node } from "./lib/dsl/define_flow.ts";
export { FlowError } from "./lib/dsl/compile_flow.ts";
export type { Edge, FlowDefinition, FlowNode, FlowPart, Port } from "./lib/dsl/handles.ts";
export type {
  ChooseAPort,
  Gives,
  GivesNothing,
  GivesOf,
  NodeArguments,
  NodeOptions,
  NodeSettings,
  ParamsOf,
  PortsOf,
  Source,
  Takes,
  TakesNothing,
  TakesOf,
  Target,
} from "./lib/dsl/typed.ts";
// Flows as text
export { loadFlow } from "./lib/dsl/mod.ts";
export type { Comment } from "./lib/dsl/front_end.ts";
export type { Diagnostic, FlowDocument, LoadResult, Notation, Override } from "./lib/dsl/mod.ts";
export { stepCatalog } from "./lib/registry/mod.ts";
export type { StepCatalog } from "./lib/registry/mod.ts";
// Graphs
export { buildGraph, graphHash } from "./lib/graph/mod.ts";
export type { FurtherSettings, FurtherSettingsSpec, Isolation } from "./lib/graph/mod.ts";
export type { OnError, OnErrorSpec, Retry, Verdict } from "./lib/graph/mod.ts";
export type {
  BuildResult,
  DescribedStep,
  FlowGraph,
  FlowSpec,
  GraphEdge,
  GraphNode,
  Issue,
  Json,
  JsonObject,
  NextSpec,
  NodeSpec,
  ParamIssue,
  ParamRole,
  ParamRoleName,
  Path,
  PortSignature,
  StepCode,
  StepRequest,
  StepSignature,
} from "./lib/graph/mod.ts";
// Execution
export { PlacementError, ResumeError, runFlow, startFlow } from "./lib/engine/mod.ts";
export type {
  ControlOutcome,
  ExecuteOptions,
  Execution,
  LogLevel,
  LogLine,
  PacketSample,
  ResumeCode,
  ResumeOptions,
  SampleOptions,
  SeatingWishes,
  TracingOptions,
} from "./lib/engine/mod.ts";
export type { SampleSpecial, SampleValue } from "./lib/telemetry/message.ts";
// What is reported
export type {
  ArrayTraffic,
  ControlLine,
  Denial,
  DurationsMs,
  EdgeReport,
  EdgeSnapshot,
  Failure,
  FileFact,
  LedgerReport,
  Mode,
  NodeCounts,
  NodeReport,
  NodeSnapshot,
  NodeState,
  Phase,
  ReplicaSnapshot,
  Report,
  SetAside,
  SlowPacket,
  Snapshot,
  Status,
  Stuck,
} from "./lib/telemetry/report.ts";
export type { NodeSeries, Series } from "./lib/telemetry/series.ts";
