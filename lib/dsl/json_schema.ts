/** The JSON Schema of the canonical form, by which editors complete and check flows. @module */
import { z } from "zod";
import type { Json, JsonObject, StepSignature } from "../graph/model.ts";
import { authoredFlow, authoredNode } from "./authored.ts";

const DRAFT_7 = { target: "draft-7", io: "input" } as const;

/**
 * A draft-7 schema of flows: the keys of a flow and of a node, and for every known step the params
 * it takes. A step of another name is a file's, of which nothing is known here.
 */
export function flowSchema(signatures: readonly StepSignature[]): JsonObject {
  const flow = z.toJSONSchema(authoredFlow, DRAFT_7) as JsonObject;
  const node = withoutDialect(z.toJSONSchema(authoredNode, DRAFT_7) as JsonObject);
  const nodeKeys = node.properties as JsonObject;
  return {
    ...flow,
    title: "A flow of ctapipe-flow",
    properties: {
      ...flow.properties as JsonObject,
      nodes: {
        type: "object",
        description: "The nodes of the flow by name",
        additionalProperties: {
          ...node,
          properties: { ...nodeKeys, step: stepSchema(nodeKeys.step as JsonObject, signatures) },
          allOf: signatures.map(paramsOfStep),
        },
      },
    },
  };
}

function stepSchema(step: JsonObject, signatures: readonly StepSignature[]): JsonObject {
  const builtins = signatures.map(({ name, summary }): Json => ({
    const: name,
    description: summary,
  }));
  return { ...step, anyOf: [...builtins, { pattern: "[/.]", description: "A step of a file" }] };
}

/** If the node's step is this one, then its params are. */
function paramsOfStep({ name, params }: StepSignature): JsonObject {
  const required = ((params.required ?? []) as Json[]).length > 0 ? ["params"] : [];
  return {
    if: { properties: { step: { const: name } }, required: ["step"] },
    then: { properties: { params: withoutDialect(params) }, required },
  };
}

function withoutDialect({ $schema: _, ...schema }: JsonObject): JsonObject {
  return schema;
}
