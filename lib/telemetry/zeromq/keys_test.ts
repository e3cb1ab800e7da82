import assert from "node:assert/strict";
import { formatKeys, formatPublicKey, makeKeys, parseKeys, parsePublicKey } from "./keys.ts";

Deno.test("keys are read as they were written", async () => {
  const keys = await makeKeys();
  assert.deepEqual(parseKeys(formatKeys(keys)), keys);
  assert.equal(parsePublicKey(formatPublicKey(keys)), keys.publicKey);
  assert.equal(parsePublicKey(formatKeys(keys)), keys.publicKey, "also from that of the GUI");
  assert.notEqual((await makeKeys()).secretKey, keys.secretKey);
});

Deno.test("what holds no keys is told from what does", () => {
  for (const text of ["", "{}", "null", "x".repeat(39), `${"é".repeat(40)}`, '{"publicKey":1}']) {
    assert.equal(parseKeys(text), null);
    assert.equal(parsePublicKey(text), null);
  }
});
