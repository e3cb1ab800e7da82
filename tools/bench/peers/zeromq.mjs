/**
 * ZeroMQ under Node: one process per replica, PUSH/PULL over ipc, one message per send.
 * `node zeromq.mjs WORKLOAD N`. Objects travel as JSON, arrays as bytes.
 *
 * @module
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { layout } from "../pipeline.mjs";
import { memoryKiB, tell } from "../result.mjs";
import { ROLES } from "../roles.mjs";
import { load } from "./packages.mjs";

/** Messages that a socket holds back: images are few, so that memory stays small. */
const highWaterMark = (workload) => workload === "W2" ? 16 : workload === "W3" ? 2 : 1000;

const isImage = (workload) => workload === "W2";
const encode = (workload, message) =>
  isImage(workload)
    ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength)
    : JSON.stringify(message);
const decode = (workload, bytes) =>
  isImage(workload)
    ? new Float32Array(
      bytes.byteOffset % 4 === 0
        ? bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
        : Uint8Array.from(bytes).buffer,
    )
    : JSON.parse(bytes.toString());

async function main(workload, n) {
  const { Push } = load("zeromq"); // whoever has no such package learns it here, in one process
  new Push().close();
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const { roles, edges } = layout(workload);
  const children = roles.map((role, at) => {
    const inputs = edges.flatMap(([, to], edge) => to === at ? [`ipc://${folder}/${edge}`] : []);
    const outputs = edges.flatMap(([from], edge) => from === at ? [`ipc://${folder}/${edge}`] : []);
    const child = fork(new URL(import.meta.url), ["--role"]);
    child.send({ workload, n, role, inputs, outputs });
    return child;
  });
  let missing = roles.length, start = 0, rssKiB = memoryKiB("VmHWM"), result;
  await new Promise((resolve, reject) => {
    for (const child of children) {
      child.on("error", reject);
      child.on("exit", (code) => code === 0 || reject(new Error(`a process ended with ${code}`)));
      child.on("message", (message) => {
        if (message.ready && --missing === 0) {
          start = performance.now();
          for (const each of children) each.send({ go: true });
        } else if ("sum" in message) {
          result = { ...message, ms: performance.now() - start };
          for (const each of children) each.send({ end: true });
        } else if (message.rssKiB) {
          rssKiB += message.rssKiB;
          if (++missing === roles.length) resolve();
        }
      });
    }
  });
  rmSync(folder, { recursive: true });
  tell({ ...result, rssKiB, facts: { inProcessMs: performance.now() - begun } });
}

/** A socket per edge, bound by the receiver. The consumer of W3 and W4 reads both in turn. */
async function role({ workload, n, role, inputs, outputs }) {
  const { Pull, Push } = load("zeromq");
  const hwm = highWaterMark(workload);
  const pulls = inputs.map(() => new Pull({ receiveHighWaterMark: hwm }));
  const pushes = outputs.map(() => new Push({ sendHighWaterMark: hwm, linger: 0 }));
  await Promise.all(pulls.map((pull, at) => pull.bind(inputs[at])));
  pushes.forEach((push, at) => push.connect(outputs[at]));
  const { produce, stages, add } = ROLES[workload];
  process.once("disconnect", () => process.exit(1)); // whoever started us is gone
  process.send({ ready: true });
  await new Promise((resolve) => process.once("message", resolve));
  process.on("message", () => {
    process.send({ rssKiB: memoryKiB("VmHWM") }, () => process.exit(0));
  });
  if (role === "produce") {
    let turn = 0;
    for (const message of produce(n)) {
      await pushes[turn++ % pushes.length].send(encode(workload, message));
    }
  } else if (role === "consume") {
    let count = 0, sum = 0;
    await Promise.all(pulls.map(async (pull) => {
      for await (const [bytes] of pull) {
        sum += add(decode(workload, bytes));
        if (++count === n) process.send({ count, sum });
      }
    }));
  } else {
    for await (const [bytes] of pulls[0]) {
      await pushes[0].send(encode(workload, stages[Number(role)](decode(workload, bytes))));
    }
  }
}

if (process.argv[2] === "--role") {
  process.once("message", (job) => role(job));
} else {
  const [workload, n] = process.argv.slice(2);
  await main(workload, Number(n));
}
