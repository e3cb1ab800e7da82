/** What is written into pictures, whatever they are drawn with. @module */
import {
  DEFAULT_QUEUE_LIMIT,
  type FlowGraph,
  GRANT_KINDS,
  type GraphEdge,
  type GraphNode,
} from "../model.ts";
import {
  busyText,
  hasFailed,
  type NodeHighlight,
  type PictureOptions,
  sentOver,
} from "./highlight.ts";

/** Longest path or host that is written whole. */
const MAX_GRANT = 36;
/** Longest note on a failure. */
const MAX_NOTE = 48;

/** The texts of a node, without the id; all can be shown as they are, none is empty. */
export interface NodeText {
  /** Its step, where that is not named like the node. */
  readonly step: string | null;
  /** `queue 10`, where the limit is not the usual one. */
  readonly queue: string | null;
  /** What it may touch, a line per resource; empty for nothing and for trusted nodes. */
  readonly grants: readonly string[];
  /** `ALL (trusted)`, where the sandbox is lifted. */
  readonly trusted: string | null;
  /** `busy 83 %`, where a highlight knows the node, */
  readonly busy: string | null;
  /** then `12 done`, unless it is a producer, */
  readonly done: string | null;
  /** and `✗ 2 failed: no pixels`, if it failed. */
  readonly failure: string | null;
}

/** All that pictures say of a node, besides its {@link nodeTitle}. */
export function nodeText(node: GraphNode, measured?: NodeHighlight): NodeText {
  const { id, role, step, queueLimit, trusted } = node;
  return {
    step: step === id ? null : printable(step),
    queue: role === "producer" || queueLimit === DEFAULT_QUEUE_LIMIT ? null : `queue ${queueLimit}`,
    grants: trusted ? [] : shortGrants(node),
    trusted: trusted ? "ALL (trusted)" : null,
    busy: measured === undefined ? null : busyText(measured.busy),
    done: measured === undefined || role === "producer" ? null : `${measured.done} done`,
    failure: measured !== undefined && hasFailed(measured) ? failureText(measured) : null,
  };
}

/** `other_dump × 2`: the id, and the number of replicas if there are several. */
export function nodeTitle({ id, replicas }: GraphNode): string {
  return printable(id) + (replicas > 1 ? ` × ${replicas}` : "");
}

/**
 * What a node may touch, in few words: a resource with all that may be done with it in a line, such
 * as `read, write out/a.txt`. The `.partial` twins of files go without saying, and of a long path
 * only the end is shown; `check` shows all.
 */
export function shortGrants({ permissions }: Pick<GraphNode, "permissions">): string[] {
  const kinds = new Map<string, string[]>();
  for (const kind of GRANT_KINDS) {
    const list = new Set(permissions[kind]);
    for (const resource of list) {
      if (resource.endsWith(".partial") && list.has(resource.slice(0, -".partial".length))) {
        continue;
      }
      kinds.set(resource, [...kinds.get(resource) ?? [], kind]);
    }
  }
  return [...kinds].map(([resource, of]) => `${of.join(", ")} ${ending(printable(resource))}`);
}

/** The port of every edge, in order, where it tells something: null for a step's only port. */
export function portsToTell(graph: FlowGraph): (string | null)[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.map((edge) => tellsPort(edge, nodes) ? printable(edge.port) : null);
}

/** What stands at every edge, in order: `lst · 75`, the port and the packets sent, or nothing. */
export function edgeTexts(graph: FlowGraph, { highlight }: PictureOptions): string[] {
  const sent = sentOver(graph, highlight);
  return portsToTell(graph).map((port, index) =>
    [port, sent[index]].filter((part) => part !== null).join(" · ")
  );
}

/** A dynamic step's ports are named after the next nodes, so those names say nothing new. */
function tellsPort({ from, port, to }: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): boolean {
  const node = nodes.get(from);
  if (node === undefined) return false;
  return node.dynamic ? port !== to : node.ports.length > 1;
}

/**
 * `text` as it can be put into any picture and terminal: control characters become the signs that
 * stand for them (`␛`), and what would turn the order of other letters, or is no character, `�`.
 */
export function printable(text: string): string {
  return text.toWellFormed()
    .replace(/\p{Cc}/gu, controlSign)
    .replace(/[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, "�");
}

/** From the Unicode block "Control Pictures". */
function controlSign(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "␡" : "�";
}

function failureText({ failed, note }: NodeHighlight): string {
  const count = failed > 0 ? `${failed} failed` : "failed";
  return `✗ ${count}${note === null ? "" : `: ${beginning(printable(note))}`}`;
}

function beginning(text: string): string {
  const letters = [...text];
  return letters.length > MAX_NOTE ? `${letters.slice(0, MAX_NOTE - 1).join("")}…` : text;
}

function ending(text: string): string {
  const letters = [...text];
  return letters.length > MAX_GRANT ? `…${letters.slice(1 - MAX_GRANT).join("")}` : text;
}
