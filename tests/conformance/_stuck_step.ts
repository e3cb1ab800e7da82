/** A replica that waits for the others, for `sharing_test.ts`. @module */
import { defineStep, number, z } from "ctapipe-flow/step";

/** The replica that gets 0 waits until the others have dealt with `others` values. */
export default defineStep({
  name: "stuck",
  module: import.meta.url,
  kind: "consumer",
  summary: "Wait with the first value until the other replicas have done nearly all",
  params: z.object({ others: z.number() }),
  input: number,
  init: () => ({ channel: new BroadcastChannel("stuck"), done: 0 }),
  async run(value, { state, params }) {
    if (value === 0) {
      await new Promise((resolve) => state.channel.onmessage = resolve);
    } else if (++state.done === params.others) {
      state.channel.postMessage("enough");
    }
  },
  finish: ({ state }) => state.channel.close(),
});
