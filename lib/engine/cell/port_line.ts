/** Lines that are message ports. @module */
import type { Line } from "./messages.ts";

/** A line between two threads. */
export class PortLine<Out, In> implements Line<Out, In> {
  /** Called for each message that comes. */
  hear: (message: In) => void = () => {};

  constructor(readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<In>) => this.hear(data);
  }

  /** Sends a message by structured clone. */
  post(message: Out, transfer: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, [...transfer]);
  }

  /** Closes the port. */
  close(): void {
    this.port.close();
  }
}
