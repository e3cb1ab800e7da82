/** Executes graphs. @module */
export { type FileClash, fileClashes } from "./file_clashes.ts";
export { explainPlacement, type SeatedNode, type SeatedWorker } from "./explain.ts";
export { makePlan } from "./plan.ts";
export { PlacementError, type SeatingWishes } from "./seating.ts";
export { runFlow, startFlow } from "./start.ts";
export type { ExecuteOptions, Execution, LogLevel, LogLine } from "./contract.ts";
