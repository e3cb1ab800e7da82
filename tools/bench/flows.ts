/** The workloads as flows of our steps. @module */
import { buildGraph, DEFAULT_QUEUE_LIMIT } from "../../lib/graph/mod.ts";
import type { FlowGraph, Isolation, JsonObject, NextSpec } from "../../lib/graph/mod.ts";
import { stepCatalog } from "../../lib/registry/mod.ts";

/** A flow of this bench: a workload, a variant of it, or what is measured besides speed. */
export type FlowName =
  | "W1"
  | "W2"
  | "W2-alloc"
  | "W3"
  | "W4"
  | "W4-names"
  | "W5"
  | "edge-tiny"
  | "edge-image"
  | "latency"
  | "W1-worker"
  | "W1-process"
  | "W2-worker"
  | "W2-process";

interface Node {
  readonly step: string;
  readonly next?: NextSpec;
  readonly params?: JsonObject;
  readonly replicas?: number;
  readonly isolation?: Isolation;
}

/** Replicas of W3 where they can work side by side. */
const SIDE_BY_SIDE = 2;

const chain = (first: string, stage: string, last: string) =>
(
  n: number,
  replicas = 1,
): Record<string, Node> => ({
  producer: { step: first, next: "stage", params: { n } },
  stage: { step: stage, next: "consumer", replicas },
  consumer: { step: last, params: { n } },
});

/** A chain whose stage has a Worker or a process of its own. */
const isolated = (first: string, stage: string, last: string, isolation: Isolation) =>
(
  n: number,
): Record<string, Node> => {
  const nodes = chain(first, stage, last)(n);
  return { ...nodes, stage: { ...nodes.stage!, isolation } };
};

const edge = (first: string, last: string) => (n: number): Record<string, Node> => ({
  producer: { step: first, next: "consumer", params: { n } },
  consumer: { step: last, params: { n } },
});

const fork = (first: string, next: NextSpec) => (n: number): Record<string, Node> => ({
  producer: { step: first, next, params: { n } },
  A: { step: "doubled", next: "consumer" },
  B: { step: "tripled", next: "consumer" },
  consumer: { step: "summed", params: { n } },
});

const FLOWS: Readonly<Record<FlowName, (n: number) => Record<string, Node>>> = {
  W1: chain("counted", "squared", "summed"),
  W2: chain("images", "charges", "totalled"),
  "W2-alloc": chain("allocated", "charges", "totalled"),
  W3: (n) => chain("counted", "spun", "summed")(n, SIDE_BY_SIDE),
  W4: fork("alternating", { a: "A", b: "B" }),
  "W4-names": fork("naming", ["A", "B"]),
  W5: (n) => ({
    producer: { step: "token", next: "one", params: { n } },
    one: { step: "stamped", next: "two", params: { mark: "1" } },
    two: { step: "stamped", next: "consumer", params: { mark: "2" } },
    consumer: { step: "proved", params: { n } },
  }),
  "edge-tiny": edge("counted", "summed"),
  "edge-image": edge("images", "peeked"),
  latency: (n) => ({
    producer: { step: "paced", next: "consumer", params: { n } },
    consumer: { step: "timed" },
  }),
  "W1-worker": isolated("counted", "squared", "summed", "worker"),
  "W1-process": isolated("counted", "squared", "summed", "process"),
  "W2-worker": isolated("images", "charges", "totalled", "worker"),
  "W2-process": isolated("images", "charges", "totalled", "process"),
};

/** The names of all flows. */
export const FLOW_NAMES = Object.keys(FLOWS) as FlowName[];

/**
 * The graph of a flow.
 *
 * @param n how many messages its producer sends
 * @param marks counts at which the consumer notes that it got there
 * @throws {Error} if it is no sound flow
 */
export async function graphOf(
  name: FlowName,
  n: number,
  marks: readonly number[] = [],
): Promise<FlowGraph> {
  const nodes = FLOWS[name](n);
  const { consumer } = nodes;
  const marked = { ...consumer!, params: { ...consumer!.params, marks: [...marks] } };
  const all = marks.length === 0 ? nodes : { ...nodes, consumer: marked };
  const specs = Object.entries(all).map(([id, node]) => ({
    params: {},
    next: null,
    replicas: 1,
    queueLimit: DEFAULT_QUEUE_LIMIT,
    permissions: {},
    trusted: false,
    ...node,
    id,
    step: `./steps.ts#${node.step}`,
    path: ["nodes", id],
  }));
  const described = await stepCatalog().describe(specs, import.meta.url);
  const { graph, issues } = buildGraph({ name, nodes: specs }, described);
  if (!graph) throw new Error(issues.map(({ message }) => message).join("\n"));
  return graph;
}
