/** JSON Schemas of a node's settings that depend on where it stands. @module */
import type { z } from "zod";
import type { Json, JsonObject, StepSignature } from "../graph/model.ts";
import {
  DEFAULT_MAX_ATTEMPTS,
  ISOLATIONS,
  LEAST_HEAP,
  MAX_REPLICAS,
  MOST_ATTEMPTS,
  type NodeOption,
} from "../graph/node_options.ts";
import { DEFAULT_RETRY, MAX_MS, MAX_TIMES, VERDICTS } from "../graph/on_error.ts";
import type { authoredPolicy, authoredRetry } from "./authored.ts";

/** A schema for each key of a shape. */
export type KeysOf<Shape extends z.ZodObject> = Readonly<Record<keyof Shape["shape"], Json>>;

const RETRY: KeysOf<typeof authoredRetry> = {
  times: {
    type: "integer",
    minimum: 1,
    maximum: MAX_TIMES,
    default: DEFAULT_RETRY.times,
    description: `Attempts after the first (default ${DEFAULT_RETRY.times})`,
  },
  backoffMs: {
    type: "number",
    minimum: 0,
    maximum: MAX_MS,
    default: DEFAULT_RETRY.backoffMs,
    description: "Pause before the second attempt, in ms; it doubles from attempt to attempt " +
      `(default ${DEFAULT_RETRY.backoffMs})`,
  },
  maxBackoffMs: {
    type: "number",
    minimum: 0,
    maximum: MAX_MS,
    default: DEFAULT_RETRY.maxBackoffMs,
    description: `No pause is longer, in ms (default ${DEFAULT_RETRY.maxBackoffMs})`,
  },
  jitter: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: DEFAULT_RETRY.jitter,
    description: `Share by which each pause differs at random (default ${DEFAULT_RETRY.jitter})`,
  },
};

const POLICY: KeysOf<typeof authoredPolicy> = {
  retry: {
    type: "object",
    description: "Tries again",
    properties: RETRY,
    additionalProperties: false,
  },
  then: {
    enum: [...VERDICTS],
    default: "fail",
    description: "What becomes of the packet when the last attempt has failed, too (default fail)",
  },
};

const ON_ERROR: JsonObject = {
  description: "What becomes of a packet that the step fails on: fail ends the execution " +
    "(default), skip gives it up, quarantine puts it aside in a file; or retry",
  anyOf: [
    { enum: [...VERDICTS] },
    { type: "object", properties: POLICY, required: ["retry"], additionalProperties: false },
  ],
};

const TIMEOUT: JsonObject = {
  type: "number",
  exclusiveMinimum: 0,
  maximum: MAX_MS,
  description: "After so long, in ms, an attempt to process a packet has failed (default never)",
};

const SIZE = "^\\s*\\d+(\\.\\d+)?\\s*([kKmMgG][iI]?)?[bB]?\\s*$";

const bytes = (minimum: number, description: string): JsonObject => ({
  description,
  anyOf: [{ type: "integer", minimum }, { type: "string", pattern: SIZE }],
});

const OPTIONS: Readonly<Record<NodeOption, JsonObject>> = {
  maxReplicas: {
    type: "integer",
    minimum: 1,
    maximum: MAX_REPLICAS,
    description: "Copies that the node may have at most while it is executed, if somebody asks " +
      "for more (default: as many as replicas)",
  },
  key: {
    type: "string",
    pattern: "^[^.\\s]+(\\.[^.\\s]+)*$",
    description:
      "Path of a field of the value, such as telescope.id: packets in which it is equal " +
      "go to the same replica, in order",
  },
  ordered: {
    type: "boolean",
    default: false,
    description: "What replicas give leaves in the order in which their packets came (default " +
      "false)",
  },
  queueBytes: bytes(
    1,
    "Bytes of packets that may wait before the node, such as 64MB (default: any)",
  ),
  isolation: {
    enum: [...ISOLATIONS],
    description:
      "Executes the step in a Worker, or in a process, of its own: endless loops, and in " +
      "a process hard exits and lack of memory, then cost one replica and nothing else",
  },
  maxHeap: bytes(LEAST_HEAP, "With isolation: process, memory of a replica, such as 512MB"),
  maxAttempts: {
    type: "integer",
    minimum: 1,
    maximum: MOST_ATTEMPTS,
    default: DEFAULT_MAX_ATTEMPTS,
    description: "A packet that has crashed its replica so often is put aside (default " +
      `${DEFAULT_MAX_ATTEMPTS})`,
  },
};

/** What the rules of steps refer to. */
export const definitions: JsonObject = { onError: ON_ERROR, timeoutMs: TIMEOUT, ...OPTIONS };

/** Schemas of the settings of a node, by the kind of its step: a producer takes no packets. */
export function settingsOf(kind: StepSignature["kind"]): JsonObject {
  const isolation = reference("isolation");
  const maxHeap = reference("maxHeap");
  if (kind !== "producer") {
    return {
      maxReplicas: reference("maxReplicas"),
      onError: reference("onError"),
      timeoutMs: reference("timeoutMs"),
      key: reference("key"),
      ordered: reference("ordered"),
      queueBytes: reference("queueBytes"),
      isolation,
      maxHeap,
      maxAttempts: reference("maxAttempts"),
    };
  }
  return {
    maxReplicas: false,
    onError: { enum: ["fail"], doNotSuggest: true, description: "A producer can only fail" },
    timeoutMs: false,
    key: false,
    ordered: false,
    queueBytes: false,
    isolation,
    maxHeap,
    maxAttempts: false,
  };
}

const reference = (name: string): JsonObject => ({
  $ref: `#/definitions/${name}`,
  description: (definitions[name] as JsonObject).description!,
});
