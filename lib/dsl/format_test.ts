import assert from "node:assert/strict";
import { fakeCatalog } from "./_fake_catalog.ts";
import { type Diagnostic, sortDiagnostics, SourceText } from "./diagnostics.ts";
import { diagnosticsJson, formatDiagnostics } from "./format.ts";
import { loadFlow } from "./load.ts";

const issue = { code: "x", severity: "error", message: "wrong", hint: null } as const;
const at = (text: string, part: string): Diagnostic => {
  const start = text.indexOf(part);
  return new SourceText("f.yaml", text).diagnostic(issue, { start, end: start + part.length });
};
const plain = (diagnostic: Diagnostic) => formatDiagnostics([diagnostic], { color: false });

Deno.test("a diagnostic is printed as compilers do it", async () => {
  const text = `name: x
nodes:
  reader:        { step: read, params: { file: a }, next: lst_dump }
  lst_dump:      { step: spilt, queueLimit: 10, next: string_writer }
  string_writer: { step: write, params: { file: out.txt } }
`;
  const document = { file: "flows/x.yaml" };
  const { diagnostics } = await loadFlow(text, document, fakeCatalog(), "file:///x.yaml");
  assert.equal(
    formatDiagnostics(diagnostics, { color: false }),
    `flows/x.yaml:4:26: error[unknown_step]: there is no step "spilt"
  4 |   lst_dump:      { step: spilt, queueLimit: 10, next: string_writer }
    |                          ^^^^^
    hint: did you mean "split"?
`,
  );
  assert.deepEqual(diagnosticsJson(diagnostics), [{
    code: "unknown_step",
    severity: "error",
    file: "flows/x.yaml",
    line: 4,
    column: 26,
    message: 'there is no step "spilt"',
    hint: 'did you mean "split"?',
  }]);
});

Deno.test("tabs before the place keep the underlining below it", () => {
  const lines = plain(at("\ta\t: bad", "bad")).split("\n");
  assert.equal(lines[2], "    | \t \t  ^^^");
});

Deno.test("long lines are cut around the place, at either end or both", () => {
  const pad = "x".repeat(300);
  for (const text of [`BAD${pad}`, `${pad}BAD${pad}`, `${pad}BAD`]) {
    const [head, line, mark] = plain(at(text, "BAD")).split("\n");
    assert.ok(line!.length <= 110, line);
    assert.equal(line!.slice(mark!.indexOf("^"), mark!.lastIndexOf("^") + 1), "BAD");
    assert.match(head!, new RegExp(`:1:${text.indexOf("BAD") + 1}:`));
  }
  const everything = plain(at("y".repeat(500), "y".repeat(500))).split("\n");
  assert.ok(everything[2]!.length <= 110);
});

Deno.test("an empty line is not shown", () => {
  assert.equal(plain({ ...at("", ""), hint: "h" }).split("\n").length, 3);
});

Deno.test("what reaches over lines is underlined to the end of its first", () => {
  assert.equal(plain(at("a: [1,\n2]\n", "[1,\n2]")).split("\n")[2], "    |    ^^^");
});

Deno.test("nothing in a document can drive the terminal", () => {
  const text = plain({
    ...at("a\x1b[31mb\x9b", "b"),
    message: "m\x1b[2J",
    hint: "h\x07",
    file: "\x1b",
  });
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

Deno.test("colour is on only when asked for", () => {
  const diagnostic = at("bad", "bad");
  const colored = formatDiagnostics([diagnostic], { color: true });
  assert.ok(colored.includes("\x1b["));
  // deno-lint-ignore no-control-regex
  assert.equal(colored.replace(/\x1b\[\d+m/g, ""), plain(diagnostic));
});

Deno.test("positions count lines from 1 and UTF-16 units; ends are inside", () => {
  const source = new SourceText("f", "é𝄞x\r\n\nlast");
  const place = (start: number) => {
    const { line, column } = source.diagnostic(issue, { start, end: start });
    return `${line}:${column}`;
  };
  assert.deepEqual([0, 3, 4, 5, 6, 7, 11, 99, -1].map(place), [
    "1:1",
    "1:4",
    "1:5",
    "1:5",
    "2:1",
    "3:1",
    "3:5",
    "3:5",
    "1:1",
  ]);
});

Deno.test("diagnostics are sorted by place, then code, each told once", () => {
  const one = (line: number, column: number, code: string): Diagnostic => ({
    ...at("a", "a"),
    line,
    column,
    code,
  });
  const sorted = sortDiagnostics([one(2, 1, "a"), one(1, 9, "z"), one(1, 9, "b"), one(2, 1, "a")]);
  assert.deepEqual(sorted.map(({ line, code }) => `${line}${code}`), ["1b", "1z", "2a"]);
});
