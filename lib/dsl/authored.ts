/** The shape of a flow as its author writes it in YAML or JSON. @module */
import { z } from "zod";
import { GRANT_KINDS } from "../graph/model.ts";
import { ISOLATIONS, MOST_ATTEMPTS } from "../graph/node_options.ts";
import { VERDICTS } from "../graph/on_error.ts";

const name = (what: string) => z.string({ error: what }).min(1, { error: what });
const nodeName = name("the name of a node is expected here");
const nodeNames = z.union([nodeName, z.array(nodeName)], {
  error: "the name of a node, or a list of them, is expected here",
});
const entries = z.array(name("text is expected here"), {
  error: "a list of text is expected here",
});
const grants = Object.fromEntries(GRANT_KINDS.map((kind) => [kind, entries.nullish()]));

const number = (what: string) => z.number({ error: `${what} is a number` }).nullish();

const bytes = (key: string) => {
  const what = `${key} is a number of bytes, or text such as 64MB`;
  return z.union([z.number(), z.string()], { error: what }).nullish();
};

/** `retry` in `onError`. */
export const authoredRetry = z.strictObject({
  times: number("times").describe("Attempts after the first"),
  backoffMs: number("backoffMs").describe("Pause before the second attempt, in ms; it doubles"),
  maxBackoffMs: number("maxBackoffMs").describe("No pause is longer, in ms"),
  jitter: number("jitter").describe("Share by which each pause differs at random"),
}, { error: "a map of times, backoffMs, maxBackoffMs, jitter is expected here" });

/** `onError` where it is not one word. */
export const authoredPolicy = z.strictObject({
  retry: authoredRetry.describe("Tries again"),
  then: z.enum(VERDICTS, { error: "fail, skip or quarantine is expected here" })
    .nullish().describe("What becomes of a packet when the last attempt has failed, too"),
});

/** A node as authored. What is `null`, such as a key without a value in YAML, counts as left out. */
export const authoredNode = z.strictObject({
  step: name("the name of a step, or `./file.ts`, is expected here")
    .describe("Name of a built-in step, or ./file.ts, or ./file.ts#export, relative to the flow"),
  params: z.record(z.string(), z.unknown(), { error: "a map of params is expected here" })
    .nullish().describe("Parameters of the step"),
  next: z.union([nodeName, z.array(nodeName), z.record(z.string(), nodeNames)], {
    error: "a node, or a map of ports to nodes, is expected here",
  }).nullish().describe("The node that takes what this one gives; or ports to nodes"),
  replicas: z.number({ error: "replicas is a whole number from 1 to 256" })
    .nullish().describe("Copies of the node that work side by side"),
  maxReplicas: z.number({ error: "maxReplicas is a whole number from 1 to 256" })
    .nullish().describe("Copies of the node that there may be at most while it is executed"),
  queueLimit: z.number({ error: "queueLimit is a whole number from 1 to 1000000" })
    .nullish().describe("Packets that may wait before the node"),
  permissions: z.strictObject(grants, { error: `a map of ${GRANT_KINDS.join(", ")} is expected` })
    .nullish().describe("What the node may touch beyond what its params name"),
  trusted: z.boolean({ error: "true or false is expected here" })
    .nullish().describe("Lifts the sandbox of the node's step"),
  onError: z.union([z.enum(VERDICTS), authoredPolicy], {
    error: "fail, skip, quarantine, or a map with `retry` is expected here",
  }).nullish().describe("What becomes of a packet that the step fails on"),
  timeoutMs: z.number({ error: "timeoutMs is a time in ms" })
    .nullish().describe("After so long, in ms, an attempt to process a packet has failed"),
  key: name("the path of a field, such as telescope.id, is expected here")
    .nullish().describe("Field of the value: packets with equal ones go to one replica"),
  ordered: z.boolean({ error: "true or false is expected here" })
    .nullish().describe("What replicas give leaves in the order in which their packets came"),
  queueBytes: bytes("queueBytes").describe("Bytes of packets that may wait before the node"),
  isolation: z.enum(ISOLATIONS, { error: "worker or process is expected here" })
    .nullish().describe("Executes the step in a Worker, or a process, of its own"),
  maxHeap: bytes("maxHeap").describe("With isolation: process, the memory of a replica"),
  maxAttempts: z.number({ error: `maxAttempts is a whole number from 1 to ${MOST_ATTEMPTS}` })
    .nullish().describe("A packet that has crashed its replica so often is put aside"),
}, { error: "a node is a map with a `step`" });

/** The document around the nodes, which are read one by one with {@link authoredNode}. */
export const authoredFlow = z.strictObject({
  $schema: z.string({ error: "the address of a JSON Schema is expected here" }).nullish(),
  name: z.string({ error: "the name of the flow is expected here" }),
  description: z.string({ error: "text is expected here" }).nullish(),
  nodes: z.record(z.string(), z.unknown(), {
    error: "nodes is a map: `<name>: { step: <step>, next: <node> }`",
  }),
}, { error: "a flow is a map with `name` and `nodes`" });
