/** Builds and executes graphs of the suite's steps. @module */
import assert from "node:assert/strict";
import { buildGraph, DEFAULT_QUEUE_LIMIT } from "../../lib/graph/mod.ts";
import type {
  FlowGraph,
  Grants,
  Isolation,
  JsonObject,
  NextSpec,
  OnErrorSpec,
} from "../../lib/graph/mod.ts";
import { type ExecuteOptions, type Execution, startFlow } from "../../lib/engine/mod.ts";
import { stepCatalog } from "../../lib/registry/mod.ts";
import type { Mode, Report } from "../../lib/telemetry/report.ts";

/**
 * An engine: `deterministic` is mode multiprocess, played in one Worker; `isolated` is mode
 * multiprocess with every step in a process of its own.
 */
export type TestMode = Mode | "deterministic" | "isolated";

/** Every engine; each test of the suite is registered once for each. */
export const MODES: readonly TestMode[] = ["sequential", "multiprocess", "deterministic"];

/** The same, and every step in a process: for what does not depend on the thread a step is in. */
export const EVERYWHERE: readonly TestMode[] = [...MODES, "isolated"];

/** Of the tests that are not about seeds: their outcome depends on none. */
const SEED = 1;

/** The options that choose an engine. */
export function engineOf(
  mode: TestMode,
  seed = SEED,
): Pick<ExecuteOptions, "mode" | "deterministic" | "seed" | "isolation"> {
  if (mode === "isolated") return { mode: "multiprocess", isolation: "process" };
  return mode === "deterministic" ? { deterministic: true, seed } : { mode };
}

/** A node of a test's flow. */
export interface TestNode {
  readonly step: string;
  readonly params?: JsonObject;
  readonly next?: NextSpec;
  readonly replicas?: number;
  readonly queueLimit?: number;
  readonly queueBytes?: number;
  readonly permissions?: Partial<Grants>;
  readonly onError?: OnErrorSpec;
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
  readonly maxReplicas?: number;
  readonly isolation?: Isolation;
  readonly maxHeap?: number | string;
  readonly key?: string;
  readonly ordered?: boolean;
}

/** The graph of a test's flow; steps without a file are those of the suite. */
export async function graphOf(nodes: Record<string, TestNode>): Promise<FlowGraph> {
  const specs = Object.entries(nodes).map(([id, node]) => ({
    params: {},
    next: null,
    replicas: 1,
    queueLimit: DEFAULT_QUEUE_LIMIT,
    permissions: {},
    trusted: false,
    ...node,
    id,
    step: node.step.startsWith("./") ? node.step : `./_steps.ts#${node.step}`,
    path: ["nodes", id],
  }));
  const described = await stepCatalog().describe(specs, import.meta.url);
  const { graph, issues } = buildGraph({ name: "conformance", nodes: specs }, described);
  if (!graph) throw new Error(issues.map(({ message }) => message).join("\n"));
  return graph;
}

/** An execution under test: its lines so far and its report. */
export interface TestRun {
  readonly execution: Execution;
  readonly lines: string[];
}

/** Starts a flow; its log lines are collected. */
export async function start(
  mode: TestMode,
  nodes: Record<string, TestNode>,
  options: Partial<ExecuteOptions> = {},
): Promise<TestRun> {
  const graph = await graphOf(nodes);
  const lines: string[] = [];
  const onLog: ExecuteOptions["onLog"] = (line) => {
    lines.push(line.message);
    options.onLog?.(line);
  };
  return {
    execution: startFlow(graph, { ...engineOf(mode), base: import.meta.url, ...options, onLog }),
    lines,
  };
}

/** Executes a flow to its end. */
export async function run(
  mode: TestMode,
  nodes: Record<string, TestNode>,
  options: Partial<ExecuteOptions> = {},
): Promise<{ report: Report; lines: string[] }> {
  const { execution, lines } = await start(mode, nodes, options);
  return { report: await execution.finished, lines };
}

/** Values that a collecting node logged, in order. */
export function got(lines: readonly string[], node = "sink"): unknown[] {
  const head = `${node} got `;
  return lines.filter((line) => line.startsWith(head)).map((line) =>
    JSON.parse(line.slice(head.length))
  );
}

/** 0 … n-1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Numbers in ascending order. */
export const sorted = (values: readonly unknown[]): number[] =>
  (values as number[]).toSorted((a, b) => a - b);

/** What every ledger must say, whatever happened. */
export function balanced(report: Report): void {
  assert.deepEqual(report.ledger, { balanced: true, imbalances: [] });
}

/** Gives `body` a folder, and removes it. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
