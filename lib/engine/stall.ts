/**
 * Says who waits for whom, from facts in the shared words.
 *
 * Waits lead downstream, or, where the order counts, to whoever has the first packet of all
 * (`docs/specs/delivery.md`): so at the end of each there is somebody inside a step's code, or with
 * nothing to do.
 *
 * @module
 */
import { queuedBytes } from "./ledger.ts";
import { nodesInOrder } from "./order/scope.ts";
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
import type { Inside, Watch } from "./watch.ts";
import { Counter, NodeWord, ReplicaWord, State, type Words } from "./words.ts";

/** Names that are told of a longer list. */
const MOST_NAMES = 5;

/** What a replica is doing, as far as the words tell. */
type Doing =
  | { readonly kind: "inside"; readonly inside: Inside }
  | { readonly kind: "starting" }
  /** Waits for one of the places before a node. */
  | { readonly kind: "room"; readonly node: number }
  /** Waits until what it has sent is taken, or through: its ring or its slots are full. */
  | { readonly kind: "taken" }
  /** Called a replica in the same thread, which is not through. */
  | { readonly kind: "called"; readonly inside: Inside }
  /** Has a packet, and none of the above. */
  | { readonly kind: "working" }
  | { readonly kind: "idle" }
  /** Takes packets in order, and the first of them is not there. */
  | { readonly kind: "turn" }
  | { readonly kind: "ended" };

/** Whether a host, by its index, answered lately; what cannot be known counts as yes. */
export type Answers = (host: number) => boolean;

/** Who is inside, who waits, who has nothing to do: clauses for one sentence. */
export function explainWaits(watch: Watch, answers: Answers): string {
  const { plan, placement, words } = watch;
  const insides = watch.inside();
  const inOrder = nodesInOrder(plan, placement);
  const hostOf = new Map(placement.flatMap((rows, host) => rows.map((row) => [row, host])));
  const groups = new Map<string, number[]>();
  for (const node of plan.nodes) {
    for (const row of rowsOf(node)) {
      const host = hostOf.get(row)!;
      const here = insides.find((inside) => inside.host === host);
      const clause = clauseOf(doingOf(node, row, here), answers(host));
      if (clause !== null) groups.set(clause, [...groups.get(clause) ?? [], row]);
    }
  }
  // the longest inside first: the others most often wait for it
  const clauses = [...groups].sort(([, [a]], [, [b]]) => rank(a!) - rank(b!));
  return clauses.map(([clause, rows]) => inWords(clause, rows)).join("; ");

  function rank(row: number): number {
    const at = insides.findIndex((inside) => inside.row === row);
    return at < 0 ? insides.length : at;
  }

  function doingOf(node: PlannedNode, row: number, here: Inside | undefined): Doing {
    if (here?.row === row) return { kind: "inside", inside: here };
    const state = Atomics.load(words.int, words.replica(row, ReplicaWord.STATE));
    if (state === State.FINISHED || state === State.FAILED) return { kind: "ended" };
    if (state === State.STARTING) return { kind: "starting" };
    const room = downstream(plan, node).find((to) => words.waitsForRoom(row, to));
    if (room !== undefined) return { kind: "room", node: room };
    if (!hasPacket(node, row, words)) return { kind: awaitsTurn(node) ? "turn" : "idle" };
    if (here) return { kind: "called", inside: here };
    return { kind: words.isAsleep(row) ? "taken" : "working" };
  }

  function awaitsTurn(node: PlannedNode): boolean {
    const at = plan.nodes.indexOf(node);
    return inOrder.has(at) && Atomics.load(words.int, words.node(at, NodeWord.QUEUED)) > 0;
  }

  function clauseOf(doing: Doing, isAnswering: boolean): string | null {
    const silence = isAnswering ? "" : ", and its Worker does not answer";
    switch (doing.kind) {
      case "inside": {
        const { phase, packet, ageMs } = doing.inside;
        const what = packet === null ? phase : `${phase} with ${packet}`;
        return `inside ${what} for ${seconds(ageMs)}${silence}`;
      }
      case "room": {
        const { id, queueLimit } = plan.nodes[doing.node]!;
        const word = (word: number) => Atomics.load(words.int, words.node(doing.node, word));
        const open = word(NodeWord.WINDOW) || queueLimit;
        const { queuedBytes: bytes, queueBytes } = queuedBytes(
          plan.nodes[doing.node]!,
          doing.node,
          words,
        );
        const inBytes = queueBytes === undefined ? "" : `, ${bytes} of ${queueBytes} bytes`;
        return `waiting for room before ${id} ` +
          `(${word(NodeWord.QUEUED)} of ${open} places taken${inBytes})`;
      }
      case "called":
        return `waiting for ${doing.inside.node}${silence}`;
      case "taken":
        return `waiting until what was sent is taken${silence}`;
      case "working":
        return `working on a packet${silence}`;
      case "starting":
        return `still starting${silence}`;
      case "turn":
        return `waiting for a packet that comes before those it has${silence}`;
      case "idle":
        return `idle${silence}`;
      case "ended":
        return null;
    }
  }

  function inWords(clause: string, rows: readonly number[]): string {
    const names = plan.nodes.flatMap((node) => namesOf(node, rows));
    const more = names.length - MOST_NAMES;
    const told = more > 1 ? [...names.slice(0, MOST_NAMES), `${more} more`] : names;
    const last = told.at(-1)!;
    const list = told.length > 1 ? `${told.slice(0, -1).join(", ")} and ${last}` : last;
    return `${list} ${names.length > 1 ? "are" : "is"} ${clause}`;
  }
}

/** The node's name, if all its replicas are meant; else one name per replica. */
function namesOf(node: PlannedNode, rows: readonly number[]): string[] {
  const own = rowsOf(node).filter((row) => rows.includes(row));
  if (own.length === node.replicas) return [node.id];
  return own.map((row) => `${node.id}[${row - node.firstRow}]`);
}

function hasPacket({ role }: PlannedNode, row: number, words: Words): boolean {
  if (role === "producer") return true;
  const count = words.counters(row);
  const settled = [
    Counter.DONE,
    Counter.FILTERED,
    Counter.SKIPPED,
    Counter.FAILED,
    Counter.QUARANTINED,
    Counter.ABANDONED,
  ].reduce((sum, counter) => sum + count[counter]!, 0);
  return count[Counter.RECEIVED]! > settled;
}

function downstream({ graph, nodes }: Plan, { id }: PlannedNode): number[] {
  const next = graph.edges.filter(({ from }) => from === id).map(({ to }) => to);
  return nodes.flatMap((node, at) => next.includes(node.id) ? [at] : []);
}

/** A time span as `0.4 s` or `31 s`. */
export function seconds(ms: number): string {
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
