/** One end of a ring in a Worker, for tests and benchmarks. @module */
import { Bell } from "./doorbell.ts";
import { Ring } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

/** What a Worker is to do. */
export interface Task {
  readonly role: "write" | "read";
  readonly buffer: SharedArrayBuffer;
  /** Two bells: the writer's at 0, the reader's at 16. */
  readonly bells: SharedArrayBuffer;
  readonly records: number;
  /** Records per `publish` and `release`. */
  readonly batch: number;
  /** Lengths are up to this, in bytes; at least 4. */
  readonly longest: number;
  readonly blocking: boolean;
}

/** What it found. */
export interface Outcome {
  readonly records: number;
  readonly checksum: number;
  /** Milliseconds since the epoch. */
  readonly began: number;
  readonly ended: number;
}

const now = () => performance.timeOrigin + performance.now();
const mix = (sum: number, value: number, header: number) =>
  Math.imul(sum ^ value, 0x01000193) + header | 0;

async function write(task: Task, ring: Ring, mine: Bell, theirs: Bell): Promise<Outcome> {
  const writer = new RingWriter(ring, mine, theirs);
  const began = now();
  let [checksum, value] = [0, 1];
  for (let sent = 0; sent < task.records; sent++) {
    value = Math.imul(value, 1103515245) + 12345 | 0;
    const length = 4 + (value >>> 16) % (task.longest - 3);
    let start: number;
    while ((start = writer.reserveOrPrepare(length)) < 0) {
      if (task.blocking) mine.waitBlocking();
      else await mine.wait();
    }
    ring.ints[start >> 2] = value;
    ring.bytes[start + length - 1] = ring.bytes[start]!;
    writer.commit(length, sent);
    checksum = mix(checksum, ring.ints[start >> 2]! ^ length, sent);
    if (sent % task.batch === task.batch - 1) writer.publish();
  }
  writer.close();
  return { records: task.records, checksum, began, ended: now() };
}

async function read(task: Task, ring: Ring, mine: Bell, theirs: Bell): Promise<Outcome> {
  const reader = new RingReader(ring, theirs);
  const began = now();
  let [records, checksum] = [0, 0];
  for (;;) {
    while (reader.next()) {
      const value = ring.ints[reader.start >> 2]! ^ (reader.end - reader.start);
      checksum = mix(checksum, value, reader.header);
      if (++records % task.batch === 0) reader.release();
    }
    reader.release();
    mine.prepare();
    const [ready, ended] = [reader.ready, reader.ended];
    if (ready || ended) mine.cancel();
    else if (task.blocking) mine.waitBlocking();
    else await mine.wait();
    if (ended) return { records, checksum, began, ended: now() };
  }
}

async function work(task: Task): Promise<Outcome> {
  const words = new Int32Array(task.bells);
  const [writers, readers] = [new Bell(words, 0), new Bell(words, 16)];
  const ring = new Ring(task.buffer);
  return task.role === "write"
    ? await write(task, ring, writers, readers)
    : await read(task, ring, readers, writers);
}

self.onmessage = async ({ data }: MessageEvent<Task>) => {
  self.postMessage(await work(data));
};
self.postMessage(null); // ready
