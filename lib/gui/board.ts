/** What the server shows of the flows that report. @module */
import type {
  FlowFacts,
  FlowRow,
  FlowTick,
  NodeDetail,
  PageAnswer,
  PageRequest,
  Samples,
} from "./protocol.ts";

/** Everything that pages ask for; the server itself knows nothing of flows. */
export interface Board {
  /** All flows, the newest first. */
  rows(): readonly FlowRow[];
  /** What does not change of a flow; null if there is none of this id. */
  facts(id: string): FlowFacts | null;
  /** A flow now; the same object as long as nothing has changed; null if nothing is known yet. */
  tick(id: string): FlowTick | null;
  /** What a node's panel shows; null if there is no such node. */
  node(id: string, node: string): NodeDetail | null;
  /** Packets of an edge, given by its number among the facts' edges; null if there is no such. */
  samples(id: string, edge: number): Samples | null;
  /** Hands a request on; never rejects. */
  ask(id: string, request: PageRequest): Promise<PageAnswer>;
  /** Calls whenever something has changed; gives what ends that. */
  onChange(listener: () => void): () => void;
}
