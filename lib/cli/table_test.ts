import assert from "node:assert/strict";
import fc from "fast-check";
import { drawTable, textWidth, wrapText } from "./table.ts";

Deno.test("columns are aligned, several lines kept, no line ends with a blank", () => {
  const text = drawTable(
    [{ title: "node" }, { title: "n", align: "right" }, { title: "next" }],
    [["reader", "1", "-> a\n-> b"], ["a", "12", ""]],
    { color: false },
  );
  assert.equal(text, "node     n  next\nreader   1  -> a\n            -> b\na       12\n");
});

Deno.test("styles take no room, and titles are bold only in colour", () => {
  const rows = [["\x1b[31mred\x1b[39m", "x"], ["red", "x"]];
  const columns = [{ title: "a" }, { title: "b" }];
  const [, styled, plain] = drawTable(columns, rows, { color: false }).split("\n");
  assert.equal(textWidth(styled ?? ""), textWidth(plain ?? "-"));
  assert.ok(drawTable(columns, rows, { color: true }).startsWith("\x1b[1ma    b\x1b[22m\n"));
});

Deno.test("only the last column is wrapped, to the width that is left", () => {
  const text = drawTable(
    [{ title: "name" }, { title: "description" }],
    [["threshold", "Lowest charge that is still called bright by this step"]],
    { color: false, width: 34 },
  );
  assert.deepEqual(text.split("\n"), [
    "name       description",
    "threshold  Lowest charge that is",
    "           still called bright by",
    "           this step",
    "",
  ]);
});

Deno.test("wrapping keeps every word in order and obeys the width unless a word is longer", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
  fc.assert(fc.property(words, fc.integer({ min: 1, max: 40 }), (list, width) => {
    const lines = wrapText(list.join(" "), width);
    assert.equal(lines.join(" "), list.join(" "));
    for (const line of lines) assert.ok(line.length <= width || !line.includes(" "));
  }));
});
