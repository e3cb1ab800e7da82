import assert from "node:assert/strict";
import { discardFrom } from "./discard.ts";
import type { EntryHeader } from "./entry.ts";
import { namesIn, nextNumberIn, QuarantineWriter } from "./folder.ts";

const header = (node: string, graphHash: string): Omit<EntryHeader, "schema" | "value"> => ({
  flow: "flow",
  graphHash,
  node,
  step: "step",
  replica: 0,
  packet: "reader#1",
  lineage: { producer: "reader", seq: 1, branch: "" },
  attempts: 1,
  error: { code: "run_failed", phase: "run", message: "no", hint: null, stack: null },
  when: "2026-01-01T00:00:00Z",
});

Deno.test("packets of a graph from a number on are removed, and drafts; others stay", async () => {
  const folder = await Deno.makeTempDir();
  const writer = new QuarantineWriter(folder);
  for (const hash of ["mine", "mine", "other", "mine"]) {
    await writer.put(header("node", hash), new Uint8Array(3));
  }
  await Deno.writeTextFile(`${folder}/node-000005.packet.partial`, "half");
  await Deno.writeTextFile(`${folder}/node-000006.packet`, "damaged");
  await Deno.writeTextFile(`${folder}/notes.txt`, "");
  assert.equal(await nextNumberIn(folder), 7);
  await discardFrom(folder, 2, "mine");
  assert.deepEqual((await namesIn(folder)).sort(), [
    "node-000001.packet",
    "node-000003.packet",
    "node-000006.packet",
    "notes.txt",
  ]);
  await Deno.remove(folder, { recursive: true });
  await discardFrom(folder, 1, "mine");
  assert.equal(await nextNumberIn(folder), 1);
});
