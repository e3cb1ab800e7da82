/** A step that says what it does, for the tests of logs. @module */
import { type AnyStep, defineStep, number } from "ctapipe-flow/step";

/** Says something of each number, and fails at the second. */
const says: AnyStep = defineStep({
  name: "says",
  kind: "consumer",
  summary: "Say what it does",
  input: number,
  async run(n, { log }) {
    log.info(`looks at ${n}`);
    await Promise.resolve();
    console.warn(`prints ${n}`);
    if (n === 2) throw new Error(`cannot say ${n}`);
  },
});
export default says;
