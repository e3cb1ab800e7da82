/** One side of a ball game in a Worker: two rings, one bell a side. For the benchmark. @module */
import { Bell } from "./doorbell.ts";
import { Ring } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

/** What a Worker is to do. */
export interface EchoTask {
  readonly serves: boolean;
  /** Rings from the one who serves, and back to it. */
  readonly buffers: readonly [SharedArrayBuffer, SharedArrayBuffer];
  readonly bells: SharedArrayBuffer;
  readonly rounds: number;
  readonly blocking: boolean;
}

async function play(task: EchoTask): Promise<number[]> {
  const { serves, blocking, rounds } = task;
  const words = new Int32Array(task.bells);
  const mine = new Bell(words, serves ? 0 : 16);
  const theirs = new Bell(words, serves ? 16 : 0);
  const writer = new RingWriter(new Ring(task.buffers[serves ? 0 : 1]), mine, theirs);
  const reader = new RingReader(new Ring(task.buffers[serves ? 1 : 0]), theirs);
  const hit = (round: number) => {
    writer.reserve(4); // there is always room for one
    writer.commit(4, round);
    writer.publish();
  };
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    if (serves) hit(round);
    while (!reader.next()) {
      mine.prepare();
      if (reader.ready) mine.cancel();
      else if (blocking) mine.waitBlocking();
      else await mine.wait();
    }
    reader.release();
    if (!serves) hit(round);
    times.push(1000 * (performance.now() - began));
  }
  return times;
}

self.onmessage = async ({ data }: MessageEvent<EchoTask>) => {
  self.postMessage(await play(data));
};
self.postMessage(null); // ready
