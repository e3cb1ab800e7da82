/** The codes of the mistakes that a graph build can find. @module */

/** Listed, with an example each, in `docs/specs/diagnostics.md`. */
export const GRAPH_CODES = [
  "announced_step",
  "bad_id",
  "bad_on_error",
  "bad_param",
  "bad_permission",
  "bad_queue_limit",
  "bad_replicas",
  "bad_step_module",
  "bad_setting",
  "bad_timeout",
  "consumer_has_next",
  "cycle",
  "duplicate_edge",
  "duplicate_node",
  "missing_next",
  "missing_param",
  "next_is_list",
  "next_is_map",
  "no_nodes",
  "no_producer",
  "not_replicable",
  "other_step",
  "output_is_input",
  "output_is_shared",
  "payload_mismatch",
  "producer_has_input",
  "idle_setting",
  "producer_on_error",
  "self_loop",
  "unconnected_port",
  "unknown_node",
  "unknown_param",
  "unknown_port",
  "unknown_step",
  "unreachable_node",
] as const;

/** One of {@link GRAPH_CODES}. */
export type GraphCode = typeof GRAPH_CODES[number];
