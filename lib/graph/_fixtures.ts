/** Flows and described steps for the tests of this room. @module */
import {
  DEFAULT_QUEUE_LIMIT,
  type DescribedStep,
  type FlowSpec,
  NO_GRANTS,
  type NodeSpec,
  type Role,
  type StepSignature,
} from "./model.ts";

/** A node with everything left out that can be. */
export function nodeSpec(id: string, rest: Partial<NodeSpec> = {}): NodeSpec {
  return {
    id,
    step: id,
    params: {},
    next: null,
    replicas: 1,
    queueLimit: DEFAULT_QUEUE_LIMIT,
    permissions: {},
    trusted: false,
    path: ["nodes", id],
    ...rest,
  };
}

/** A step that takes and gives `any`; a consumer has no ports, others have one, `out`. */
export function describedStep(kind: Role, rest: Partial<StepSignature> = {}): DescribedStep {
  return {
    ok: true,
    code: { module: kind, export: "default", builtin: true },
    signature: {
      name: kind,
      kind,
      summary: "",
      params: {},
      roles: [],
      input: kind === "producer" ? [] : ["any"],
      outputs: kind === "consumer" ? {} : { out: { payload: "any", optional: false } },
      dynamic: null,
      replicable: true,
      ...rest,
    },
    params: {},
    issues: [],
    grants: NO_GRANTS,
  };
}

/** A flow of some nodes. */
export const flowOf = (...nodes: NodeSpec[]): FlowSpec => ({ name: "demo", nodes });
