import assert from "node:assert/strict";
import fc from "fast-check";
import type { Tree } from "../tree.ts";
import { namesIn, routedNext } from "./next_steps.ts";
import { OLD_STEPS } from "./table.ts";

/** A scalar as it stands in a document. */
function scalar(value: string, written = JSON.stringify(value)): { tree: Tree; text: string } {
  const text = `xx ${written}`;
  return { tree: { kind: "scalar", value, span: { start: 3, end: text.length } }, text };
}

Deno.test("names between commas, each at its place, whatever spaces there are", () => {
  const NAME = fc.stringMatching(/^[A-Za-z_]([\w -]*\w)?$/);
  const GAP = fc.stringMatching(/^ {0,2}(, {0,2}){0,2}$/);
  fc.assert(fc.property(fc.array(fc.tuple(NAME, GAP)), GAP, (parts, first) => {
    const value = first + parts.map(([name, gap]) => `${name} ,${gap}`).join("");
    const { tree, text } = scalar(value);
    const names = namesIn(tree, text);
    assert.deepEqual(names.map(({ name }) => name), parts.map(([name]) => name));
    for (const { name, span } of names) assert.equal(text.slice(span.start, span.end), name);
  }));
});

Deno.test("where escapes hide the columns, the whole text is meant", () => {
  const { tree, text } = scalar("A,B", '"\\u0041,B"');
  assert.deepEqual(namesIn(tree, text).map(({ span }) => span), [tree.span, tree.span]);
});

Deno.test("a slip in a name is told once: the port follows it", () => {
  const { tree, text } = scalar("Inverse,Ad");
  const pair = OLD_STEPS.Pair!;
  const { next, issues } = routedNext("Pair", pair, namesIn(tree, text), ["Inverse", "Add"]);
  assert.deepEqual(next, { fives: "Inverse", others: "Ad" });
  assert.deepEqual(issues, []);
});

Deno.test("an unknown name that no port follows is a mistake of its own", () => {
  const { tree, text } = scalar("Writer,Nowhere");
  const { next, issues } = routedNext("Add", OLD_STEPS.Add!, namesIn(tree, text), ["Writer"]);
  assert.equal(next, "Writer");
  assert.deepEqual(issues.map(({ code, span }) => [code, text.slice(span!.start, span!.end)]), [
    ["unknown_node", "Nowhere"],
  ]);
});
