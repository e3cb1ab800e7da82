/** One end of the bare ring. @module */
/// <reference lib="deno.worker" />
import { IMAGE_LENGTH, makeTemplate } from "../kernels.mjs";

interface Job {
  readonly role: "send" | "receive";
  readonly workload: string;
  readonly n: number;
  readonly batch: number;
  readonly slots: number;
  readonly words: SharedArrayBuffer;
  readonly room: SharedArrayBuffer;
}

/** Places of the counters, each on a cache line of its own. */
const SENT = 0, TAKEN = 16;

/** Waits until a counter is no longer `seen`. */
function changed(words: Int32Array<SharedArrayBuffer>, at: number, seen: number): number {
  for (let turn = 0; turn < 50; turn++) {
    const value = Atomics.load(words, at);
    if (value !== seen) return value;
  }
  Atomics.wait(words, at, seen);
  return Atomics.load(words, at);
}

function publish(words: Int32Array<SharedArrayBuffer>, at: number, value: number): void {
  Atomics.store(words, at, value);
  Atomics.notify(words, at);
}

/** Calls `fill` for a free slot per message, and publishes at the latest after each batch. */
function send({ n, batch, slots, words }: Job, fill: (slot: number, i: number) => void): void {
  const counters = new Int32Array(words);
  let taken = 0;
  for (let i = 0; i < n; i++) {
    while (i - taken >= slots) {
      publish(counters, SENT, i);
      taken = changed(counters, TAKEN, taken);
    }
    fill(i % slots, i);
    if ((i + 1) % batch === 0) publish(counters, SENT, i + 1);
  }
  publish(counters, SENT, n);
}

/** Adds up `read` of each slot, and gives slots back batch by batch. */
function receive({ n, batch, slots, words }: Job, read: (slot: number) => number): number {
  const counters = new Int32Array(words);
  let sum = 0, sent = 0;
  for (let i = 0; i < n; i++) {
    while (i === sent) {
      publish(counters, TAKEN, i);
      sent = changed(counters, SENT, sent);
    }
    sum += read(i % slots);
    if ((i + 1) % batch === 0) publish(counters, TAKEN, i + 1);
  }
  publish(counters, TAKEN, n);
  return sum;
}

function numbers(job: Job): number {
  const slots = new Int32Array(job.room);
  if (job.role === "receive") return receive(job, (slot) => slots[slot]!);
  send(job, (slot, i) => slots[slot] = i);
  return 0;
}

function images(job: Job): number {
  const stride = job.room.byteLength / job.slots;
  const slots = Array.from(
    { length: job.slots },
    (_, slot) => new Float32Array(job.room, slot * stride, IMAGE_LENGTH),
  );
  if (job.role === "receive") {
    return receive(job, (slot) => slots[slot]![0]! + slots[slot]![IMAGE_LENGTH - 1]!);
  }
  const template = makeTemplate();
  send(job, (slot, i) => {
    slots[slot]!.set(template);
    slots[slot]![0] = i;
  });
  return 0;
}

let job: Job | null = null;
self.onmessage = ({ data }: MessageEvent<{ job: Job } | { go: true }>) => {
  if ("job" in data) {
    job = data.job;
    self.postMessage({});
  } else {
    self.postMessage({ sum: job!.workload === "edge-tiny" ? numbers(job!) : images(job!) });
  }
};
