/** `--explain`: which nodes share a Worker, and why; who gets what memory. @module */
import type { ExplainOptions, SeatedNode, SeatedWorker, Shares } from "../engine/mod.ts";
import type { FlowGraph } from "../graph/model.ts";
import { GRANT_KINDS } from "../graph/model.ts";
import { printable } from "../graph/render/labels.ts";
import type { Mode } from "../telemetry/report.ts";
import { formatBytes, plural } from "./format.ts";
import { type Output, paint } from "./output.ts";
import { drawTable, textWidth, wrapText } from "./table.ts";
import { UserError } from "./user_error.ts";

/** How it is drawn. */
export interface ExplainStyle {
  readonly color: boolean;
  /** Columns of the terminal; endless where there is none. */
  readonly width?: number;
}

/** As a stream wants it. */
export function drawnFor(stream: Output): ExplainStyle {
  return { color: stream.color, ...(stream.isTerminal && { width: stream.size().columns }) };
}

/** What is explained of an execution. */
export interface Explained {
  readonly workers: readonly SeatedWorker[];
  /** Null where nobody bounds memory. */
  readonly shares: Shares | null;
}

/**
 * The Workers of an execution, and what memory is for.
 *
 * @throws {UserError} if nodes cannot be together or apart as the options want it, or there is too
 * little memory
 */
export async function explained(graph: FlowGraph, options: ExplainOptions): Promise<Explained> {
  const { explainMemory, explainPlacement, PlacementError } = await import("../engine/mod.ts");
  try {
    const shares = explainMemory(graph, options);
    const isBound = options.maxMemoryBytes !== undefined;
    return { workers: explainPlacement(graph, options), shares: isBound ? shares : null };
  } catch (error) {
    if (error instanceof PlacementError) throw new UserError(error.message, error.hint);
    throw error;
  }
}

/** All of it, as text. */
export function formatExplained(
  { workers, shares }: Explained,
  mode: Mode,
  style: ExplainStyle,
): string {
  return formatWorkers(workers, mode, style) + (shares === null ? "" : formatShares(shares, style));
}

/** What memory between Workers is for, in some lines. */
function formatShares(shares: Shares, { width = Infinity }: ExplainStyle): string {
  const { rings, ringBytes, pools, slotBytes, queueBytes } = shares;
  if (rings === 0) return "memory between Workers: none, since there is one Worker\n";
  const inboxes = [...queueBytes].map(([id, bytes]) => `${printable(id)} ${formatBytes(bytes)}`);
  const lines = [
    `${plural(rings, "ring")} of ${formatBytes(ringBytes)}`,
    `slots for large arrays of ${plural(pools, "out-port")}, ${formatBytes(slotBytes)} each`,
    `waiting packets (queueBytes): ${inboxes.join(", ")}`,
  ];
  const told = lines.flatMap((line) => wrapText(line, width - 2)).map((line) => `  ${line}`);
  return ["memory between Workers, at most:", ...told].map((line) => `${line}\n`).join("");
}

/** A table, a row per node; on a narrow terminal a few lines per Worker. */
export function formatWorkers(
  workers: readonly SeatedWorker[],
  mode: Mode,
  style: ExplainStyle,
): string {
  const blocks = blocksOf(workers, style.color);
  const title = `${mode}: ${plural(workers.length, "Worker")}\n`;
  const { width = Infinity } = style;
  const table = tableOf(blocks, style);
  const fits = table.split("\n").every((line) => textWidth(line) <= width);
  return title + (fits ? table : blocks.map((block) => linesOf(block, width)).join(""));
}

/** Workers that differ in the number of their replica only. */
interface Block {
  /** Such as `3`, or `3-6`. */
  readonly name: string;
  readonly grants: string;
  readonly nodes: readonly { readonly name: string; readonly reason: string }[];
}

function blocksOf(workers: readonly SeatedWorker[], color: boolean): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < workers.length;) {
    const { nodes, grants } = workers[at]!;
    const { of } = nodes[0]!;
    const alike = nodes.every(({ replicas }) => replicas.length === 1) ? of : 1;
    blocks.push({
      name: span(at + 1, at + alike),
      grants: grantsText(grants, color),
      nodes: nodes.map((node) => ({
        name: printable(node.id) + replicasText(node, alike),
        reason: printable(node.reason),
      })),
    });
    at += alike;
  }
  return blocks;
}

function tableOf(blocks: readonly Block[], style: ExplainStyle): string {
  const columns = [
    { title: "Worker", align: "right" },
    { title: "node" },
    { title: "may touch" },
    { title: "why" },
  ] as const;
  const rows = blocks.flatMap(({ name, grants, nodes }) =>
    nodes.map((node, at) => [at ? "" : name, node.name, at ? "" : grants, node.reason])
  );
  return drawTable(columns, rows, style);
}

function linesOf({ name, grants, nodes }: Block, width: number): string {
  const lines = nodes.flatMap(({ name, reason }) => wrapText(`${name}: ${reason}`, width - 2));
  const head = wrapText(`Worker ${name}, may touch: ${grants}`, width);
  return [...head, ...lines.map((line) => `  ${line}`)].map((line) => `${line}\n`).join("");
}

const span = (first: number, last: number) => first === last ? `${first}` : `${first}-${last}`;

/** All replicas of a node stand in one row; that of a node with a single one goes without saying. */
function replicasText({ replicas, of }: SeatedNode, alike: number): string {
  if (of === 1) return "";
  const first = replicas[0]!;
  return `[${span(first, first + Math.max(alike, replicas.length) - 1)}]`;
}

function grantsText(grants: SeatedWorker["grants"], color: boolean): string {
  if (grants === "all") return paint(["bold", "red"], "ALL", color);
  return GRANT_KINDS.filter((kind) => grants[kind].length > 0).join(", ") || "nothing";
}
