/** Maps what a step emits to the nodes that are to get it. @module */
import { Emission } from "../step/define_step.ts";
import { crossingFault, describeFault, SendError } from "./crossing.ts";
import type { Outlet } from "./outlet.ts";
import type { Packet } from "./packet.ts";
import { isLent } from "./slots/lent.ts";
import { snapshot } from "./snapshot.ts";

/** The way from a port to one next node. */
interface Leg {
  readonly outlet: Outlet;
  readonly edge: number;
}

/** An out-port as the flow connected it: one leg per next node. */
export interface RoutedPort {
  readonly name: string;
  readonly legs: readonly Leg[];
  /** The buffers that move with a value; from the port's payload. */
  readonly moves: ((value: unknown) => ArrayBuffer[]) | null;
  /** What is lent with the packets of this port; null if nothing can be. */
  readonly lent: Lent | null;
}

/** Memory that is lent with packets, one packet at a time. */
export interface Lent {
  /** Calls back before something is lent for the first time: until then nobody need ask. */
  beforeFirst(call: () => void): void;
  /** The packet has gone to all, or will go to nobody. @returns whether there is memory for the next */
  end(): boolean;
  /** Waits until there is. */
  wait(): Promise<true>;
}

/** Shows packets that somebody asked to see. */
export interface Shows {
  /** Whether one of a port's packets is asked for. */
  isAsked(port: RoutedPort): boolean;
  /** Shows a packet before it is sent. */
  take(port: RoutedPort, packet: Packet): void;
}

/** So many values per port are searched for what cannot cross, in every engine alike. */
const CHECKED_PER_PORT = 16;
const NOTHING: ArrayBuffer[] = [];

/** Routes the emissions of one replica. */
export class Router {
  /** Values that are still to be searched, by port; one more if a packet is asked for. */
  readonly #unchecked: number[];
  /** By port its only leg, while nothing else is to be done about its packets than to send them. */
  readonly #straight: (Leg | null)[];
  /** Whether memory may go with packets, by port. */
  readonly #lends: boolean[];
  /** Whether a packet is asked for, by port. */
  readonly #asked: boolean[];
  readonly #given = new WeakSet<ArrayBuffer>();
  /** What the step sends with; see the contract. */
  readonly to: (node: string, value: unknown) => Emission;

  constructor(
    readonly ports: readonly RoutedPort[],
    readonly outlets: readonly Outlet[],
    readonly sampler: Shows | null = null,
  ) {
    this.#unchecked = ports.map(() => CHECKED_PER_PORT);
    this.#straight = ports.map(() => null); // until enough values were searched
    this.#lends = ports.map(() => false);
    this.#asked = ports.map(() => false);
    ports.forEach(({ lent }, index) => lent?.beforeFirst(() => this.#lend(index)));
    this.to = makeTo(ports.map(({ name }) => name));
  }

  /**
   * Sends a packet to every node on a port; each gets a copy of its own.
   *
   * @returns false, or a promise of it, if the execution was aborted before all had accepted
   * @throws {SendError} if the value cannot cross, or was given away before
   */
  route(index: number, packet: Packet): true | Promise<boolean> {
    const leg = this.#straight[index];
    return leg ? leg.outlet.send(leg.edge, packet, NOTHING) : this.#routeWithCare(index, packet);
  }

  #routeWithCare(index: number, packet: Packet): true | Promise<boolean> {
    const port = this.ports[index];
    if (port === undefined || port.legs.length === 0) return true;
    if (this.#unchecked[index]! > 0) this.#examine(index, port, packet);
    return this.#lends[index] ? this.#sendLent(port, packet, port.lent!) : this.#send(port, packet);
  }

  #lend(index: number): void {
    this.#lends[index] = true;
    this.#straight[index] = null;
  }

  /** Looks of which ports a packet is asked for: the next is shown. */
  lookForAsked(): void {
    const { ports, sampler } = this;
    for (let index = 0; index < ports.length; index++) {
      if (this.#asked[index] || !sampler?.isAsked(ports[index]!)) continue;
      this.#asked[index] = true;
      this.#unchecked[index]!++;
      this.#straight[index] = null;
    }
  }

  /** Lets a packet go to nobody, with what was lent for it. */
  drop(index: number): true | Promise<true> {
    const lent = this.ports[index]?.lent ?? null;
    return lent === null || lent.end() || lent.wait();
  }

  /** Sends what waits to form batches. */
  flush(): void {
    for (const outlet of this.outlets) outlet.flush();
  }

  /** Closes every outlet. */
  async close(): Promise<void> {
    for (const outlet of this.outlets) await outlet.close();
  }

  #send(port: RoutedPort, packet: Packet): true | Promise<boolean> {
    const { legs } = port;
    const buffers = port.moves === null ? NOTHING : this.#moving(port.moves, packet.value);
    const accepted = legs.length === 1
      ? legs[0]!.outlet.send(legs[0]!.edge, packet, buffers)
      : this.#broadcast(port, packet, buffers);
    if (buffers !== NOTHING) { for (const buffer of buffers) this.#given.add(buffer); }
    return accepted;
  }

  #sendLent(port: RoutedPort, packet: Packet, lent: Lent): true | Promise<boolean> {
    let accepted: true | Promise<boolean>;
    try {
      accepted = this.#send(port, packet);
    } catch (error) {
      lent.end(); // what was prepared for this packet must not go with the next
      throw error;
    }
    if (accepted !== true) return this.#sentLater(accepted, lent);
    return lent.end() || lent.wait();
  }

  async #sentLater(accepted: Promise<boolean>, lent: Lent): Promise<boolean> {
    let hasMore = false;
    try {
      if (!(await accepted)) return false;
    } finally {
      hasMore = lent.end();
    }
    return hasMore || lent.wait();
  }

  /** The last to get it gets the value itself; the others a copy, unless sending makes one. */
  async #broadcast(port: RoutedPort, packet: Packet, buffers: ArrayBuffer[]): Promise<boolean> {
    const last = port.legs.length - 1;
    const copies = port.legs.map(({ outlet }, leg) =>
      leg === last || outlet.copies ? packet.value : snapshot(packet.value, NOTHING)
    );
    for (const [leg, { outlet, edge }] of port.legs.entries()) {
      const moving = leg === last ? buffers : NOTHING;
      const sent = outlet.send(edge, { ...packet, value: copies[leg] }, moving);
      if (sent !== true && !(await sent)) return false;
    }
    return true;
  }

  #examine(index: number, port: RoutedPort, packet: Packet): void {
    const isAsked = this.#asked[index]!;
    const isSearched = this.#unchecked[index]! > (isAsked ? 1 : 0);
    this.#asked[index] = false;
    this.#unchecked[index]! -= (isAsked ? 1 : 0) + (isSearched ? 1 : 0);
    if (this.#unchecked[index] === 0) this.#straight[index] = this.#straightOf(index);
    if (isAsked) this.sampler?.take(port, packet);
    const fault = isSearched ? crossingFault(packet.value) : null;
    if (fault) throw new SendError(describeFault(fault));
  }

  /** The leg that a port's packets simply take; null if there are several, or memory goes along. */
  #straightOf(index: number): Leg | null {
    const { legs, moves } = this.ports[index]!;
    return legs.length === 1 && moves === null && !this.#lends[index] ? legs[0]! : null;
  }

  /**
   * The buffers that would move with a value; nothing is given away yet.
   *
   * @param held buffers of values that are to be sent before it
   * @throws {SendError} if one was given away, or would be
   */
  moving(index: number, value: unknown, held: ReadonlySet<ArrayBuffer>): ArrayBuffer[] {
    const moves = this.ports[index]?.moves ?? null;
    const buffers = moves === null ? [] : movingWith(moves, value);
    for (const buffer of buffers) {
      if (this.#given.has(buffer) || held.has(buffer)) throw sentBefore();
    }
    return buffers;
  }

  /** The buffers that move with a value. @throws {SendError} if one was given away before */
  #moving(moves: (value: unknown) => ArrayBuffer[], value: unknown): ArrayBuffer[] {
    const buffers = movingWith(moves, value);
    for (const buffer of buffers) if (this.#given.has(buffer)) throw sentBefore();
    return buffers;
  }
}

const movingWith = (moves: (value: unknown) => ArrayBuffer[], value: unknown) =>
  moves(value).filter((buffer) => !isLent(buffer));

/** A value whose buffers belong to somebody else already. */
export const sentBefore = (): SendError =>
  new SendError(
    "this value's arrays were sent before and belong to the receiver: send structuredClone(value)",
  );

/** What a step sends with, by the names of its ports. */
export function makeTo(names: readonly string[]) {
  const index = new Map(names.map((name, at) => [name, at]));
  const to = (name: string, value: unknown): Emission => {
    const port = index.get(name);
    if (port === undefined) {
      throw new Error(`the step sent to "${name}", but the flow connects ${names.join(", ")}`);
    }
    return new Emission(port, value);
  };
  for (const [name, port] of index) {
    Object.defineProperty(to, name, { value: (value: unknown) => new Emission(port, value) });
  }
  return to;
}
