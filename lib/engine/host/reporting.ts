/** How a host tells of packets that its nodes do without. @module */
import type { GivenUp } from "../policy/give_up.ts";
import type { TolerantOptions } from "../policy/tolerant_replica.ts";
import type { FromHost } from "./messages.ts";

/** Of the last packet that was to be written, whichever host of the thread it was of. */
let ticket = 0;

/** Packets of a replica that are told one by one when they are skipped. */
const MOST_TOLD = 100;

/** Tells the main thread, which alone may write the quarantine, and waits for its answers. */
export class Reporting {
  /** Who waits for a packet to be written. */
  readonly #waiting = new Map<number, (fault: string | null) => void>();

  constructor(readonly post: (message: FromHost) => void) {}

  /** What one replica tells with. */
  forReplica(): Pick<TolerantOptions, "skipped" | "quarantine"> {
    let told = 0;
    return {
      skipped: (packet) => {
        // the others are counted; so many messages would only fill memory
        if (++told > MOST_TOLD) return;
        this.post({ type: "setAside", ticket: 0, packet, value: null });
      },
      quarantine: (packet, value) => this.#store(packet, value),
    };
  }

  /** A packet was put into quarantine, or could not be. */
  stored({ ticket, fault }: { readonly ticket: number; readonly fault: string | null }): void {
    this.#waiting.get(ticket)?.(fault);
    this.#waiting.delete(ticket);
  }

  #store(packet: GivenUp, value: Uint8Array<ArrayBuffer>): Promise<void> {
    const mine = ++ticket;
    return new Promise((resolve, reject) => {
      this.#waiting.set(mine, (fault) => fault === null ? resolve() : reject(new Error(fault)));
      this.post({ type: "setAside", ticket: mine, packet, value });
    });
  }
}
