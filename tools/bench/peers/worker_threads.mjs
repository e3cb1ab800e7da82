/**
 * Workers of Node joined by hand: `node worker_threads.mjs WORKLOAD N BATCH WINDOW [transfer]`.
 *
 * @module
 */
import process from "node:process";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { executePipeline, makeWorker } from "../pipeline.mjs";
import { tell } from "../result.mjs";

/** A Worker of Node with the few names that the pipeline uses of one of the web. */
function start() {
  const worker = new Worker(new URL(import.meta.url));
  const self = {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.on("message", (data) => self.onmessage({ data }));
  worker.on("error", (error) => self.onerror({ error }));
  return self;
}

if (isMainThread) {
  const [workload, n, batch, window, transfer] = process.argv.slice(2);
  const link = { batch: Number(batch), window: Number(window), transfer: transfer === "transfer" };
  const { inProcessMs, ...result } = await executePipeline({ workload, n: Number(n), link }, start);
  tell({ ...result, facts: { inProcessMs } });
} else {
  parentPort.on("message", makeWorker((message) => parentPort.postMessage(message)));
}
