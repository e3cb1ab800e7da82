/** Sending where the order counts. @module */
import type { Outlet } from "../outlet.ts";
import type { Packet } from "../packet.ts";
import type { Position } from "./position.ts";

/** Stands before an outlet: marks packets with the leg they take, and keeps the thread's position. */
export class OrderedOutlet implements Outlet {
  readonly copies: boolean;

  /** @param leg what is added to a branch, see `packet.ts`; empty where a port has one leg */
  constructor(readonly outlet: Outlet, readonly position: Position, readonly leg: string) {
    this.copies = outlet.copies;
  }

  /** As the outlet does. */
  send(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean> {
    const { outlet, position, leg } = this;
    const marked = leg === "" ? packet : { ...packet, branch: packet.branch + leg };
    position.at(marked);
    const accepted = outlet.send(edge, marked, buffers);
    if (accepted !== true) return this.#sentLater(accepted, marked);
    position.passed(marked);
    return true;
  }

  async #sentLater(accepted: Promise<boolean>, packet: Packet): Promise<boolean> {
    if (!(await accepted)) return false;
    this.position.passed(packet);
    return true;
  }

  /** As the outlet does. */
  flush(): void {
    this.outlet.flush();
  }

  /** As the outlet does. */
  close(): void | Promise<void> {
    return this.outlet.close();
  }
}
