import assert from "node:assert/strict";
import { testStep } from "../lib/testing/step_context.ts";
import { dumpLine } from "./_dump.ts";
import { telescopeEvents } from "./_fixtures.ts";
import otherDump from "./other_dump.ts";

Deno.test("other_dump gives a line per telescope event, tagged OTHER", async () => {
  const packets = await telescopeEvents();
  const { emitted } = await testStep(otherDump, {}, packets);
  assert.ok(packets.length > 1);
  const expected = packets.map((packet) => ({ port: "out", value: dumpLine("OTHER", packet) }));
  assert.deepEqual(emitted, expected);
  assert.match(
    String(emitted[0]?.value),
    /^OTHER file=simulated_3 run=\d+ event=\d+ type=data tel=1 /,
  );
});
