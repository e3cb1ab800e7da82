/**
 * Lets people look at packets on an edge, some per second, as long as they ask for it.
 *
 * A word per edge says that one packet is wanted; the sender that takes it shows its next packet. Who
 * asks sets it anew for each, so that senders neither count nor look at a clock. They look at these
 * words only while any edge is asked for, and only where they measure their time anyhow (`gauge.ts`):
 * what nobody asks for costs a packet nothing.
 *
 * @module
 */
import type { SampleValue } from "../telemetry/message.ts";
import type { GraphEdge } from "../graph/model.ts";
import type { PacketSample, SampleOptions } from "./contract.ts";
import type { Words } from "./words.ts";

/** Packets of an edge per second, at most, whoever asks. */
export const MOST_PER_SECOND = 10;
/** Who looks for longer asks again. */
export const MOST_SECONDS = 3600;

/** Gets packets. */
export type OnSample = (sample: PacketSample) => void;

/** Somebody who looks at an edge. */
interface Looking {
  isDue: boolean;
  readonly timers: readonly [ReturnType<typeof setInterval>, ReturnType<typeof setTimeout>];
}

/** What people look at in one execution. */
export class Sampling {
  /** By edge. */
  readonly #looking = new Map<number, Map<OnSample, Looking>>();
  /** By edge: when a packet was shown last. */
  readonly #shownAt = new Map<number, number>();

  constructor(readonly edges: readonly GraphEdge[], readonly words: Words) {}

  /**
   * Shows packets of an edge from now on; in place of what the same function was to get of it.
   *
   * @returns whether it is new that the function looks at this edge
   */
  begin(edge: number, { rate, seconds }: SampleOptions, onSample: OnSample): boolean {
    const isNew = !this.#end(edge, onSample);
    const looking: Looking = {
      isDue: false,
      timers: [
        setInterval(() => this.#ask(edge, looking), 1000 / rate),
        setTimeout(() => this.#end(edge, onSample), 1000 * seconds),
      ],
    };
    const all = this.#looking.get(edge) ?? new Map<OnSample, Looking>();
    this.#looking.set(edge, all.set(onSample, looking));
    this.words.sampled(this.#looking.size);
    this.#ask(edge, looking);
    return isNew;
  }

  /** Passes on what a host shows. */
  hear(edge: number, packet: string, value: SampleValue): void {
    this.#shownAt.set(edge, performance.now());
    for (const [onSample, looking] of this.#looking.get(edge) ?? []) {
      if (!looking.isDue) continue;
      looking.isDue = false;
      onSample({ ...this.edges[edge]!, packet, value });
    }
  }

  /** Nobody looks any more. */
  close(): void {
    for (const [edge, all] of [...this.#looking]) {
      for (const onSample of [...all.keys()]) this.#end(edge, onSample);
    }
  }

  #ask(edge: number, looking: Looking): void {
    looking.isDue = true;
    const sinceMs = performance.now() - (this.#shownAt.get(edge) ?? -Infinity);
    // timers are not exact: a tenth early is not too often
    if (sinceMs > 900 / MOST_PER_SECOND) this.words.askForSample(edge);
  }

  #end(edge: number, onSample: OnSample): boolean {
    const all = this.#looking.get(edge);
    const looking = all?.get(onSample);
    if (all === undefined || looking === undefined) return false;
    for (const timer of looking.timers) clearTimeout(timer);
    all.delete(onSample);
    if (all.size === 0) this.#looking.delete(edge);
    this.words.sampled(this.#looking.size);
    return true;
  }
}
