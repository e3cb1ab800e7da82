import assert from "node:assert/strict";
import { parseBytes } from "./bytes.ts";

Deno.test("bytes with units, decimal and binary", () => {
  assert.deepEqual(
    ["4096", "64MB", "64 mb", "1.5GiB", "200kB", "2K", "1b"].map(parseBytes),
    [4096, 64e6, 64e6, 1.5 * 2 ** 30, 200e3, 2000, 1],
  );
});

Deno.test("what is no number of bytes is null", () => {
  for (const text of ["", "MB", "-1MB", "1XB", "0", "0.5", "1e9GB", "12MB3", "1 2"]) {
    assert.equal(parseBytes(text), null, text);
  }
});
