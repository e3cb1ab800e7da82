/** The first emissions of a producer that an earlier execution has dealt with. @module */
import type { Way } from "../emissions.ts";
import type { Gauge } from "../gauge.ts";
import type { Packet } from "../packet.ts";
import type { Router } from "../router.ts";
import { Counter } from "../words.ts";

/** Stands before the router of a producer that is executed anew: drops what is known already. */
export class Skip implements Way {
  /** None: what is dropped does not count as emitted, the rest is counted here. */
  readonly ports = [];

  /** @param sent emissions to drop */
  constructor(readonly router: Router, readonly gauge: Gauge, readonly sent: number) {}

  /** Sends a packet on, unless it is one of the first. */
  route(port: number, packet: Packet): true | Promise<boolean> {
    if (packet.seq < this.sent) return this.router.drop(port);
    const sent = this.router.route(port, packet);
    this.gauge.count(Counter.EMITTED);
    return sent;
  }

  /** Sends what waits to form batches. */
  flush(): void {
    this.router.flush();
  }
}
