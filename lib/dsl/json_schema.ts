/** The JSON Schema of the canonical form, by which editors complete and check flows. @module */
import { SYS_KINDS } from "../graph/permissions.ts";
import { MAX_QUEUE_LIMIT, NODE_ID } from "../graph/check_nodes.ts";
import { MAX_REPLICAS } from "../graph/node_options.ts";
import {
  DEFAULT_QUEUE_LIMIT,
  type Grants,
  type Json,
  type JsonObject,
  type StepSignature,
} from "../graph/model.ts";
import type { authoredFlow, authoredNode } from "./authored.ts";
import { definitions, type KeysOf, settingsOf } from "./setting_schemas.ts";
import { paramsSchema } from "./params_schema.ts";

const text = (description: string): JsonObject => ({ type: "string", minLength: 1, description });
const texts = (description: string, item: JsonObject = {}): JsonObject => ({
  type: "array",
  description,
  items: { type: "string", minLength: 1, ...item },
});

/** As the registry tells a file's step from a built-in one. */
const STEP_FILE = "^(\\.{0,2}/|file:)|\\.[mc]?[jt]s(#|$)";

const GRANTS: Readonly<Record<keyof Grants, JsonObject>> = {
  read: texts("Files and folders it may read, relative to the flow"),
  write: texts("Files and folders it may write, relative to the flow"),
  net: texts("Hosts it may talk to, as host or host:port"),
  env: texts("Environment variables it may read"),
  sys: texts("System information it may ask for", { enum: [...SYS_KINDS] }),
};

const TARGETS: readonly Json[] = [
  text("The node that takes them"),
  texts("The nodes that take a copy each; [] drops them"),
];

/** `next` of a step of which nothing is known. */
const ANY_NEXT: JsonObject = {
  description: "The node that takes what this one gives; or ports to nodes",
  anyOf: [...TARGETS, { type: "object", additionalProperties: { anyOf: [...TARGETS] } }],
};

const ANY_PARAMS: JsonObject = { type: "object", description: "Parameters of the step" };

const REPLICAS: JsonObject = {
  type: "integer",
  minimum: 1,
  maximum: MAX_REPLICAS,
  default: 1,
  description: "Copies of the node that work side by side (default 1)",
};

/**
 * A draft-7 schema of flows: the keys of a flow and of a node, and for every known step the params
 * it takes, the ports it has, and whether it may have replicas. A step of another name is a file's,
 * of which nothing is known here. Stricter than what reads flows in one thing: a key without a
 * value, which counts as left out, is flagged, for its author has not finished it.
 *
 * @param signatures of the known steps, their `name` as a flow names them: `./file.ts#export` for
 * one of a file
 */
export function flowSchema(signatures: readonly StepSignature[]): JsonObject {
  const keys: KeysOf<typeof authoredFlow> = {
    $schema: text("Address of this JSON Schema, for editors"),
    name: text("Name of the flow, one line of text"),
    description: { type: "string", description: "What the flow is for" },
    nodes: {
      type: "object",
      description: "The nodes of the flow by name",
      minProperties: 1,
      propertyNames: { pattern: NODE_ID.source, title: "node" },
      additionalProperties: nodeSchema(signatures),
    },
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    description: "A flow of ctapipe-flow",
    type: "object",
    properties: keys,
    required: ["name", "nodes"],
    additionalProperties: false,
    definitions,
  };
}

/**
 * A node. Keys that are `true` are described by the rule of the chosen step, so that an editor
 * offers none that the step does not take.
 */
function nodeSchema(signatures: readonly StepSignature[]): JsonObject {
  const keys: KeysOf<typeof authoredNode> = {
    step: stepSchema(signatures),
    params: true,
    next: true,
    replicas: true,
    queueLimit: {
      type: "integer",
      minimum: 1,
      maximum: MAX_QUEUE_LIMIT,
      default: DEFAULT_QUEUE_LIMIT,
      description: `Packets that may wait before the node (default ${DEFAULT_QUEUE_LIMIT})`,
    },
    permissions: {
      type: "object",
      description: "What the node may touch beyond what its params name",
      properties: GRANTS,
      additionalProperties: false,
    },
    trusted: {
      type: "boolean",
      default: false,
      description: "Lifts the sandbox of the node's step (default false)",
    },
    maxReplicas: true,
    onError: true,
    timeoutMs: true,
    key: true,
    ordered: true,
    queueBytes: true,
    isolation: true,
    maxHeap: true,
    maxAttempts: true,
  };
  return {
    type: "object",
    description: "A node: a step in its place in the flow",
    properties: keys,
    required: ["step"],
    additionalProperties: false,
    allOf: [...signatures.map(ruleOf), ruleOfOthers(signatures)],
  };
}

function stepSchema(signatures: readonly StepSignature[]): JsonObject {
  const known = signatures.map(({ name, summary }) => ({ const: name, description: summary }));
  const file = { pattern: STEP_FILE, description: "A step of a file, relative to the flow" };
  return {
    ...text("Name of a built-in step, or ./file.ts, or ./file.ts#export, relative to the flow"),
    anyOf: [...known, file],
  };
}

/** What follows for the node if its step is this one. */
function ruleOf(signature: StepSignature, index: number): JsonObject {
  const { name, kind, params } = signature;
  const needsParams = ((params.required ?? []) as Json[]).length > 0;
  return {
    if: { properties: { step: { const: name } }, required: ["step"] },
    then: {
      title: `node of ${name}`,
      properties: {
        params: paramsSchema(signature, `${RULES}/${index}/then/properties/params`),
        next: kind === "consumer" ? false : nextOf(signature),
        replicas: signature.replicable ? REPLICAS : { ...REPLICAS, maximum: 1, doNotSuggest: true },
        ...settingsOf(kind),
        ...(kind === "consumer" && !signature.replicable && { maxReplicas: false }),
      },
      required: [...needsParams ? ["params"] : [], ...kind === "consumer" ? [] : ["next"]],
    },
  };
}

/** Where the rules of the steps stand in the schema. */
const RULES = "#/properties/nodes/additionalProperties/allOf";

function ruleOfOthers(signatures: readonly StepSignature[]): JsonObject {
  const names = signatures.map(({ name }) => name);
  return {
    if: { properties: { step: { enum: names } }, required: ["step"] },
    else: {
      properties: {
        params: ANY_PARAMS,
        next: ANY_NEXT,
        replicas: REPLICAS,
        ...settingsOf("stager"),
      },
    },
  };
}

function nextOf({ name, outputs, dynamic }: StepSignature): JsonObject {
  if (dynamic !== null) {
    return {
      description: `The nodes among which the step chooses (${dynamic})`,
      anyOf: [text("The one node"), { ...texts("The nodes"), minItems: 1 }],
    };
  }
  const ports = Object.entries(outputs);
  const map: JsonObject = {
    title: `ports of ${name}`,
    type: "object",
    properties: Object.fromEntries(ports.map(([port, { payload, optional }]) => [port, {
      description: `The node or nodes that take ${payload}; [] drops it` +
        (optional ? ". May be left out" : ""),
      anyOf: [...TARGETS],
    }])),
    required: ports.filter(([, { optional }]) => !optional).map(([port]) => port),
    additionalProperties: false,
  };
  const description = `Ports to nodes: ${ports.map(([port]) => port).join(", ")}`;
  // A node's name on its own connects the first port, which does only if no other must be.
  return ports.slice(1).every(([, { optional }]) => optional)
    ? {
      description: `The node that takes what this one gives; or ${lowerFirst(description)}`,
      anyOf: [text("The node that takes what this one gives"), map],
    }
    : { ...map, description };
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
