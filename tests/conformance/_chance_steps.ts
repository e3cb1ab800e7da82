/** Steps to whom the order in which replicas go on makes a difference. @module */
import { anyValue, defineStep, number, payload, z } from "ctapipe-flow/step";

const moving = payload<Float64Array<ArrayBuffer>>("moving", { moves: (value) => [value.buffer] });

/** Says which replica a value came by. */
export const stamp = defineStep({
  name: "stamp",
  kind: "stager",
  summary: "Value and replica",
  replicable: true,
  input: number,
  outputs: { out: anyValue },
  run: (value, { node }) => ({ value, by: node.replica }),
});

/** Expects 5 before 7: that is so only as long as one replica is not faster than another. */
export const touchy = defineStep({
  name: "touchy",
  kind: "consumer",
  summary: "Fail if 7 overtakes 5 by another replica",
  input: anyValue,
  init: () => ({ by7: -1 }),
  run({ value, by }: { value: number; by: number }, { state }) {
    if (value === 7) state.by7 = by;
    if (value === 5 && state.by7 >= 0 && state.by7 !== by) throw new Error("7 came before 5");
  },
});

/** Fails on some values in the first attempt, and says when it does what. */
export const brittle = defineStep({
  name: "brittle",
  kind: "stager",
  summary: "Fail once on every third value",
  replicable: true,
  input: number,
  outputs: { out: number },
  init: () => new Set<number>(),
  run(value, { state, log, node }) {
    log.info(`brittle[${node.replica}] tries ${value}`);
    const isNew = !state.has(value);
    state.add(value);
    if (value % 3 === 0 && isNew) throw new Error("disk busy");
    return value;
  },
});

/** Sends arrays that go by message port between Workers. */
export const heavy = defineStep({
  name: "heavy",
  kind: "producer",
  summary: "Large arrays that move",
  params: z.object({ n: z.int(), start: z.int() }),
  outputs: { out: moving },
  *run(_, { params }) {
    for (let i = 0; i < params.n; i++) yield new Float64Array(4000).fill(params.start + i);
  },
});

/** Tells what is in them. */
export const weigh = defineStep({
  name: "weigh",
  kind: "consumer",
  summary: "Log the first number of an array",
  input: moving,
  run([first], { log, node }) {
    log.info(`${node.id} got ${first}`);
  },
});

/** Gives what only chance decides, and waits for real in between. */
export const dice = defineStep({
  name: "dice",
  kind: "producer",
  summary: "Numbers by Math.random",
  params: z.object({ n: z.int() }),
  outputs: { out: number },
  async *run(_, { params }) {
    for (let i = 0; i < params.n; i++) {
      yield Math.floor(1000 * Math.random());
      await new Promise((resolve) => setTimeout(resolve, i % 3));
    }
  },
});

/** Waits, with its first value, until nobody comes any more. */
export const absent = defineStep({
  name: "absent",
  kind: "stager",
  summary: "Never come back from the first value, of replica 0",
  replicable: true,
  input: number,
  outputs: { out: number },
  run: (value, { node }) => node.replica === 0 ? new Promise<number>(() => {}) : value,
});
