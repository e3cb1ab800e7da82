import { defineStep, number } from "ctapipe-flow/step";

/** Changes the sign of numbers. */
export default defineStep({
  name: "inverse",
  module: import.meta.url,
  kind: "stager",
  summary: "Negate numbers",
  light: true,
  input: number,
  outputs: { out: number },
  run: (n) => -n,
});
