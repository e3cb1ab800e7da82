import { defineStep, number } from "ctapipe-flow/step";

/** The identity of numbers; its name is that of the example it comes from. */
export default defineStep({
  name: "add",
  module: import.meta.url,
  kind: "stager",
  summary: "Pass numbers on as they are",
  light: true,
  input: number,
  outputs: { out: number },
  run: (n) => n,
});
