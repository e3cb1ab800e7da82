import assert from "node:assert/strict";
import { SAMPLES, spin } from "./kernels.mjs";
import { ROLES } from "./roles.mjs";
import { expectedSum, ONE_PER_PIXEL, type Workload, WORKLOADS } from "./workloads.ts";

/** The sum as the functions for handwritten contenders give it, message by message. */
function byHand(workload: Workload, n: number): number {
  // Each workload has messages of its own kind: only here are they treated alike.
  // deno-lint-ignore no-explicit-any
  const { produce, stages, add } = ROLES[workload] as any;
  let sum = 0, turn = 0;
  for (const message of produce(n)) {
    const path = workload === "W4" ? [stages[turn++ % 2]] : stages;
    // deno-lint-ignore no-explicit-any
    sum += add(path.reduce((value: unknown, stage: any) => stage(value), message));
  }
  return sum;
}

Deno.test("the closed formulas give what the workloads give", () => {
  const sizes: Record<Workload, number[]> = {
    W1: [1, 2, 1000],
    W2: [1, 3],
    W3: [1, 3],
    W4: [1, 2, 999, 1000],
    W5: [1],
    "edge-tiny": [1, 1000],
    "edge-image": [1, 3],
  };
  for (const workload of WORKLOADS) {
    for (const n of sizes[workload]) {
      assert.equal(expectedSum(workload, n), byHand(workload, n), `${workload} ${n}`);
    }
  }
});

Deno.test("sums stay exact for as many messages as are sent", () => {
  assert(Number.isSafeInteger(expectedSum("W1", 200_000)));
  assert(Number.isSafeInteger(expectedSum("W2", 10_000)));
  assert(Number.isSafeInteger(expectedSum("W3", 2_000)));
});

Deno.test("another number of turns, or one sample per pixel, has a sum of its own", () => {
  assert.equal(expectedSum("W3", 1, { turns: 1 }), 1013904223);
  assert.equal(expectedSum("W3", 2, { turns: 1 }), 1013904223 + (1664525 + 1013904223));
  assert.notEqual(spin(0), 1013904223);
  let sum = 0;
  for (const image of ROLES.W2.produce(2) as Iterable<Float32Array>) {
    for (let at = 0; at < image.length; at += SAMPLES) sum += image[at]!;
  }
  assert.equal(expectedSum("W2", 2, ONE_PER_PIXEL), sum);
});
