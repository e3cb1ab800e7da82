/** Crossing by call: sender and receiver share a thread. @module */
import { dealByKey, type Dealer } from "../order/key.ts";
import type { Outlet } from "../outlet.ts";
import type { Packet } from "../packet.ts";
import type { Replica } from "../replica.ts";
import { NodeWord, type Words } from "../words.ts";

/**
 * The inbox of those of a node's replicas that live in this thread: all, or one beside its sender. It
 * never holds more than one packet.
 */
export class DirectInbox {
  #upstream = 0;
  #next = 0;
  #isUsed = false;
  /** The only replica, once it has got a packet. */
  #only: Replica | null = null;
  readonly #deal: Dealer | null;
  /** Null where all replicas get packets, always. */
  readonly #scaled: { readonly words: Words; readonly node: number } | null;

  /** @param replicas those that live here, in order @param key see {@link dealByKey} */
  constructor(readonly replicas: readonly Replica[], key?: string) {
    this.#deal = key === undefined ? null : dealByKey(key, replicas.length);
    this.#scaled = replicas.length > 1 && key === undefined ? replicas[0]!.options : null;
  }

  /** One more outlet that must close before the node ends. */
  open(): void {
    this.#upstream++;
  }

  /** The replica that the packet's key says, or else the one that has been idle longest. */
  replicaFor({ value }: Packet): Replica {
    return this.#only ?? this.#choose(value);
  }

  #choose(value: unknown): Replica {
    const active = this.#active;
    if (this.#next >= active) this.#next = 0;
    const replica = this.replicas[this.#deal === null ? this.#next++ : this.#deal(value)]!;
    if (!this.#isUsed) this.#use(replica);
    if (this.replicas.length === 1) this.#only = replica;
    return replica;
  }

  get #active(): number {
    const { length } = this.replicas;
    return this.#scaled === null ? length : this.#scaled.words.active(this.#scaled.node, length);
  }

  /** A packet passes through the inbox: it has held one. */
  #use({ options: { words, node } }: Replica): void {
    this.#isUsed = true;
    Atomics.store(words.int, words.node(node, NodeWord.MAX_QUEUED), 1);
  }

  /** One upstream outlet closed; after the last one the replicas finish. */
  async closed(): Promise<void> {
    if (--this.#upstream > 0) return;
    for (const replica of this.replicas) await replica.finish();
  }
}

/** An outlet that calls the next node. */
export class DirectOutlet implements Outlet {
  readonly copies = false;

  /** @param inbox of the next node @param sent the sender's counters, by edge */
  constructor(readonly inbox: DirectInbox, readonly sent: Float64Array) {
    inbox.open();
  }

  /** Processes the packet downstream before it returns. */
  send(edge: number, packet: Packet): true | Promise<boolean> {
    this.sent[edge]!++;
    const handled = this.inbox.replicaFor(packet).take(edge, packet);
    return handled === undefined || handled.then(() => true);
  }

  /** Nothing is ever held back. */
  flush(): void {}

  /** Lets the next node finish if this was its last open input. */
  close(): Promise<void> {
    return this.inbox.closed();
  }
}
