/** RxJS, one thread: `node rxjs.mjs WORKLOAD N`. @module */
import process from "node:process";
import { tell } from "../result.mjs";
import { ROLES } from "../roles.mjs";
import { load } from "./packages.mjs";

const { filter, from, map, merge, Subject } = load("rxjs");

const [workload, size] = process.argv.slice(2);
const n = Number(size);
const { produce, stages, add } = ROLES[workload];

/** Feeds the consumer: one chain, or in W4 two that merge. */
function execute(consume) {
  const source = from(produce(n));
  if (workload !== "W4") {
    stages.reduce((flow, stage) => flow.pipe(map(stage)), source).subscribe(consume);
    return;
  }
  const switched = new Subject(); // both branches listen before the source begins
  merge(
    switched.pipe(filter(({ i }) => i % 2 === 0), map(stages[0])),
    switched.pipe(filter(({ i }) => i % 2 === 1), map(stages[1])),
  ).subscribe(consume);
  source.subscribe(switched);
}

const start = performance.now();
let count = 0, sum = 0;
execute((message) => {
  count++;
  sum += add(message);
});
const ms = performance.now() - start;
tell({ count, sum, ms, facts: { inProcessMs: ms } });
