/**
 * The least that one edge through shared memory costs, without values, errors or counters:
 * `deno run -A tools/bench/bare/ring.ts edge-tiny|edge-image N BATCH`.
 *
 * Two Workers share slots and two counters. The sender fills a slot and counts up `sent`, at the
 * latest after each BATCH; the receiver reads in place and counts up `taken`. Who finds nothing to
 * do sleeps in `Atomics.wait`.
 *
 * @module
 */
import { tell } from "../result.mjs";

const [workload, n, batch] = Deno.args;
const begun = performance.now();
/** Of images few, so that they stay in the cache. */
const slots = workload === "edge-image" ? 32 : 4096;
const words = new SharedArrayBuffer(128);
const room = new SharedArrayBuffer(slots * (workload === "edge-image" ? 296_960 : 4));
const roles = ["send", "receive"];
const workers = roles.map(() =>
  new Worker(new URL("./ring_worker.ts", import.meta.url), { type: "module" })
);

/** Asks all Workers and waits for their answers. */
async function ask(messages: readonly object[]): Promise<{ sum?: number; at: number }[]> {
  return await Promise.all(
    workers.map((worker, index) =>
      new Promise<{ sum?: number; at: number }>((resolve) => {
        worker.onmessage = ({ data }) => resolve({ ...data, at: performance.now() });
        worker.postMessage(messages[index]);
      })
    ),
  );
}

await ask(roles.map((role) => ({
  job: { role, workload, n: Number(n), batch: Number(batch), slots, words, room },
})));
const start = performance.now();
const [, { sum = NaN, at } = { at: NaN }] = await ask(roles.map(() => ({ go: true })));
tell({ count: Number(n), sum, ms: at - start, facts: { inProcessMs: at - begun } });
Deno.exit(0);
