/** Comments survive YAML and JSONC, wherever they stand, and then stay where they are. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createScanner } from "jsonc-parser";
import { graphHash } from "../../graph/hash.ts";
import type { FlowSpec } from "../../graph/model.ts";
import { loadFlow, type LoadResult } from "../load.ts";
import { aFlow, catalog, graphOf } from "./_flows.ts";
import { type PrintableFlow, type PrintedNotation, printFlow } from "./mod.ts";

type Text = "yaml" | "jsonc";
type Loaded = LoadResult & PrintableFlow;

async function textOf(notation: PrintedNotation, flow: PrintableFlow): Promise<string> {
  const printed = await printFlow(notation, flow);
  assert.ok(printed.ok);
  return printed.text;
}

async function load(notation: Text, text: string): Promise<Loaded> {
  const loaded = await loadFlow(text, { file: "x", notation }, catalog, "file:///flows/x.yaml");
  assert.ok(loaded.graph && loaded.spec, `${text}\n${JSON.stringify(loaded.diagnostics, null, 1)}`);
  return loaded as Loaded;
}

const linesOf = ({ comments }: Loaded) => comments.flatMap(({ lines }) => lines).sort();

/**
 * Every way from a text, through both notations, keeps all lines and soon repeats itself; a program
 * is the same by every way.
 */
async function check(notation: Text, text: string, expected: readonly string[], spec: FlowSpec) {
  const hash = graphHash(graphOf(spec));
  const authored = await load(notation, text);
  assert.deepEqual(linesOf(authored), expected.toSorted(), text);
  const texts: Record<Text, string> = {
    yaml: await textOf("yaml", authored),
    jsonc: await textOf("jsonc", authored),
  };
  const program = await textOf("ts", authored);
  for (const here of ["yaml", "jsonc"] as const) {
    const again = await load(here, texts[here]);
    assert.equal(graphHash(again.graph), hash);
    assert.deepEqual(linesOf(again), expected.toSorted(), `${text}\n->\n${texts[here]}`);
    assert.equal(await textOf("ts", again), program, `${text}\n->\n${texts[here]}`);
    for (const there of ["yaml", "jsonc"] as const) {
      assert.equal(await textOf(there, again), texts[there], `${text}\n->\n${texts[here]}`);
    }
  }
}

const aLine = fc.oneof(
  fc.constantFrom("# x", "a: b", " lead", "// y", "{", "}", "", "- z", "yaml-language-server: x"),
  fc.constant("yaml-language-server: $schema=./s.json"),
  fc.string({ unit: "grapheme", maxLength: 8 }),
).map((text) => text.replace(/[\r\n\u2028\u2029]|\*\//g, "").trimEnd());

/** Numbers in [0, 1) that pick places, and what to put there. */
const someComments = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    line: aLine,
    own: fc.boolean(),
    indent: fc.nat(9),
  }),
  { maxLength: 12 },
);

type SomeComments = typeof someComments extends fc.Arbitrary<infer T> ? T : never;

/** At any boundary between two tokens, as a line or as a block comment. */
function inJsonc(text: string, comments: SomeComments): string {
  const scanner = createScanner(text, true);
  const ends = [0];
  while (scanner.scan() !== 17) ends.push(scanner.getTokenOffset() + scanner.getTokenLength());
  return inserted(text, ends, comments, ({ line, own, indent }) => {
    if (own) return `${" ".repeat(indent)}// ${line}\n`;
    return indent > 4 ? `\n// ${line}\n` : `/* ${line} */`;
  });
}

/** Behind any line that is not inside of a scalar, or on a line of its own after it. */
function inYaml(text: string, comments: SomeComments): string {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return inserted(text, [-1, ...ends], comments, ({ line, own, indent }, at) => {
    if (at < 0) return `# ${line}\n`;
    return own ? `\n${" ".repeat(indent)}# ${line}` : ` # ${line}`;
  });
}

function inserted(
  text: string,
  places: readonly number[],
  comments: SomeComments,
  write: (comment: SomeComments[number], at: number) => string,
): string {
  const chosen = comments.map((comment) => ({
    comment,
    at: places[Math.floor(comment.at * places.length)]!,
  }));
  return chosen.sort((a, b) => b.at - a.at).reduce((all, { comment, at }) => {
    const from = Math.max(at, 0);
    return all.slice(0, from) + write(comment, at) + all.slice(from);
  }, text);
}

Deno.test("JSONC with comments between any two tokens", async () => {
  await fc.assert(
    fc.asyncProperty(aFlow, someComments, async (spec, comments) => {
      const plain = await textOf("jsonc", { spec, graph: graphOf(spec), comments: [] });
      const expected = comments.map(({ line }) => line);
      await check("jsonc", inJsonc(plain, comments), expected, spec);
    }),
    { numRuns: 150 },
  );
});

/** Text of several lines is a block in YAML, where a `#` is text. */
function inOneLine(spec: FlowSpec): FlowSpec {
  const text = JSON.stringify(spec);
  return JSON.parse(
    text,
    (_, value) => typeof value === "string" ? value.replace(/\n/g, " ") : value,
  );
}

Deno.test("YAML with comments behind any line, and on lines of any indentation", async () => {
  await fc.assert(
    fc.asyncProperty(aFlow, someComments, fc.boolean(), async (flow, comments, brackets) => {
      const spec = inOneLine(flow);
      const graph = graphOf(spec);
      const plain = await textOf(brackets ? "jsonc" : "yaml", { spec, graph, comments: [] });
      // One behind another on a line would be a part of it.
      const lines = plain.split("\n").length;
      const apart = comments.filter(({ at }, index) =>
        comments.findIndex((other) => Math.floor(other.at * lines) === Math.floor(at * lines)) ===
          index
      );
      await check("yaml", inYaml(plain, apart), apart.map(({ line }) => line), spec);
    }),
    { numRuns: 150 },
  );
});

Deno.test("comments on what the canonical form leaves out are in one order everywhere", async () => {
  const text = `name: x
nodes:
  a:
    step: make
    next:
      # first
      out:
        # above the item
        - b # on the item
        # last in the list
    replicas: 1 # on a default
    # last in the node
  b: { step: sink }
`;
  const { spec } = await load("yaml", text);
  const lines = [
    "first",
    "above the item",
    "last in the list",
    "on the item",
    "on a default",
    "last in the node",
  ];
  await check("yaml", text, lines, spec);
});
