import { defineStep, number } from "ctapipe-flow/step";

/** Splits odd numbers by divisibility. */
export default defineStep({
  name: "odd",
  module: import.meta.url,
  kind: "stager",
  summary: "Send multiples of 5 to fives, other numbers to others; meant for odd numbers",
  light: true,
  input: number,
  outputs: { fives: number, others: number },
  run(n, { to }) {
    return n % 5 === 0 ? to.fives(n) : to.others(n);
  },
});
