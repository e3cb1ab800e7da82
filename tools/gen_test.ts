import assert from "node:assert/strict";
import { fillParts, generate, outdated } from "./gen.ts";
import { stepCatalog } from "../lib/registry/mod.ts";

Deno.test("the generated files are up to date", async () => {
  assert.deepEqual(await outdated(), []);
});

Deno.test("the page of steps has a chapter for each, with its params", async () => {
  const page = (await generate()).get("docs/steps.md")!;
  for (const name of stepCatalog().names()) assert.match(page, new RegExp(`^## ${name}$`, "m"));
  assert.match(page, /^\| `filename` +\| `string` +\| required +\|/m);
});

Deno.test("parts go between their marks, and only there", () => {
  const document = "a\n<!-- generated: x -->\nold\n<!-- end -->\nb\n";
  const filled = fillParts(document, new Map([["x", "new $1"]]));
  assert.equal(filled, "a\n<!-- generated: x -->\n\nnew $1\n<!-- end -->\nb\n");
  assert.equal(fillParts(filled, new Map([["x", "new $1"]])), filled);
});

Deno.test("a part without a place, and a place without a part, are told", () => {
  assert.throws(() => fillParts("", new Map([["x", ""]])), /no place for "x"/);
  const document = "<!-- generated: y -->\n<!-- end -->";
  assert.throws(() => fillParts(document, new Map()), /nothing is generated for "y"/);
});
