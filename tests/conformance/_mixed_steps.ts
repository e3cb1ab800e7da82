/** Steps that are light, and one that tells where it is. @module */
import { anyValue, defineStep, number } from "ctapipe-flow/step";

/** Passes on. */
export const through = defineStep({
  name: "through",
  kind: "stager",
  summary: "Pass on",
  light: true,
  input: anyValue,
  outputs: { out: anyValue },
  run: (value) => value,
});

/** Logs the name of the Worker that it is in. */
export const tells = defineStep({
  name: "tells",
  kind: "stager",
  summary: "Tell where it is",
  input: number,
  outputs: { out: number },
  init: ({ node, log }) => log.info(`${node.id} is in ${(self as { name?: string }).name}`),
  run: (value) => value,
});

/** Prints between its values. */
export const chatting = defineStep({
  name: "chatting",
  kind: "producer",
  summary: "Print, send, print, send, print",
  outputs: { out: number },
  *run() {
    for (let i = 0; i < 3; i++) {
      console.log("chat");
      yield i;
    }
    console.log("chat");
  },
});
