/** Executes graphs. @module */
export { type FileClash, fileClashes } from "./file_clashes.ts";
export {
  explainMemory,
  type ExplainOptions,
  explainPlacement,
  type SeatedNode,
  type SeatedWorker,
} from "./explain.ts";
export type { EngineChoice } from "./engines.ts";
export { makePlan } from "./plan.ts";
export { PlacementError, type SeatingWishes } from "./seating.ts";
export type { Shares } from "./shares.ts";
export { type ResumeCode, ResumeError } from "./resume/error.ts";
export { runFlow, startFlow } from "./start.ts";
export type {
  ControlOutcome,
  ExecuteOptions,
  Execution,
  LogLevel,
  LogLine,
  PacketSample,
  ResumeOptions,
  SampleOptions,
} from "./contract.ts";
export type { TracingOptions } from "./tracing/plan.ts";
export { DamagedEntry, type EntryHeader } from "./quarantine/entry.ts";
export { type QuarantineFile, quarantineFiles, readPacket } from "./quarantine/folder.ts";
export { commit, discard, doneFiles, finish, replayFolder } from "./quarantine/replay_folder.ts";
export { replayGraph, type ReplayPart } from "./quarantine/replay_graph.ts";
