/** Two Workers with a ring between them, for tests and benchmarks. @module */
import type { Outcome, Task } from "./_stress_worker.ts";
import { Ring } from "./ring.ts";

/** Sends records through a ring of `capacity` bytes. @returns what writer and reader found */
export async function runPair(
  capacity: number,
  options: Omit<Task, "role" | "buffer" | "bells">,
): Promise<[Outcome, Outcome]> {
  const workers = [0, 1].map(() =>
    new Worker(new URL("./_stress_worker.ts", import.meta.url), { type: "module" })
  );
  const { buffer } = Ring.allocate(capacity);
  const bells = new SharedArrayBuffer(128);
  const heard = (worker: Worker) =>
    new Promise<Outcome>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => (event.preventDefault(), reject(new Error(event.message)));
    });
  try {
    await Promise.all(workers.map(heard));
    const outcomes = workers.map(heard);
    workers.forEach((worker, at) => {
      const role = at === 0 ? "write" : "read";
      worker.postMessage({ ...options, role, buffer, bells } satisfies Task);
    });
    return await Promise.all(outcomes) as [Outcome, Outcome];
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
