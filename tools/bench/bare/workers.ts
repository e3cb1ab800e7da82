/**
 * Bare Workers of Deno, without any engine:
 * `deno run -A tools/bench/bare/workers.ts WORKLOAD N BATCH WINDOW [transfer]`.
 *
 * @module
 */
import { executePipeline } from "../pipeline.mjs";
import { tell } from "../result.mjs";

const [workload, n, batch, window, transfer] = Deno.args;
const link = { batch: Number(batch), window: Number(window), transfer: transfer === "transfer" };
const { inProcessMs, ...result } = await executePipeline(
  { workload, n: Number(n), link },
  () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
);
tell({ ...result, facts: { inProcessMs } });
Deno.exit(0);
