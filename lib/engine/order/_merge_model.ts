/** Senders, a relay that drops all it gets, and a receiver that merges, for the model. @module */
import assert from "node:assert/strict";
import type { LaneReader } from "../multiprocess/lane_reader.ts";
import { explore, type Explored } from "../ring/_explore.ts";
import { Simulation, type Thread } from "../ring/_simulated.ts";
import { Bell } from "../ring/doorbell.ts";
import { Bound } from "./bound.ts";
import { Merge } from "./merge.ts";
import { compare, type Path } from "./path.ts";
import { Position } from "./position.ts";
import type { SenderRooms } from "./shares.ts";

/** What a sender does: sends a packet that stands somewhere, or tells how far it has come. */
export type Act = { readonly send: number } | { readonly tell: Path };

/** What is looked at. Classes are given so that tests can put wrong ones in their place. */
export interface MergeCase {
  /** By sender. The last thing that each does is to tell that it is through. */
  readonly senders: readonly (readonly Act[])[];
  /** What the first sender sends is dropped by a relay between it and the receiver. */
  readonly relay?: boolean;
  readonly MergeClass?: typeof Merge;
  readonly PositionClass?: typeof Position;
}

/** A bound of one number that takes one access: {@link exploreBound} looks at what takes several. */
class OneWord extends Bound {
  override write([number]: Path): void {
    this.memory.store(this.words, 0, number!);
  }
  override read(): Path {
    const number = this.memory.load(this.words, 0);
    return number === 0 ? [] : [number];
  }
}

/** Where senders are that are through. They do not close: no later ring helps who missed one. */
const THROUGH: Path = [9];

/**
 * Visits every interleaving of a thread that writes paths to a bound, and one that reads it so often:
 * what it reads was written, and goes on and on.
 */
export function exploreBound(
  paths: readonly Path[],
  reads: number,
  BoundClass: typeof Bound = Bound,
): Explored {
  const sim = new Simulation();
  const words = sim.words("bound");
  const write: Thread = () => {
    const bound = new BoundClass(words, sim.memory);
    for (const path of paths) bound.write(path);
  };
  const read: Thread = () => {
    const bound = new BoundClass(words, sim.memory);
    for (let before = 0, i = 0; i < reads; i++) {
      const path = bound.read();
      if (path === null || path.length === 0) continue;
      const at = paths.findIndex((one) => compare(one, path) === 0);
      assert.ok(at >= before, `read ${path}`);
      before = at;
    }
  };
  return explore(sim, [write, read]);
}

/**
 * Visits every interleaving of one case: all that was sent is received, in order, and nobody sleeps
 * for ever. A lane is a count of packets sent, the rest of the code is the engine's.
 */
export function exploreMerge(options: MergeCase): Explored {
  const { senders, relay = false } = options;
  const { MergeClass = Merge, PositionClass = Position } = options;
  const sim = new Simulation();
  const { memory } = sim;
  const counts = sim.words("sent");
  const bells = sim.words("bell");
  const bell = (at: number) => new Bell(bells, at, memory, 0);
  const [receiverBell, relayBell] = [bell(0), bell(1)];
  const boundWords = senders.map((_, at) => sim.words(`bound${at}`));
  const relayWords = sim.words("relayed");
  const bound = (words: Int32Array) => new OneWord(words, memory);
  const numbersOf = (sender: number) =>
    senders[sender]!.flatMap((act) => "send" in act ? [act.send] : []);

  class Watched extends MergeClass {
    get held(): number[] {
      return this.entries.flatMap(({ hasNext, path }) => [Number(hasNext), ...path, -1]);
    }
    isThrough(): boolean {
      return this.entries.every(({ hasNext, path }) => !hasNext && path[0] === THROUGH[0]);
    }
  }

  const merge = (inputs: readonly number[], bounds: readonly Bound[], position: Position) => {
    const taken = inputs.map(() => 0);
    const lanes = inputs.map((sender, at) => ({
      take() {
        if (sender < 0 || memory.load(counts, sender) === taken[at]) return null;
        return { edge: 0, value: 0, origin: numbersOf(sender)[taken[at]!++]!, seq: 0, branch: "" };
      },
      done() {},
      ended: false,
      awaits: false,
    }));
    const shares = { took() {}, bytes: null } as unknown as SenderRooms;
    return new Watched(lanes as unknown as LaneReader[], bounds, shares, position);
  };

  const send = (sender: number): Thread => () => {
    const next = relay && sender === 0 ? relayBell : receiverBell;
    const position = new PositionClass(bound(boundWords[sender]!), [next], () => {});
    const acts = [...senders[sender]!, { tell: THROUGH }];
    for (const [at, act] of acts.entries()) {
      sim.here(at);
      if ("tell" in act) position.tell(act.tell);
      else {
        memory.add(counts, sender, 1);
        next.ring();
      }
    }
  };

  const drop: Thread = () => {
    const position = new PositionClass(bound(relayWords), [receiverBell], () => {});
    const relaying = merge([0], [bound(boundWords[0]!)], position);
    for (;;) {
      sim.here(...relaying.held);
      if (relaying.take()) continue;
      relayBell.prepare();
      if (relaying.ready) relayBell.cancel();
      else if (relaying.isThrough()) return;
      else relayBell.wait();
    }
  };

  const receive: Thread = () => {
    const inputs = senders.map((_, at) => relay && at === 0 ? -1 : at);
    const bounds = senders.map((_, at) => bound(relay && at === 0 ? relayWords : boundWords[at]!));
    const nobody = new PositionClass(bound(sim.words("nobody")), [], () => {});
    const merging = merge(inputs, bounds, nobody);
    const expected = inputs.flatMap((at) => at < 0 ? [] : numbersOf(at)).toSorted((a, b) => a - b);
    for (let got = 0; got < expected.length;) {
      sim.here(got, ...merging.held);
      const packet = merging.take();
      if (packet) {
        assert.equal(packet.origin, expected[got++], "in order");
        continue;
      }
      receiverBell.prepare();
      if (merging.ready) receiverBell.cancel();
      else receiverBell.wait();
    }
  };

  return explore(sim, [...senders.keys()].map(send).concat(relay ? [drop] : [], [receive]));
}
