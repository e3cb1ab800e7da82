/**
 * How fast records cross: `deno run -A lib/engine/ring/ring_bench.ts`. Prints nanoseconds per record
 * in one thread and between two Workers, and microseconds of a round trip; medians [min..max].
 *
 * @module
 */
import type { EchoTask } from "./_echo_worker.ts";
import { runPair } from "./_pair.ts";
import { Bell } from "./doorbell.ts";
import { Ring } from "./ring.ts";
import { RingReader } from "./ring_reader.ts";
import { RingWriter } from "./ring_writer.ts";

const RUNS = 7;
const CAPACITY = 256 * 1024;

function told(figures: number[], unit: string): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [middle, least, most] = [sorted[sorted.length >> 1]!, sorted[0]!, sorted.at(-1)!];
  return `${middle.toFixed(1)} ${unit} [${least.toFixed(1)}..${most.toFixed(1)}]`;
}

/** Nanoseconds per record, written and read in turns in one thread: what the code itself costs. */
function alone(batch: number): number {
  const bells = new Int32Array(new SharedArrayBuffer(128));
  const ring = Ring.allocate(CAPACITY);
  const writer = new RingWriter(ring, new Bell(bells, 0), new Bell(bells, 16));
  const reader = new RingReader(ring, new Bell(bells, 0));
  const records = 1 << 20;
  const began = performance.now();
  for (let sent = 0; sent < records; sent += batch) {
    for (let i = 0; i < batch; i++) {
      ring.ints[writer.reserve(4) >> 2] = i;
      writer.commit(4, i);
    }
    writer.publish();
    while (reader.next());
    reader.release();
  }
  return 1e6 * (performance.now() - began) / records;
}

/** Nanoseconds per record between two Workers. */
async function between(batch: number, blocking: boolean): Promise<number> {
  const records = batch === 1 ? 500_000 : 4_000_000;
  const [writer, reader] = await runPair(CAPACITY, { records, batch, longest: 4, blocking });
  if (writer.checksum !== reader.checksum) throw new Error("records differ");
  return 1e6 * (reader.ended - writer.began) / records;
}

/** Microseconds of a round trip between two Workers, the median of many. */
async function roundTrip(blocking: boolean): Promise<number> {
  const buffers = [Ring.allocate(4096).buffer, Ring.allocate(4096).buffer] as const;
  const bells = new SharedArrayBuffer(128);
  const workers = [true, false].map((serves) => {
    const worker = new Worker(new URL("./_echo_worker.ts", import.meta.url), { type: "module" });
    const ready = new Promise<void>((resolve) => worker.onmessage = () => resolve());
    return { worker, serves, ready };
  });
  await Promise.all(workers.map(({ ready }) => ready));
  const played = workers.map(({ worker, serves }) => {
    worker.postMessage({ serves, buffers, bells, rounds: 20_000, blocking } satisfies EchoTask);
    return new Promise<number[]>((resolve) => worker.onmessage = ({ data }) => resolve(data));
  });
  const [times] = await Promise.all(played);
  for (const { worker } of workers) worker.terminate();
  return times!.toSorted((a, b) => a - b)[times!.length >> 1]!;
}

async function repeat(run: () => number | Promise<number>): Promise<number[]> {
  const figures = [];
  for (let i = 0; i < RUNS; i++) figures.push(await run());
  return figures;
}

if (import.meta.main) {
  for (const batch of [1, 16, 256]) {
    console.log(`one thread, batch ${batch}: ${told(await repeat(() => alone(batch)), "ns")}`);
  }
  for (const blocking of [false, true]) {
    const how = blocking ? "wait" : "waitAsync";
    for (const batch of [1, 16, 256]) {
      const figures = await repeat(() => between(batch, blocking));
      console.log(`two Workers, ${how}, batch ${batch}: ${told(figures, "ns")}`);
    }
    const figures = await repeat(() => roundTrip(blocking));
    console.log(`round trip, ${how}: ${told(figures, "us")}`);
  }
}
