/** The main thread's part in error policies: lists what nodes did without, and writes it down. @module */
import { graphHash } from "../graph/hash.ts";
import type { NodeCounts, SetAside } from "../telemetry/report.ts";
import type { LogLine } from "./contract.ts";
import { messageOf } from "./failure.ts";
import type { SetAsideMessage } from "./host/messages.ts";
import { bornOf } from "./packet.ts";
import type { Plan } from "./plan.ts";
import type { GivenUp } from "./policy/give_up.ts";
import type { QuarantineWriter } from "./quarantine/folder.ts";

/** Packets that are listed of each node; all are counted. */
const MOST_LISTED = 100;

/** The packets of one execution that were skipped or quarantined. */
export class SetAsides {
  readonly #byNode = new Map<string, SetAside[]>();
  readonly #told = new Set<string>();
  #hash: string | null = null;

  constructor(
    readonly plan: Plan,
    readonly quarantine: QuarantineWriter,
    readonly onLog: (line: LogLine) => void,
  ) {}

  /** Takes a packet. @returns why it could not be written down, or null */
  async take({ packet, value }: SetAsideMessage): Promise<string | null> {
    let entry: string | null = null;
    try {
      if (value !== null) entry = await this.#write(packet, value);
    } catch (error) {
      return `"${this.quarantine.path}": ${messageOf(error)}`;
    }
    const { failure: { node, replica, code, phase, message, hint, packet: id }, attempts } = packet;
    const list = this.#byNode.get(node) ?? [];
    this.#byNode.set(node, list);
    if (list.length < MOST_LISTED) {
      list.push({ packet: id ?? "", replica, entry, attempts, code, phase, message, hint });
    }
    this.#tellFirst(packet, entry);
    return null;
  }

  /** The first packets of a node; undefined if there were none. */
  of(node: string): readonly SetAside[] | undefined {
    return this.#byNode.get(node);
  }

  /** Says how many they were of a node, if more than the one that was told. */
  tellTotal(node: string, { skipped, quarantined }: NodeCounts): void {
    const counts = [
      ...(skipped > 0 ? [`${skipped} packets were skipped`] : []),
      ...(quarantined > 0 ? [`${quarantined} packets were quarantined`] : []),
    ];
    if (skipped + quarantined > 1) this.#warn(node, null, `in all ${counts.join(", ")}`);
  }

  #write(
    { failure, attempts, origin, seq, branch }: GivenUp,
    value: Uint8Array,
  ): Promise<string> {
    const { graph, nodes } = this.plan;
    const { code, phase, message, hint, stack, node, replica, packet } = failure;
    return this.quarantine.put({
      flow: graph.name,
      graphHash: this.#hash ??= graphHash(graph),
      node,
      step: nodes.find(({ id }) => id === node)!.step,
      replica,
      packet: packet!,
      lineage: { producer: nodes[bornOf({ origin, seq }).by]!.id, seq, branch },
      attempts,
      error: { code, phase, message, hint, stack },
      when: new Date().toISOString(),
    }, value);
  }

  #tellFirst({ failure, attempts }: GivenUp, entry: string | null): void {
    const { node, replica, packet, message } = failure;
    if (this.#told.has(node)) return;
    this.#told.add(node);
    const what = entry === null ? "skipped" : `quarantined in ${this.quarantine.path}`;
    const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
    this.#warn(node, replica, `packet ${packet} was ${what}${tries}: ${message}`);
  }

  #warn(node: string, replica: number | null, message: string): void {
    this.onLog({ level: "warning", node, replica, message });
  }
}
