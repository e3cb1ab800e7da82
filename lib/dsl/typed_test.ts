/**
 * What the compiler refuses in a typed flow. Each `@ts-expect-error` is an assertion: the check that
 * goes before the tests fails where the line below it is not a mistake.
 */
import assert from "node:assert/strict";
import { anyValue, defineStep, number, oneOf, outputFile, text, z } from "../step/mod.ts";
import { drop, edge, node } from "./define_flow.ts";

const module = import.meta.url;
const run = () => undefined;

const read = defineStep({
  name: "read",
  module,
  kind: "producer",
  summary: "Reads",
  params: z.object({ file: z.string(), depth: z.number().default(1) }),
  outputs: { lines: text, counts: number },
  run,
});
const trim = defineStep({
  name: "trim",
  module,
  kind: "stager",
  summary: "Trims",
  input: text,
  outputs: { out: text },
  run,
});
const deal = defineStep({
  name: "deal",
  module,
  kind: "stager",
  summary: "Deals",
  input: text,
  dynamic: text,
  run,
});
const either = defineStep({
  name: "either",
  module,
  kind: "stager",
  summary: "Takes both",
  input: oneOf(text, number),
  outputs: { out: anyValue },
  run,
});
const add = defineStep({
  name: "add",
  module,
  kind: "consumer",
  summary: "Adds",
  params: z.object({ to: outputFile().optional() }),
  input: number,
  run,
});
const write = defineStep({
  name: "write",
  module,
  kind: "consumer",
  summary: "Writes",
  input: anyValue,
  run,
});

const reader = node(read, { params: { file: "a" }, replicas: 1 });
const trimmer = node(trim);
const dealer = node(deal, { queueLimit: 3 });
const taker = node(either);
const adder = node(add);
const writer = node(write, { permissions: { read: ["x"] }, trusted: false });

Deno.test("what fits is accepted", () => {
  const edges = [
    edge(reader.out.lines, trimmer),
    edge(reader.out.lines, dealer),
    edge(reader.out.lines, taker),
    edge(reader.out.counts, taker),
    edge(reader.out.counts, adder),
    edge(reader.out.counts, writer),
    edge(trimmer, writer),
    edge(trimmer.out.out, writer),
    edge(dealer, trimmer),
    edge(dealer, writer),
    edge(taker, adder),
    drop(reader.out.counts),
    drop(trimmer),
  ];
  assert.equal(edges.length, 13);
});

Deno.test("params that do not fit are refused", () => {
  // @ts-expect-error a param is missing
  node(read);
  // @ts-expect-error likewise
  node(read, { params: {} });
  // @ts-expect-error a param has the wrong type
  node(read, { params: { file: 3 } });
  // @ts-expect-error a param that does not exist
  node(read, { params: { file: "a", deep: 3 } });
  // @ts-expect-error the step has no params
  node(trim, { params: { file: "a" } });
  // @ts-expect-error a setting that does not exist
  node(trim, { replica: 2 });
  // @ts-expect-error a setting of the wrong type
  node(trim, { replicas: "2" });
  // @ts-expect-error a kind of permission that nobody can grant
  node(trim, { permissions: { run: ["ls"] } });
});

Deno.test("edges that do not fit are refused", () => {
  // @ts-expect-error the payloads differ
  edge(reader.out.lines, adder);
  // @ts-expect-error likewise, from the only port
  edge(trimmer, adder);
  // @ts-expect-error likewise, from a dynamic step
  edge(dealer, adder);
  // @ts-expect-error a port that does not exist
  edge(reader.out.line, trimmer);
  // @ts-expect-error which of the two ports?
  edge(reader, writer);
  // @ts-expect-error a consumer gives nothing
  edge(writer, trimmer);
  // @ts-expect-error a producer takes nothing
  edge(trimmer, reader);
  // @ts-expect-error not even what fits everything
  edge(taker, reader);
  // @ts-expect-error a port that does not exist cannot be dropped either
  drop(reader.out.line);
  // @ts-expect-error a consumer has no port
  drop(writer);
  assert.throws(
    () => {
      // @ts-expect-error an edge ends at a node
      edge(trimmer, trimmer.out.out);
    },
    /^TypeError: an edge ends at a node$/,
  );
  assert.throws(
    () => {
      // @ts-expect-error an edge begins at a node or a port
      edge("trimmer", writer);
    },
    /^TypeError: an edge begins at a node, or at one of its ports/,
  );
});

/** Mistakes with the line in which the compiler says what is wrong; people read it as it stands. */
const SAID: readonly [mistake: string, said: RegExp][] = [
  ["node(steps.string_writer, { params: {} });", /^TS2741 .*'filename' is missing in type '\{\}'/],
  [
    'node(steps.string_writer, { params: { filname: "x" } });',
    /'filname' does not exist in type '\{ filename: string; \}'\. Did you mean to write 'filename'\?$/,
  ],
  [
    "edge(shunt.out.othr, dump);",
    /^TS2551 .*Property 'othr' does not exist .*Did you mean 'other'\?$/,
  ],
  [
    "edge(shunt, dump);",
    /'value' is missing in type 'ChooseAPort<"(lst" \| "other|other" \| "lst)">'/,
  ],
  [
    "edge(shunt.out.lst, shunt);",
    /Type 'TelescopeEventPacket' is missing .* type 'ArrayEventPacket'/,
  ],
  ["edge(writer, dump);", /'value' is missing in type 'GivesNothing'/],
  ["edge(dump, reader);", /'value' is missing in type 'TakesNothing'/],
  ["edge(dump, shunt);", /^ +Type 'string' is not assignable to type 'ArrayEventPacket'\.$/],
];

Deno.test("what the compiler says is short and names what is wrong", async () => {
  const head = [
    'import { edge, node } from "ctapipe-flow";',
    'import * as steps from "ctapipe-flow/steps";',
    'const reader = node(steps.simtel_reader, { params: { filename: "x" } });',
    "const shunt = node(steps.shunt_telescope);",
    "const dump = node(steps.lst_dump);",
    'const writer = node(steps.string_writer, { params: { filename: "x" } });',
    "void [reader, shunt, dump, writer];",
  ];
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/flow.ts`;
    await Deno.writeTextFile(file, [...head, ...SAID.map(([mistake]) => mistake), ""].join("\n"));
    const config = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", config, file],
      env: { NO_COLOR: "1" },
    }).output();
    const told = new TextDecoder().decode(stderr).split(/\n(?=TS\d+ \[ERROR\])/);
    assert.equal(told.length, SAID.length, told.join("\n"));
    for (const [index, [mistake, said]] of SAID.entries()) {
      const [words = ""] = told[index]!.split(`\n${mistake}`);
      const lines = words.split("\n");
      assert.ok(lines.some((line) => said.test(line)), `${mistake}\n${words}`);
      assert.ok(lines.length <= 5 && lines.every(({ length }) => length < 330), words);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
