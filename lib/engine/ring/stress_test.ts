import assert from "node:assert/strict";
import { runPair } from "./_pair.ts";

for (const blocking of [false, true]) {
  const how = blocking ? "blocking" : "asynchronous";
  Deno.test(`200,000 records go through 4 KB between threads, with ${how} waits`, async () => {
    const options = { records: 200_000, batch: 8, longest: 64, blocking };
    const [writer, reader] = await runPair(4096, options);
    assert.equal(reader.records, 200_000);
    assert.equal(reader.checksum, writer.checksum);
  });
}

Deno.test("one record at a time, in a ring that is always full", async () => {
  const [writer, reader] = await runPair(64, {
    records: 3000,
    batch: 1,
    longest: 16,
    blocking: false,
  });
  assert.deepEqual([reader.records, reader.checksum], [3000, writer.checksum]);
});
