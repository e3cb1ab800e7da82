import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDocument } from "yaml";
import { aText } from "./_flows.ts";
import { yamlLines, yamlText } from "./yaml_text.ts";

const read = (text: string) => parseDocument(text, { version: "1.2" }).toJS();

Deno.test("text is quoted exactly where it needs that", () => {
  const plain = [
    "a",
    "simtel_reader",
    "data/*.simtel.zst",
    "./steps/x.ts#name",
    "out/a b.txt",
    "a, b",
    "it's",
    "1 file",
    "2x",
    "a:b",
    "http://x:80/",
    "a#b",
    "yesterday",
    "$HOME",
    "(a)",
    "日本",
    "é",
    "x.e3",
  ];
  for (const text of plain) assert.equal(yamlText(text), text);
  const quoted = [
    "",
    " a",
    "a ",
    "1",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "1E-3",
    ".5",
    ".inf",
    "0x1F",
    "0o7",
    "12:30",
    "1_000",
    "2024-01-02",
    "null",
    "Null",
    "~",
    "yes",
    "No",
    "on",
    "y",
    "true",
    "- x",
    "-",
    "# a",
    "a #b",
    "a: b",
    "a:",
    ":a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "'a'",
    '"a"',
    "[a]",
    "{a}",
    "?",
    "=",
    "<<",
    "...",
    "---",
    "a\nb",
    "a\tb",
    "a\u0085b",
    "\ufeffa",
    "\ud800",
  ];
  for (const text of quoted) assert.equal(yamlText(text), JSON.stringify(text));
  assert.equal(yamlText("a, b", true), '"a, b"');
  assert.equal(yamlText("a]", true), '"a]"');
});

Deno.test("any text, as a value, as a key and in brackets, is read as what it was", () => {
  fc.assert(
    fc.property(aText, (text) => {
      const [value, inside] = [yamlText(text), yamlText(text, true)];
      assert.deepEqual(read(`a: ${value}\n`), { a: text });
      assert.deepEqual(read(`${value}: 1\n`), Object.fromEntries([[text, 1]]));
      assert.deepEqual(read(`a: [${inside}, ${inside}] # x\n`), { a: [text, text] });
    }),
    { numRuns: 2000 },
  );
});

Deno.test("text of several lines is a block, unless it would change", () => {
  assert.deepEqual(yamlLines("a\n\n  b: # c", "  "), ["|-", "  a", "", "    b: # c"]);
  assert.deepEqual(yamlLines("a\nb\n", " "), ["|", " a", " b"]);
  for (const text of ["a", "a\n", " a\nb", "a \nb", "a\nb\n\n", "\na\nb", "a\r\nb", "a\n\tb\t"]) {
    assert.equal(yamlLines(text, "  "), null);
  }
  const anyLines = fc.array(fc.oneof(aText, fc.string({ maxLength: 5 })), { maxLength: 4 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(anyLines, (text) => {
      const lines = yamlLines(text, "  ");
      if (lines === null) return;
      assert.deepEqual(read(`a: ${lines.join("\n")}\nb: 1\n`), { a: text, b: 1 });
      assert.deepEqual(read(`a: ${lines.join("\n")}\n# end`), { a: text });
    }),
    { numRuns: 2000 },
  );
});
