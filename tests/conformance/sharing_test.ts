import assert from "node:assert/strict";
import { run } from "./_flow.ts";

Deno.test("multiprocess: little waits behind a replica that is stuck, the others do the rest", async () => {
  const { report } = await run("multiprocess", {
    numbers: { step: "numbers", params: { n: 60 }, next: "work" },
    // it ends only if the other replica gets 50 of the 60
    work: { step: "./_stuck_step.ts", params: { others: 50 }, replicas: 2, queueLimit: 50 },
  });
  assert.equal(report.status, "done");
  const [a = 0, b = 0] = report.nodes.work!.perReplica;
  assert.equal(a + b, 60);
  assert.ok(Math.max(a, b) >= 50, `${a} and ${b}`);
});
