/**
 * A pipeline of Workers written by hand: one Worker per replica, joined by MessageChannels. Deno and
 * Node differ only in how a Worker is made; see `bare/workers.ts` and `peers/worker_threads.mjs`.
 *
 * @module
 */
import { receive, Sender } from "./link.mjs";
import { ROLES } from "./roles.mjs";

/**
 * The Workers of a workload and the edges between them, by index.
 *
 * @param {keyof typeof ROLES} workload
 * @returns {{ roles: string[], edges: [number, number][] }}
 */
export function layout(workload) {
  switch (workload) {
    case "edge-tiny":
    case "edge-image":
      return { roles: ["produce", "consume"], edges: [[0, 1]] };
    case "W5":
      return { roles: ["produce", "0", "1", "consume"], edges: [[0, 1], [1, 2], [2, 3]] };
    case "W3":
      return {
        roles: ["produce", "0", "0", "consume"],
        edges: [[0, 1], [0, 2], [1, 3], [2, 3]],
      };
    case "W4":
      return {
        roles: ["produce", "0", "1", "consume"],
        edges: [[0, 1], [0, 2], [1, 3], [2, 3]],
      };
    default:
      return { roles: ["produce", "0", "consume"], edges: [[0, 1], [1, 2]] };
  }
}

/**
 * What one Worker does, once it has been told its job.
 *
 * @param {object} job
 * @param {string} job.role `produce`, `consume` or the index of a stage
 * @param {MessagePort[]} job.inputs
 * @param {MessagePort[]} job.outputs
 * @param {(message: object) => void} post tells the main thread: `{ ready }`, then `{ count, sum }`
 * @returns {() => Promise<void>} what is to happen at "go"
 */
export function work({ workload, n, role, inputs, outputs, link }, post) {
  const senders = outputs.map((port) => new Sender(port, link));
  const { produce, stages, add } = ROLES[workload];
  if (role === "produce") return () => send(produce(n), senders, workload === "W4");
  if (role === "consume") {
    let count = 0, sum = 0;
    const take = (message) => {
      sum += add(message);
      if (++count === n) post({ count, sum });
    };
    for (const port of inputs) receive(port, take);
  } else {
    const stage = stages[Number(role)];
    const [sender] = senders;
    for (const port of inputs) receive(port, (message) => sender.push(stage(message)), senders);
  }
  return async () => {};
}

/** By turns to each in W4; else to whom has least outstanding. */
async function send(messages, senders, byTurns) {
  let turn = 0;
  for (const message of messages) {
    const sender = byTurns ? senders[turn++ % senders.length] : leastLoaded(senders);
    if (sender.full) await sender.room();
    sender.push(message);
  }
  for (const sender of senders) sender.flush();
}

function leastLoaded(senders) {
  let least = senders[0];
  for (const sender of senders) if (sender.outstanding < least.outstanding) least = sender;
  return least;
}

/**
 * Starts the Workers, joins them, waits until all are ready, says "go" and waits for the sum.
 *
 * @param {object} job `workload`, `n` and the {@link LinkOptions} of every edge as `link`
 * @param {() => Worker} start makes a Worker that executes {@link work}
 * @returns {Promise<{ count: number, sum: number, ms: number, inProcessMs: number }>} time from "go"
 * to the last message, and from before the first Worker is made
 */
export async function executePipeline({ workload, n, link }, start) {
  const begun = performance.now();
  const { roles, edges } = layout(workload);
  const workers = roles.map(start);
  const ends = roles.map(() => ({ inputs: [], outputs: [] }));
  for (const [from, to] of edges) {
    const { port1, port2 } = new MessageChannel();
    ends[from].outputs.push(port1);
    ends[to].inputs.push(port2);
  }
  let missing = roles.length;
  return await new Promise((resolve, reject) => {
    let go = 0;
    workers.forEach((worker, at) => {
      worker.onerror = (event) => reject(event.error ?? new Error(event.message ?? String(event)));
      worker.onmessage = ({ data }) => {
        if (data.ready && --missing === 0) {
          go = performance.now();
          for (const each of workers) each.postMessage({ go: true });
        } else if ("sum" in data) {
          const end = performance.now();
          for (const each of workers) each.terminate();
          resolve({ ...data, ms: end - go, inProcessMs: performance.now() - begun });
        }
      };
      const { inputs, outputs } = ends[at];
      worker.postMessage({ workload, n, role: roles[at], inputs, outputs, link }, [
        ...inputs,
        ...outputs,
      ]);
    });
  });
}

/**
 * The Worker's side of {@link executePipeline}.
 *
 * @param {(message: object) => void} post
 * @returns {(data: object) => void} to be called with each message of the main thread
 */
export function makeWorker(post) {
  let go = null;
  return (data) => {
    if (data.go) return void go();
    go = work(data, post);
    post({ ready: true });
  };
}
