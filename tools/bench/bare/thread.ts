/**
 * Everything in one thread of Deno, without any engine: what an engine can at best come near to.
 * `deno run -A tools/bench/bare/thread.ts loop|generators|reused WORKLOAD N`.
 *
 * @module
 */
import { makeTemplate, pixelSums, spin, total } from "../kernels.mjs";
import { tell } from "../result.mjs";
import { counted, ROLES } from "../roles.mjs";

type Summing = (n: number) => number;

/** Loops written out. */
const LOOPS: Readonly<Record<string, Summing>> = {
  W1(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const message = { i };
      const square = { i: message.i * message.i };
      sum += square.i;
    }
    return sum;
  },
  W2(n) {
    const template = makeTemplate();
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const image = template.slice();
      image[0] = i;
      sum += total(pixelSums(image));
    }
    return sum;
  },
  W3(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += spin(i);
    return sum;
  },
  W4(n) {
    const stages: Record<string, (message: { i: number }) => { i: number }> = {
      A: ({ i }) => ({ i: 2 * i }),
      B: ({ i }) => ({ i: 3 * i }),
    };
    let sum = 0;
    for (let i = 0; i < n; i++) sum += stages[i % 2 === 0 ? "A" : "B"]!({ i }).i;
    return sum;
  },
};

/** One array for all images. */
const REUSED: Readonly<Record<string, Summing>> = {
  W2(n) {
    const template = makeTemplate();
    const image = new Float32Array(template.length);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      image.set(template);
      image[0] = i;
      sum += total(pixelSums(image));
    }
    return sum;
  },
};

function* mapped<In, Out>(messages: Iterable<In>, stage: (message: In) => Out): Generator<Out> {
  for (const message of messages) yield stage(message);
}

type Message = { i: number };
type Stage = (message: Message) => Message;

function* forked(messages: Iterable<Message>, even: Stage, odd: Stage): Generator<Message> {
  for (const message of messages) yield message.i % 2 === 0 ? even(message) : odd(message);
}

/** A chain of synchronous generators. */
function generators(workload: string, n: number): number {
  const role = ROLES[workload as "W1"];
  const [first, second] = role.stages as [Stage, Stage?];
  const messages = second && workload === "W4"
    ? forked(counted(n), first, second)
    : mapped(role.produce(n), first);
  let sum = 0;
  for (const message of messages) sum += role.add(message);
  return sum;
}

/** W5 with generators: its two stages come one after the other. */
function tokenSum(): number {
  const { produce, stages: [one, two], add } = ROLES.W5;
  let sum = 0;
  for (const token of mapped(mapped(produce(), one!), two!)) sum += add(token);
  return sum;
}

const FORMS: Readonly<Record<string, (workload: string, n: number) => number>> = {
  loop: (workload, n) => LOOPS[workload]!(n),
  reused: (workload, n) => REUSED[workload]!(n),
  generators: (workload, n) => workload === "W5" ? tokenSum() : generators(workload, n),
};

const [form = "", workload = "", n] = Deno.args;
const start = performance.now();
const sum = FORMS[form]!(workload, Number(n));
const ms = performance.now() - start;
tell({ count: Number(n), sum, ms, facts: { inProcessMs: ms } });
