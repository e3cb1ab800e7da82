/** A module that is loaded for ever by the Worker of a node named `loader`. @module */
import { anyValue, defineStep } from "ctapipe-flow/step";

/** Passes on. */
export default defineStep({
  name: "loader",
  kind: "stager",
  summary: "Never loaded",
  input: anyValue,
  outputs: { out: anyValue },
  run: (value) => value,
});

if (self.name.includes("loader")) await new Promise(() => {});
