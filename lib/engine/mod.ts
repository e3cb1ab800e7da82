/** Executes graphs. @module */
export { runFlow, startFlow } from "./start.ts";
export type { ExecuteOptions, Execution, LogLevel, LogLine } from "./contract.ts";
