/**
 * W3 with two bare Workers: `deno run -A tools/bench/bare/two_workers.ts N`. The main thread posts
 * each message to the one with least under way, and adds up what comes back.
 *
 * @module
 */
import { counted } from "../roles.mjs";
import { tell } from "../result.mjs";

/** Enough that a Worker finds its next message when it is done with one. */
const WINDOW = 3;

const n = Number(Deno.args[0]);
const begun = performance.now();
const workers = [0, 1].map(() =>
  new Worker(new URL("./spinner.ts", import.meta.url), { type: "module" })
);
await Promise.all(workers.map((worker) => new Promise((ready) => worker.onmessage = ready)));

const messages = counted(n);
const start = performance.now();
let count = 0, sum = 0;
await new Promise<void>((resolve) => {
  for (const worker of workers) {
    const feed = () => {
      const { value, done } = messages.next();
      if (!done) worker.postMessage(value);
    };
    worker.onmessage = ({ data }: MessageEvent<{ i: number }>) => {
      feed();
      sum += data.i;
      if (++count === n) resolve();
    };
    for (let ahead = 0; ahead < WINDOW; ahead++) feed();
  }
});
const end = performance.now();
tell({ count, sum, ms: end - start, facts: { inProcessMs: end - begun } });
Deno.exit(0);
