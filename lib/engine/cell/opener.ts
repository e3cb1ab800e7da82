/** How a host comes by cells: it asks the main thread, which alone may start them. @module */
import type { Isolation } from "../../graph/node_options.ts";
import type { FromHost } from "../host/messages.ts";
import { FramedLine } from "./framed_line.ts";
import type { FromCell, ToCell } from "./messages.ts";
import { PortLine } from "./port_line.ts";
import type { OpenCell } from "./remote_step.ts";

/** Of the last cell that was asked for, whichever host of the thread did. */
let ticket = 0;

/** Opens cells, one request at a time known by its ticket. */
export class CellOpener {
  readonly #waiting = new Map<number, (answer: MessagePort | string) => void>();

  constructor(readonly post: (message: FromHost) => void) {}

  /**
   * Opens a cell for a replica.
   *
   * @throws {Error} if it cannot be started
   */
  async open(row: number, isolation: Isolation): Promise<OpenCell> {
    const mine = ++ticket;
    const answer = await new Promise<MessagePort | string>((resolve) => {
      this.#waiting.set(mine, resolve);
      this.post({ type: "openCell", ticket: mine, row });
    });
    if (typeof answer === "string") throw new Error(answer);
    const line = isolation === "process"
      ? new FramedLine(answer)
      : new PortLine<ToCell, FromCell>(answer);
    const end = () => {
      line.close();
      this.post({ type: "endCell", ticket: mine });
    };
    return { line, end };
  }

  /** The main thread has answered. */
  opened({ ticket, answer }: { readonly ticket: number; readonly answer: MessagePort | string }) {
    this.#waiting.get(ticket)?.(answer);
    this.#waiting.delete(ticket);
  }
}
