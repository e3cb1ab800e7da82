/** What goes by message port between Workers, between threads that are played. @module */
import type { ParcelPort, Parcels } from "../multiprocess/parcels.ts";
import type { Scheduler } from "./scheduler.ts";

/** One end; what it is given comes out at the other, in order, some time later. */
export class PlayedPort implements ParcelPort {
  onmessage: ParcelPort["onmessage"] = null;
  #other!: PlayedPort;
  #isClosed = false;
  readonly #arriving: Parcels[] = [];

  private constructor(readonly scheduler: Scheduler) {}

  /** Both ends. */
  static pair(scheduler: Scheduler): [PlayedPort, PlayedPort] {
    const [one, other] = [new PlayedPort(scheduler), new PlayedPort(scheduler)];
    [one.#other, other.#other] = [other, one];
    return [one, other];
  }

  /** Copies and moves as a message port does. @throws {DOMException} if a value cannot cross */
  postMessage(parcels: Parcels, transfer: ArrayBuffer[]): void {
    const other = this.#other;
    other.#arriving.push(structuredClone(parcels, { transfer }));
    if (other.#arriving.length === 1) other.#arrive();
  }

  /** What arrives is dropped from now on. */
  close(): void {
    this.#isClosed = true;
  }

  async #arrive(): Promise<void> {
    while (this.#arriving.length > 0) {
      await this.scheduler.wait(this, () => true);
      const data = this.#arriving.shift()!;
      if (!this.#isClosed) this.onmessage?.(new MessageEvent("message", { data }));
    }
    this.scheduler.leave(this);
  }
}
