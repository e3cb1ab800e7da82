/** The transport contract: how packets leave a replica, however they cross. @module */
import type { Packet } from "./packet.ts";

/**
 * The way from one replica to one next node, with all that node's replicas behind it. Packets sent
 * through one outlet that reach the same replica arrive in order.
 */
export interface Outlet {
  /** Whether {@link Outlet.send} copies what does not move; else the receiver gets the value itself. */
  readonly copies: boolean;
  /**
   * Hands a packet over once the inbox has room. A promise means that the sender must wait.
   *
   * @param edge index of the graph's edge
   * @param buffers buffers inside the value that move along instead of being copied
   * @returns false if the execution was aborted before the packet was accepted
   */
  send(edge: number, packet: Packet, buffers: ArrayBuffer[]): true | Promise<boolean>;
  /** Sends what was held back to form a batch. */
  flush(): void;
  /** Says that nothing more will come. */
  close(): void | Promise<void>;
}
