/** What is measured: names, sizes, and what must come out. @module */
import { IMAGE_LENGTH, makeTemplate, SAMPLES, TURNS } from "./kernels.mjs";

/** Workloads whose speed is compared. */
export const WORKLOADS = ["W1", "W2", "W3", "W4", "W5", "edge-tiny", "edge-image"] as const;

/** One of them. */
export type Workload = typeof WORKLOADS[number];

/** What a workload is. */
export interface WorkloadFacts {
  /** For the heading of its table. */
  readonly title: string;
  /** Messages, as a rule and with `--quick`. */
  readonly n: { readonly full: number; readonly quick: number };
  /** Bytes of one message, where they matter. */
  readonly bytes?: number;
}

const IMAGE_BYTES = IMAGE_LENGTH * Float32Array.BYTES_PER_ELEMENT;

/** By name. */
export const FACTS: Readonly<Record<Workload, WorkloadFacts>> = {
  W1: { title: "tiny messages: `{i}` → `{i*i}` → sum", n: { full: 200_000, quick: 20_000 } },
  W2: {
    title: "images of 296 800 B → sum of 40 samples per pixel → sum",
    n: { full: 10_000, quick: 1_000 },
    bytes: IMAGE_BYTES,
  },
  W3: { title: "1.9 ms of work per message, 2 replicas", n: { full: 2_000, quick: 500 } },
  W4: { title: "switch: by turns to A and B, both to one", n: { full: 100_000, quick: 10_000 } },
  W5: { title: "four empty nodes, from start to end", n: { full: 1, quick: 1 } },
  "edge-tiny": { title: "one edge, tiny messages", n: { full: 200_000, quick: 20_000 } },
  "edge-image": {
    title: "one edge, images of 296 800 B, the receiver reads two numbers of each",
    n: { full: 10_000, quick: 1_000 },
    bytes: IMAGE_BYTES,
  },
};

/** Sum of 0 … n − 1. */
const gauss = (n: number): number => n * (n - 1) / 2;

/** What a contender may do otherwise than the kernels say, because its language makes it. */
export interface Deviation {
  /** Turns of the loop of W3. */
  readonly turns?: number;
  /** Numbers between two that W2 adds up; 1 adds up all. */
  readonly stride?: number;
}

/**
 * What the consumer's sum must be for `n` messages. Exact: all terms are whole and below 2⁵³.
 *
 * W1 Σi², W4 2·Σeven + 3·Σodd, W2 the template's sum with its first number replaced, W3 the state of
 * a linear congruential generator after k turns, aᵏ·x + c·(aᵏ − 1)/(a − 1) modulo 2³².
 */
export function expectedSum(workload: Workload, n: number, deviation: Deviation = {}): number {
  switch (workload) {
    case "W1":
      return (n - 1) * n * (2 * n - 1) / 6;
    case "W2":
      return n * templateSum(deviation.stride ?? 1) + gauss(n);
    case "W3":
      return jumpedSum(n, deviation.turns ?? TURNS);
    case "W4": {
      const even = 2 * gauss(Math.ceil(n / 2));
      return 2 * even + 3 * (gauss(n) - even);
    }
    case "W5":
      return n;
    case "edge-tiny":
      return gauss(n);
    case "edge-image":
      return gauss(n) + n * makeTemplate().at(-1)!;
  }
}

/** The template's sum without its first number, where the message's own number goes. */
function templateSum(stride: number): number {
  return makeTemplate().reduce((sum, value, at) => at > 0 && at % stride === 0 ? sum + value : sum);
}

function jumpedSum(n: number, turns: number): number {
  const modulus = 1n << 32n;
  let factor = 1n, added = 0n; // the generator's map x -> factor x + added, composed with itself
  let a = 1664525n, c = 1013904223n;
  for (let rest = turns; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) [factor, added] = [factor * a % modulus, (added * a + c) % modulus];
    [a, c] = [a * a % modulus, (c * a + c) % modulus];
  }
  let sum = 0n;
  for (let seed = 0n; seed < BigInt(n); seed++) sum += (factor * seed + added) % modulus;
  return Number(sum);
}

/** Samples that the deviation of a Python without numpy leaves out: it takes one per pixel. */
export const ONE_PER_PIXEL: Deviation = { stride: SAMPLES };
