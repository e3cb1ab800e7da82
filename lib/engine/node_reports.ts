/** What the report says of each node. @module */
import type { NodeReport, SlowPacket } from "../telemetry/report.ts";
import {
  arrayBytesOf,
  crossingUs,
  durationsMsOf,
  type Ledger,
  maxQueued,
  perReplica,
  queuedBytes,
} from "./ledger.ts";
import { replicasOf } from "./live_state.ts";
import type { Plan, PlannedNode } from "./plan.ts";
import type { SetAsides } from "./set_aside.ts";
import type { Placement } from "./wire.ts";
import type { Words } from "./words.ts";

/** What replicas told of themselves; lists are by node. */
export interface ToldByNodes {
  readonly setAsides: SetAsides;
  readonly figures: readonly ReadonlyMap<string, number>[];
  readonly slowest: readonly (readonly SlowPacket[])[];
}

/** The nodes of a report, by id. */
export function nodeReports(
  plan: Plan,
  placement: Placement,
  words: Words,
  ledger: Ledger,
  { setAsides, figures, slowest }: ToldByNodes,
): Record<string, NodeReport> {
  return Object.fromEntries(plan.nodes.map((node, at) => {
    const { queuedBytes: _now, ...bytes } = queuedBytes(node, at, words);
    return [node.id, {
      role: node.role,
      step: node.step,
      ...ledger.nodes[at]!,
      ...replicasOf(node, at, words),
      perReplica: perReplica(node, words),
      maxQueued: maxQueued(at, ledger.nodes[at]!.received, words),
      queueLimit: node.queueLimit,
      ...bytes,
      sharesWorkerWith: neighboursOf(node, plan, placement),
      crossingUs: crossingUs(node, words),
      arrayBytes: arrayBytesOf(node, words),
      params: node.params,
      permissions: node.trusted ? "all" as const : node.permissions,
      ...(figures[at]!.size > 0 && { figures: Object.fromEntries(figures[at]!) }),
      ...(node.role !== "producer" && {
        durationsMs: durationsMsOf(node, words, slowest[at]![0]?.ms),
      }),
      ...(slowest[at]!.length > 0 && { slowest: slowest[at]! }),
      ...(setAsides.of(node.id) && { setAside: setAsides.of(node.id)! }),
    }];
  }));
}

/** Ids of the other nodes in the Worker of a node's first replica. */
function neighboursOf({ firstRow }: PlannedNode, plan: Plan, placement: Placement): string[] {
  const rows = placement.find((rows) => rows.includes(firstRow))!;
  const others = plan.nodes.filter((node) => node.firstRow !== firstRow);
  return others.filter((node) => rows.includes(node.firstRow)).map(({ id }) => id);
}
