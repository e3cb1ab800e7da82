/**
 * Values that go by message port, because the ring cannot take them: too large, moving instead of
 * copied, or known to structured clone only. A record in the ring stands for each, in its order.
 *
 * @module
 */
import { SendError } from "../crossing.ts";
import { messageOf } from "../failure.ts";
import type { Packet } from "../packet.ts";

/** What is posted: values in the order of their records; null for one that could not be posted. */
export type Parcels = unknown[];

/** The part of a message port that is used, and message ports themselves between Workers. */
export interface ParcelPort {
  /** Gets what comes. */
  onmessage: ((event: MessageEvent<Parcels>) => void) | null;
  /** Throws if a value cannot cross. */
  postMessage(parcels: Parcels, transfer: ArrayBuffer[]): void;
  /** Nothing more will come or go. */
  close(): void;
}

/** Told of a packet that turned out not to cross after it was accepted. */
export type OnFault = (error: SendError, edge: number, packet: Packet) => void;

/** The end where values go in. */
export class ParcelSender {
  #waiting: { readonly value: unknown; readonly edge: number; readonly packet: Packet }[] = [];
  #transfer = new Set<ArrayBuffer>();

  constructor(readonly port: ParcelPort, readonly onFault: OnFault) {}

  /** Takes a value, to be posted with others. @param transfer buffers that move */
  add(value: unknown, transfer: readonly ArrayBuffer[], edge: number, packet: Packet): void {
    this.#waiting.push({ value, edge, packet });
    for (const buffer of transfer) this.#transfer.add(buffer);
  }

  /** Posts what was taken. */
  post(): void {
    if (this.#waiting.length === 0) return;
    const [waiting, transfer] = [this.#waiting, [...this.#transfer]];
    this.#waiting = [];
    this.#transfer = new Set();
    try {
      this.port.postMessage(waiting.map(({ value }) => value), transfer);
    } catch {
      this.#postEach(waiting);
    }
  }

  /** One of them cannot be posted: the others can, by themselves. */
  #postEach(waiting: readonly { value: unknown; edge: number; packet: Packet }[]): void {
    for (const { value, edge, packet } of waiting) {
      try {
        this.port.postMessage([value], []);
      } catch (error) {
        this.port.postMessage([null], []);
        const message = `the value cannot cross: ${messageOf(error)}`;
        this.onFault(new SendError(message), edge, packet);
      }
    }
  }
}

/** The end where values come out. */
export class ParcelReceiver {
  #arrived: Parcels = [];
  #next = 0;

  /** @param onArrival called after values have come */
  constructor(readonly port: ParcelPort, onArrival: () => void) {
    port.onmessage = ({ data }) => {
      this.#arrived = this.ready ? [...this.#arrived.slice(this.#next), ...data] : data;
      this.#next = 0;
      onArrival();
    };
  }

  /** Whether the next value is here. */
  get ready(): boolean {
    return this.#next < this.#arrived.length;
  }

  /** The next value, or null if it could not be posted. To be asked only if it is here. */
  take(): unknown {
    const value = this.#arrived[this.#next];
    this.#arrived[this.#next++] = null; // it is not kept until the next have come
    return value;
  }

  /** Nothing more is wanted. */
  close(): void {
    this.port.close();
  }
}
