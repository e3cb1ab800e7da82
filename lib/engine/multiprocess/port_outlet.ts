/**
 * Crossing by message port, sender's side. Credit lives in shared words: a sender reserves a place
 * in the next node's inbox before it hands a packet over, so that the inbox, wherever its packets
 * physically are (held back here, in a port, in a replica's hands but not begun), never exceeds its
 * limit, whoever else sends to it.
 *
 * @module
 */
import { SendError } from "../crossing.ts";
import { messageOf } from "../failure.ts";
import type { Outlet } from "../outlet.ts";
import type { Packet } from "../packet.ts";
import { NodeWord, ReplicaWord, Stop, type Words } from "../words.ts";
import type { Batch } from "./batch.ts";
import { snapshot } from "./snapshot.ts";

/** One replica of the next node. */
export interface Target {
  readonly row: number;
  readonly port: MessagePort;
}

/** What an outlet needs to know. */
export interface PortOutletOptions {
  readonly words: Words;
  /** Index of the next node. */
  readonly node: number;
  readonly queueLimit: number;
  readonly targets: readonly Target[];
  /** The sender's counters, by edge. */
  readonly sent: Float64Array;
  /** Called before this outlet waits: other outlets must not hold packets back meanwhile. */
  readonly beforeWait: () => void;
  /** Told of a packet that turned out not to cross after it was accepted. */
  readonly onFault: (error: SendError, packet: Packet) => void;
}

const BATCH = 64;

/** An outlet to the replicas of one node, each behind a port of its own. */
export class PortOutlet implements Outlet {
  readonly #batches: Batch[];
  #first = 0;

  constructor(readonly options: PortOutletOptions) {
    this.#batches = options.targets.map(() => ({ items: [], transfer: [] }));
  }

  /** Accepts at once if the inbox has room, else waits for it. */
  send(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean> {
    // a batch leaves later: what the step does to the value meanwhile must not change it
    const value = snapshot(packet.value, buffers);
    if (!this.#reserve()) return this.#sendLater(edge, packet, value, buffers);
    this.#assign(edge, packet, value, buffers);
    return true;
  }

  /** Posts every batch. */
  flush(): void {
    for (let target = 0; target < this.#batches.length; target++) this.#post(target);
  }

  /** Posts what is left and the end mark. */
  close(): void {
    this.flush();
    for (const { port } of this.options.targets) port.postMessage(null);
  }

  async #sendLater(
    edge: number,
    packet: Packet,
    value: unknown,
    buffers: ArrayBuffer[],
  ): Promise<boolean> {
    this.options.beforeWait();
    do {
      if (this.options.words.stop === Stop.ABORT) return false;
      await this.#room();
    } while (!this.#reserve());
    this.#assign(edge, packet, value, buffers);
    return true;
  }

  #reserve(): boolean {
    const { words, node, queueLimit } = this.options;
    const at = words.node(node, NodeWord.QUEUED);
    for (let queued = Atomics.load(words.int, at); queued < queueLimit;) {
      const was = Atomics.compareExchange(words.int, at, queued, queued + 1);
      if (was === queued) {
        raise(words.int, words.node(node, NodeWord.MAX_QUEUED), queued + 1);
        return true;
      }
      queued = was;
    }
    return false;
  }

  /** Resolves when the inbox may have room. The count of waiters is raised before the word is read,
   * and receivers read it after they lowered the word: no wake-up is lost. */
  async #room(): Promise<void> {
    const { words: { int }, words, node, queueLimit } = this.options;
    const at = words.node(node, NodeWord.QUEUED);
    const waiters = words.node(node, NodeWord.WAITERS);
    Atomics.add(int, waiters, 1);
    const queued = Atomics.load(int, at);
    if (queued >= queueLimit && words.stop !== Stop.ABORT) {
      await Atomics.waitAsync(int, at, queued).value;
    }
    Atomics.sub(int, waiters, 1);
  }

  #assign(edge: number, packet: Packet, value: unknown, buffers: ArrayBuffer[]): void {
    const { words, targets, sent } = this.options;
    const target = this.#idlest();
    Atomics.add(words.int, words.replica(targets[target]!.row, ReplicaWord.OUTSTANDING), 1);
    sent[edge]!++;
    const batch = this.#batches[target]!;
    batch.items.push({ ...packet, edge, value });
    for (const buffer of buffers) batch.transfer.push(buffer);
    if (batch.items.length >= BATCH) this.#post(target);
  }

  /** The replica with the least to do; among equals the one served longest ago. */
  #idlest(): number {
    const { words, targets } = this.options;
    let best = this.#first;
    let least = Infinity;
    for (let i = 0; i < targets.length; i++) {
      const target = (this.#first + i) % targets.length;
      const at = words.replica(targets[target]!.row, ReplicaWord.OUTSTANDING);
      const outstanding = Atomics.load(words.int, at);
      if (outstanding < least) [best, least] = [target, outstanding];
    }
    this.#first = (best + 1) % targets.length;
    return best;
  }

  #post(target: number): void {
    const { items, transfer } = this.#batches[target]!;
    if (items.length === 0) return;
    this.#batches[target] = { items: [], transfer: [] };
    const { port } = this.options.targets[target]!;
    try {
      port.postMessage(items, transfer);
    } catch {
      this.#postCrossing(target, { items, transfer });
    }
  }

  /** A batch that would not clone: posts one by one, and takes back what cannot be posted. */
  #postCrossing(target: number, { items }: Batch): void {
    const { words, targets: { [target]: to }, node, sent, onFault } = this.options;
    for (const item of items) {
      try {
        to!.port.postMessage([item]);
      } catch (error) {
        const queued = words.node(node, NodeWord.QUEUED);
        Atomics.sub(words.int, queued, 1);
        Atomics.notify(words.int, queued); // nobody will take it: its place is free now
        Atomics.sub(words.int, words.replica(to!.row, ReplicaWord.OUTSTANDING), 1);
        sent[item.edge]!--;
        onFault(new SendError(`the value cannot cross: ${messageOf(error)}`), item);
      }
    }
  }
}

function raise(words: Int32Array, at: number, value: number): void {
  for (let now = Atomics.load(words, at); now < value;) {
    const was = Atomics.compareExchange(words, at, now, value);
    if (was === now) return;
    now = was;
  }
}
