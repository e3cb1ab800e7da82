/** A writer and a reader of one ring, and what may happen to them, for the model. @module */
import assert from "node:assert/strict";
import { explore, type Explored } from "./_explore.ts";
import { Simulation, type Thread } from "./_simulated.ts";
import { Bell } from "./doorbell.ts";
import { type Ring, RingWord } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

/** What is looked at. Classes are given so that tests can put wrong ones in their place. */
export interface RingCase {
  /** Lengths of the records, in bytes: 0 or 16. */
  readonly lengths: readonly number[];
  /** Where the ring stands at the start: a multiple of its 64 bytes. */
  readonly position?: number;
  /** Records per `publish`, and per `release`. */
  readonly batch?: number;
  /** The writer stops without closing: no later ring helps a reader that missed one. */
  readonly open?: boolean;
  /** A third thread has all of it end, at any time. */
  readonly abort?: boolean;
  /** Looks at the bell's word before it is waited on. */
  readonly spins?: number;
  readonly BellClass?: typeof Bell;
  readonly WriterClass?: typeof RingWriter;
  readonly ReaderClass?: typeof RingReader;
}

/** Visits every interleaving of one case, in a ring of 64 bytes: two records of 16. */
export function exploreRing(options: RingCase): Explored {
  const { lengths, position = 0, batch = 1, open = false } = options;
  const { abort = false, spins = 0 } = options;
  const { BellClass = Bell, WriterClass = RingWriter, ReaderClass = RingReader } = options;
  const sim = new Simulation();
  const init: number[] = [];
  init[RingWord.HEAD] = init[RingWord.TAIL] = position;
  const ints = sim.words("ring", init);
  const bells = sim.words("bell");
  const stop = sim.words("stop");
  const ring = { memory: sim.memory, ints, bytes: new Uint8Array(), capacity: 64 } as Ring;
  const writerBell = new BellClass(bells, 0, sim.memory, spins);
  const readerBell = new BellClass(bells, 1, sim.memory, spins);
  const stopped = () => abort && sim.memory.load(stop, 0) === 1;

  const write: Thread = () => {
    const writer = new WriterClass(ring, writerBell, readerBell);
    for (let sent = 0; sent < lengths.length; sent++) {
      const length = lengths[sent]!;
      let start: number;
      for (;;) {
        sim.here(writer, sent);
        start = writer.reserveOrPrepare(length);
        if (start >= 0) break;
        if (stopped()) return;
        writerBell.wait();
      }
      if (length > 0) ints[start >> 2] = 100 + sent;
      writer.commit(length, sent);
      if (sent % batch === batch - 1) writer.publish();
    }
    if (open) writer.publish();
    else writer.close();
  };

  const read: Thread = () => {
    const reader = new ReaderClass(ring, writerBell);
    for (let seen = 0;;) {
      for (;;) {
        sim.here(reader, seen);
        if (!reader.next()) break;
        assert.equal(reader.header, seen, "records in order, none twice");
        assert.equal(reader.end - reader.start, lengths[seen], "length");
        if (lengths[seen]! > 0) assert.equal(ints[reader.start >> 2], 100 + seen, "bytes");
        seen++;
        if (seen % batch === 0) reader.release();
      }
      reader.release();
      if (open && seen === lengths.length) return;
      readerBell.prepare();
      if (reader.ready) {
        readerBell.cancel();
      } else if (reader.ended) {
        assert.equal(seen, lengths.length, "no record lost");
        return;
      } else if (stopped()) return;
      else readerBell.wait();
    }
  };

  const end: Thread = () => {
    sim.memory.store(stop, 0, 1);
    writerBell.ring();
    readerBell.ring();
  };
  return explore(sim, abort ? [write, read, end] : [write, read], (value) => {
    const used = value(ints, RingWord.HEAD) - value(ints, RingWord.TAIL) | 0;
    assert.ok(used >= 0 && used <= 64, `${used} of 64 bytes in use`);
  });
}
