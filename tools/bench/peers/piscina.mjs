/**
 * piscina, a pool of Workers: the main thread makes tasks of several messages each and adds up.
 * `node piscina.mjs WORKLOAD N BATCH`.
 *
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { tell } from "../result.mjs";
import { ROLES } from "../roles.mjs";
import { load } from "./packages.mjs";

const { Piscina } = load("piscina");
const THREADS = 2;
/** Tasks under way at once: enough that no thread waits for the main one. */
const WINDOW = 2 * THREADS;

const [workload, size, batchSize] = process.argv.slice(2);
const n = Number(size), batch = Number(batchSize);
const { produce, add } = ROLES[workload];
const begun = performance.now();
const pool = new Piscina({
  filename: fileURLToPath(new URL("./piscina_tasks.mjs", import.meta.url)),
  minThreads: THREADS,
  maxThreads: THREADS,
  concurrentTasksPerWorker: 2,
});

/** Lists of messages that go to the same stage, with that stage's name. */
function* tasks() {
  const open = new Map();
  let i = 0;
  for (const message of produce(n)) {
    const name = workload === "W4" ? `W4_${i++ % 2}` : workload;
    const items = open.get(name) ?? [];
    if (items.push(message) < batch) open.set(name, items);
    else {
      open.delete(name);
      yield [name, items];
    }
  }
  yield* open;
}

async function stage([name, items]) {
  if (name === "W5") {
    return [await pool.run(await pool.run(items[0], { name: "W5_0" }), { name: "W5_1" })];
  }
  const transferList = workload === "W2" ? items.map(({ buffer }) => buffer) : [];
  return await pool.run(items, { name, transferList });
}

await Promise.all(Array.from({ length: THREADS }, () => pool.run(null, { name: "ready" })));
const start = performance.now();
let count = 0, sum = 0;
const underWay = new Set();
for (const task of tasks()) {
  if (underWay.size >= WINDOW) await Promise.race(underWay);
  const done = stage(task).then((messages) => {
    for (const message of messages) {
      count++;
      sum += add(message);
    }
    underWay.delete(done);
  });
  underWay.add(done);
}
await Promise.all(underWay);
const end = performance.now();
tell({ count, sum, ms: end - start, facts: { inProcessMs: end - begun } });
await pool.destroy();
