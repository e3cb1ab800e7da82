import assert from "node:assert/strict";
import type { Comment } from "./front_end.ts";
import { jsoncFrontEnd } from "./jsonc.ts";
import { yamlFrontEnd } from "./yaml.ts";

/** Comments as `path place: lines`. */
async function placesIn(notation: "yaml" | "jsonc", text: string): Promise<string[]> {
  const { parse } = notation === "yaml" ? yamlFrontEnd : jsoncFrontEnd;
  const { comments = [] } = await parse(text, "file:///x");
  return comments.map(told);
}

const told = ({ path, place, lines }: Comment) =>
  `${path.join(".") || "-"} ${place}: ${lines.join(" / ")}`;

Deno.test("YAML: a comment of its own belongs before what follows in the map of its column", async () => {
  const text = `# head 1

#head 2
name: x
# about nodes
nodes: # behind the key
  # about a
  a:
    step: read # the step
    params:
      # about file
      file: in.txt
      # end of params
    # end of a
  # about b
  b:
# even without indentation
    step: copy
# before c
  c:
    # about list
    list:
    # about 0
    - 1
    # about 1
    - 2
    # about next
    next: d
    # end of c
  # end of nodes
# end of all
`;
  assert.deepEqual(await placesIn("yaml", text), [
    "name before: head 1 / head 2",
    "nodes before: about nodes / behind the key",
    "nodes.a before: about a",
    "nodes.a.step behind: the step",
    "nodes.a.params.file before: about file",
    "nodes.a.params end: end of params",
    "nodes.a end: end of a",
    "nodes.b before: about b",
    "nodes.b.step before: even without indentation",
    "nodes.c before: before c",
    "nodes.c.list before: about list",
    "nodes.c.list.0 before: about 0",
    "nodes.c.list.1 before: about 1",
    "nodes.c.next before: about next",
    "nodes.c end: end of c",
    "nodes end: end of nodes",
    "- end: end of all",
  ]);
});

Deno.test("YAML: brackets, block scalars, anchors, empty values", async () => {
  const text = `name: x # x's name
text: | # kept
  # not a comment
  b
nodes:
  a: { step: read, # first
    # before next
    next: b # behind next
    # end of a
  } # behind a
  b: &b { params: [ # before params
    1, # one
    2 ] } # behind b
  c: *b # behind c
  d: # behind d
  e: &e # before e
    step: s
  f: "# not a comment"
... # after all
`;
  assert.deepEqual(await placesIn("yaml", text), [
    "name behind: x's name",
    "text behind: kept",
    "nodes.a.step behind: first",
    "nodes.a.next before: before next",
    "nodes.a.next behind: behind next",
    "nodes.a end: end of a",
    "nodes.a behind: behind a",
    "nodes.b.params before: before params",
    "nodes.b.params.0 behind: one",
    "nodes.b behind: behind b",
    "nodes.c behind: behind c",
    "nodes.d behind: behind d",
    "nodes.e before: before e",
    "- end: after all",
  ]);
});

Deno.test("JSONC: line and block comments at all places", async () => {
  const text = `// head
/**
 * more
 *   indented
 */
{ // root
  "$schema": "./s.json", // the schema
  /* a */ "name": /* b */ "x", /* c */ // d
  "nodes": { // nodes
    // about a
    "a": { "step": "read" /* step */, /* next */ "next": "b" }, // behind a
    "b": {
      "params": {
        // nothing
      },
      "next": ["c" /*
        two
          lines
      */]
      // end of b
    }
    // end of nodes
  } // behind nodes
  // end
}
// after
`;
  assert.deepEqual(
    await placesIn("jsonc", text),
    [
      "$schema before: yaml-language-server: $schema=./s.json / head / more /   indented / root",
      "$schema behind: the schema",
      "name before: a / b",
      "name behind: c / d",
      "nodes before: nodes",
      "nodes.a before: about a",
      "nodes.a.step behind: step",
      "nodes.a.next before: next",
      "nodes.a behind: behind a",
      "nodes.b.params end: nothing",
      "nodes.b.next.0 behind: two /   lines",
      "nodes.b end: end of b",
      "nodes end: end of nodes",
      "nodes behind: behind nodes",
      "- end: end / after",
    ],
  );
});

Deno.test("what has no value, or is no flow, breaks nothing", async () => {
  for (
    const text of ["# only", "", "- # x\n  - a # y\n", "a # x", "? a # x\n# y\n: b\n# z", "{} # x"]
  ) {
    await placesIn("yaml", text);
  }
  for (const text of ["// only", "[ // a\n]", "1 // x", "{ /* x */ }"]) {
    await placesIn("jsonc", text);
  }
  assert.deepEqual(await placesIn("jsonc", '{ "nodes": { /* x */ } }'), ["nodes end: x"]);
});

Deno.test("lines of comments end where a line ends in any notation", async () => {
  assert.deepEqual(await placesIn("yaml", "# a\rb\u2028c  \r\nnodes: {}\r\n"), [
    "nodes before: a / b / c",
  ]);
});
