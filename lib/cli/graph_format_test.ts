import assert from "node:assert/strict";
import { formatOfFile } from "./graph_format.ts";

Deno.test("the name of a file says in which form it should be", () => {
  const names = ["a.svg", "a.SVG", "b/a.dot", "a.gv", "a.mmd", "a.json", "a.txt", "svg"];
  assert.deepEqual(
    [...names, undefined].map(formatOfFile),
    ["svg", "svg", "dot", "dot", "mermaid", "json", "text", "text", "text"],
  );
});
