import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { InputFacts } from "./file_facts.ts";

Deno.test("facts of inputs come in the order in which they became known, once each", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const large = new Uint8Array(1_000_000).map((_, i) => i * i);
    Deno.writeFileSync(`${folder}/large`, large);
    Deno.writeTextFileSync(`${folder}/small`, "small");
    const inputs = new InputFacts();
    for (const name of ["large", "absent", "small", "large", "."]) inputs.add(`${folder}/${name}`);
    assert.deepEqual(
      [...inputs.paths],
      ["large", "absent", "small", "."].map((name) => `${folder}/${name}`),
    );
    const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
    assert.deepEqual(await inputs.all(), [
      { path: `${folder}/large`, bytes: large.length, sha256: sha256(large) },
      { path: `${folder}/small`, bytes: 5, sha256: sha256("small") },
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
