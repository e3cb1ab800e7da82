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
export {
  DEFAULT_MAX_ATTEMPTS,
  ISOLATIONS,
  LEAST_HEAP,
  MOST_ATTEMPTS,
  NODE_OPTIONS,
} from "./node_options.ts";
export type {
  FurtherSettings,
  FurtherSettingsSpec,
  Isolation,
  NodeOption,
} from "./node_options.ts";
export { DEFAULT_RETRY, MAX_MS, MAX_TIMES, normalOnError, VERDICTS } from "./on_error.ts";
export type { OnError, OnErrorSpec, Retry, Verdict } from "./on_error.ts";
export { findCycles, topologicalOrder } from "./order.ts";
export type { Successors } from "./order.ts";
export { renderDot } from "./render/dot.ts";
export type {
  EdgeHighlight,
  Highlight,
  NodeHighlight,
  PictureOptions,
} from "./render/highlight.ts";
export { renderJson } from "./render/json.ts";
export { renderMermaid } from "./render/mermaid.ts";
export { renderSvg } from "./render/svg.ts";
export { renderText } from "./render/text.ts";
export type { TextOptions, TextStyle } from "./render/text.ts";
export { roleValues } from "./role_values.ts";
export type { RoleValue } from "./role_values.ts";
export { didYouMean, nearest, quoted } from "./suggest.ts";
