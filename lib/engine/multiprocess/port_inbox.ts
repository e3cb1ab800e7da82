/** Crossing by message port, receiver's side. @module */
import type { Halt } from "../halt.ts";
import type { Replica } from "../replica.ts";
import { NodeWord, ReplicaWord } from "../words.ts";
import type { BatchItem, Message } from "./batch.ts";

/** The part of a node's inbox that one replica serves. */
export class PortInbox {
  #waiting: BatchItem[] = [];
  #open: number;
  #wake: () => void = () => {};

  /** @param ports one from each replica upstream @param abort ends the wait for more */
  constructor(
    readonly replica: Replica,
    readonly ports: readonly MessagePort[],
    readonly abort: Halt,
  ) {
    this.#open = ports.length;
    for (const port of ports) {
      port.onmessage = ({ data }: MessageEvent<Message>) => {
        if (data === null) this.#open--;
        else this.#accept(data);
        this.#wake();
      };
    }
  }

  /** Feeds the replica until every input has ended or all is aborted, then finishes it. */
  async pump(): Promise<void> {
    for (;;) {
      await this.#drain();
      // Deno dispatches port messages between microtasks: one may have come since the last look,
      // and from here to the wait below nothing may be awaited
      if (this.#waiting.length > 0) continue;
      if (this.#open === 0 || this.abort.fired) break;
      this.replica.router.flush();
      this.#notifySenders(); // idle with senders waiting: the rest of the inbox is another replica's
      await this.abort.race(new Promise<void>((resolve) => this.#wake = resolve));
    }
    await this.replica.finish();
    for (const port of this.ports) port.close();
  }

  #accept(items: BatchItem[]): void {
    for (const item of items) this.replica.receive(item.edge);
    this.#waiting = this.#waiting.length === 0 ? items : this.#waiting.concat(items);
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const items = this.#waiting;
      this.#waiting = [];
      for (const item of items) {
        this.#taken();
        const handled = this.replica.handle(item);
        if (handled instanceof Promise) await handled;
        this.#acked();
      }
    }
  }

  /** Frees the packet's place in the inbox. Waiting senders are woken when half of it is free, so
   * that they come back for many packets, not for one. */
  #taken(): void {
    const { words, node } = this.replica.options;
    const left = Atomics.sub(words.int, words.node(node, NodeWord.QUEUED), 1) - 1;
    if (left <= this.replica.options.queueLimit >> 1) this.#notifySenders();
  }

  #notifySenders(): void {
    const { words, node } = this.replica.options;
    if (Atomics.load(words.int, words.node(node, NodeWord.WAITERS)) === 0) return;
    Atomics.notify(words.int, words.node(node, NodeWord.QUEUED));
  }

  #acked(): void {
    const { words, row } = this.replica.options;
    Atomics.sub(words.int, words.replica(row, ReplicaWord.OUTSTANDING), 1);
  }
}
