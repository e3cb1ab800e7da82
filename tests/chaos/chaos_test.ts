/** The short form of the fault campaign, and the cases that once failed; `deno task chaos` is the long one. */
import { assertCases } from "./_assert.ts";

Deno.test("random faults in random flows: all ends are in time and in order", async () => {
  await assertCases(40);
});
