/** Loads where it is described, and nowhere else. */
import { defineStep, number } from "ctapipe-flow/step";

if (self.name !== "describe") throw new Error("the calibration database is not there");

export default defineStep({
  name: "broken_module",
  kind: "stager",
  summary: "Cannot be loaded",
  input: number,
  outputs: { out: number },
  run: (value) => value,
});
