/** The codes of the mistakes that are found before a flow's graph is built. @module */

/** Listed, with an example each, in `docs/specs/diagnostics.md`. */
export const DSL_CODES = [
  "bad_alias",
  "bad_flow_module",
  "bad_key",
  "bad_name",
  "bad_number",
  "bad_on_error",
  "bad_override",
  "bad_permission",
  "bad_queue_limit",
  "bad_replicas",
  "bad_setting",
  "bad_timeout",
  "bad_value",
  "bad_version",
  "duplicate_edge",
  "duplicate_key",
  "duplicate_node",
  "empty_document",
  "missing_key",
  "next_by_default",
  "next_unused",
  "no_view",
  "not_replicable",
  "section_unused",
  "step_without_module",
  "syntax_error",
  "too_complex",
  "unknown_key",
  "unknown_node",
  "unknown_notation",
  "unknown_param",
  "unknown_step",
  "unlimited_queue",
  "wrong_module",
  "wrong_role",
] as const;

/** One of {@link DSL_CODES}. */
export type DslCode = typeof DSL_CODES[number];
