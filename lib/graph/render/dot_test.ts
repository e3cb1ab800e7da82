import assert from "node:assert/strict";
import { instance } from "@viz-js/viz";
import fc from "fast-check";
import { renderDot } from "./dot.ts";
import { printable } from "./labels.ts";
import { anyGraph, SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

/** The line of a node or an edge. */
function lineOf(dot: string, start: string): string {
  return dot.split("\n").find((line) => line.startsWith(`  ${start} `)) ?? "";
}

/** The texts in a line's label, in order. */
function texts(line: string): string[] {
  return [...line.replace(/^[^]*?label=</, "").matchAll(/>([^<>]+)</g)].map(([, text]) => text!);
}

Deno.test("roles by shape, and all that is told of a node", () => {
  const dot = renderDot(SPLIT);
  assert.match(lineOf(dot, '"read"'), /shape=box, style="filled,rounded"/);
  assert.match(lineOf(dot, '"split"'), /shape=box, style="filled",/);
  assert.match(lineOf(dot, '"end"'), /shape=cylinder/);
  assert.deepEqual(texts(lineOf(dot, '"read"')), ["read", "simtel_reader", "read data/a.simtel"]);
  assert.deepEqual(texts(lineOf(dot, '"split"')), ["split", "queue 10"]);
  assert.deepEqual(texts(lineOf(dot, '"end"')), ["end", "read, write out/a.txt"]);
  assert.deepEqual(texts(lineOf(dot, '"split" -> "dump"')), ["lst"]);
  assert.equal(lineOf(`${dot} `, '"dump" ->'), '  "dump" -> "end"');
  assert.doesNotMatch(dot, /busy/);
});

Deno.test("a trusted node is red", () => {
  const line = lineOf(renderDot(SPLIT), '"dump"');
  assert.match(line, /color="#b3261e", penwidth=2.5/);
  assert.match(line, /<td bgcolor="#b3261e"><font [^>]*color="white"><b>ALL \(trusted\)</);
});

Deno.test("a highlight: fills, counts, packets, a legend; failed nodes have a red border", () => {
  const dot = renderDot(SPLIT, { highlight: SPLIT_HIGHLIGHT });
  assert.deepEqual(texts(lineOf(dot, '"dump"')).at(-1), "busy 100 % · 7 done");
  assert.deepEqual(texts(lineOf(dot, '"split" -> "dump"')), ["lst · 7"]);
  assert.deepEqual(texts(dot.split("node [")[0]!), [
    "demo",
    ..."busy, % of the time|0|20|40|60|80|100".split("|"),
  ]);
  for (const [id, red] of [["read", false], ["split", true], ["end", true]] as const) {
    assert.equal(/ color="#b3261e", penwidth/.test(lineOf(dot, `"${id}"`)), red, id);
  }
  assert.match(lineOf(dot, '"end"'), />✗ failed: finish: disk full</);
});

/** The parts of Graphviz's JSON that are compared. */
interface Layout {
  readonly objects: readonly { readonly name: string }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number }[];
}

Deno.test("Graphviz reads every graph, whatever names there are, and finds all of it", async () => {
  const viz = await instance();
  fc.assert(
    fc.property(anyGraph, ({ graph, highlight }) => {
      const result = viz.render(renderDot(graph, { highlight }), { format: "json" });
      assert.equal(result.status, "success");
      // Of letters it does not know it takes every byte for as wide as a space, and says so.
      const errors = result.errors.filter(({ message }) => !/no value for width/.test(message));
      assert.deepEqual(errors, []);
      const { objects, edges = [] } = JSON.parse(result.output!) as Layout;
      // Graphviz takes the backslash only from quotes.
      const name = (id: string) => printable(id).replace(/\\|^%/g, (sign) => `\\${sign}`);
      assert.deepEqual(objects.map((node) => node.name), graph.nodes.map(({ id }) => name(id)));
      assert.deepEqual(
        edges.map(({ tail, head }) => [objects[tail]!.name, objects[head]!.name]).sort(),
        graph.edges.map(({ from, to }) => [name(from), name(to)]).sort(),
      );
    }),
    { numRuns: 60 },
  );
});
