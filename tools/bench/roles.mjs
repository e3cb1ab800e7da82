/**
 * The workloads as plain functions, for the contenders that are written by hand: what is produced,
 * what each stage makes of a message, and what the consumer adds up.
 *
 * @module
 */
import { IMAGE_LENGTH, makeTemplate, pixelSums, spin, total } from "./kernels.mjs";

/** Objects `{ i }`. @param {number} n */
export function* counted(n) {
  for (let i = 0; i < n; i++) yield { i };
}

/** Images, each a fresh copy with its number in the first place. @param {number} n */
export function* images(n) {
  const template = makeTemplate();
  for (let i = 0; i < n; i++) {
    const image = template.slice();
    image[0] = i;
    yield image;
  }
}

function* token() {
  yield "p";
}

/**
 * By workload: `produce` gives the messages, `stages` are what lies between, one after the other
 * (in W4 beside each other: even numbers to the first), `add` is the consumer's summand.
 */
export const ROLES = {
  W1: { produce: counted, stages: [({ i }) => ({ i: i * i })], add: ({ i }) => i },
  W2: { produce: images, stages: [pixelSums], add: total },
  W3: { produce: counted, stages: [({ i }) => ({ i: spin(i) })], add: ({ i }) => i },
  W4: {
    produce: counted,
    stages: [({ i }) => ({ i: 2 * i }), ({ i }) => ({ i: 3 * i })],
    add: ({ i }) => i,
  },
  W5: {
    produce: token,
    stages: [(text) => `${text}1`, (text) => `${text}2`],
    add: (text) => (text === "p12" ? 1 : NaN),
  },
  "edge-tiny": { produce: counted, stages: [], add: ({ i }) => i },
  "edge-image": { produce: images, stages: [], add: (image) => image[0] + image[IMAGE_LENGTH - 1] },
};
