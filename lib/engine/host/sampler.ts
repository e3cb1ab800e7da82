/** Shows packets that somebody asked to see; a host's part. See `sampling.ts`. @module */
import { sampleValue } from "../../telemetry/sample_value.ts";
import { type Packet, packetId } from "../packet.ts";
import type { RoutedPort } from "../router.ts";
import type { Words } from "../words.ts";
import type { FromHost } from "./messages.ts";

/** One per host. */
export class Sampler {
  constructor(
    readonly words: Words,
    readonly nodeIds: readonly string[],
    readonly post: (message: FromHost) => void,
  ) {}

  /** Whether a packet of a port is asked for. */
  isAsked({ legs }: RoutedPort): boolean {
    return legs.some(({ edge }) => this.words.isSampled(edge));
  }

  /** Shows a packet before it is sent, if no other replica was quicker. */
  take({ legs }: RoutedPort, packet: Packet): void {
    for (const { edge } of legs) {
      if (!this.words.takeSample(edge)) continue;
      const value = sampleValue(packet.value);
      this.post({ type: "sample", edge, packet: packetId(packet, this.nodeIds), value });
    }
  }
}
