/**
 * Reads flows in every notation and says what is wrong with them.
 *
 * @module
 */
export { DSL_CODES } from "./codes.ts";
export type { DslCode } from "./codes.ts";
export type { Diagnostic } from "./diagnostics.ts";
export { sortDiagnostics, SourceText } from "./diagnostics.ts";
export { diagnosticsJson, formatDiagnostics } from "./format.ts";
export type { DiagnosticJson } from "./format.ts";
export { EXTENSIONS, notationOf } from "./front_end.ts";
export type { FrontEnd, FrontEndIssue, Notation, Parsed, Span } from "./front_end.ts";
export { flowSchema } from "./json_schema.ts";
export { loadFlow } from "./load.ts";
export type { FlowDocument, LoadResult } from "./load.ts";
export { parseOverride } from "./overrides.ts";
export type { Override, OverrideOption } from "./overrides.ts";
