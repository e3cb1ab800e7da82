/** Executes graphs. @module */
export { type FileClash, fileClashes } from "./file_clashes.ts";
export { makePlan } from "./plan.ts";
export { runFlow, startFlow } from "./start.ts";
export type { ExecuteOptions, Execution, LogLevel, LogLine } from "./contract.ts";
