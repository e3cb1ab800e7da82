import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeTitle } from "./labels.ts";
import { renderMermaid } from "./mermaid.ts";
import { anyGraph, edge, graphNode, graphOf, SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

Deno.test("roles by shape, ports on edges, replicas, limits, grants", () => {
  assert.equal(
    renderMermaid(SPLIT),
    `flowchart LR
  n0(["read<br><i>simtel_reader</i><br>read data/a.simtel"])
  n1["split<br>queue 10"]
  n2["dump × 2<br><b>ALL (trusted)</b>"]
  n3[("end<br>read, write out/a.txt")]
  n0 --> n1
  n1 -->|"lst"| n2
  n1 -->|"other"| n3
  n2 --> n3
  style n2 fill:#fdecea,color:#b3261e,stroke:#b3261e,stroke-width:3px,stroke-dasharray:6 3
`,
  );
});

Deno.test("a highlight: shares of time, counts, packets; failed nodes have a red border", () => {
  const lines = renderMermaid(SPLIT, { highlight: SPLIT_HIGHLIGHT }).split("\n");
  assert.ok(lines.includes(
    '  n1["split<br>queue 10<br>busy #60;1 #37; · 11 done<br>' +
      '<b>✗ 1 failed: run: no #60;pixels#62;</b>"]',
  ));
  assert.ok(lines.includes('  n1 -->|"lst · 7"| n2'));
  assert.ok(lines.includes('  n0 -->|"12"| n1'));
  const red = lines.filter((line) => /stroke:#b3261e,stroke-width:3px/.test(line));
  assert.deepEqual(red.map((line) => line.slice(0, 10)), [
    "  style n1",
    "  style n2",
    "  style n3",
  ]);
  assert.match(
    lines.find((line) => line.startsWith("  style n0"))!,
    /fill:#[0-9a-f]{6},color:#202124/,
  );
});

Deno.test("signs that mean something are written by number", () => {
  const id = 'a"<b>&#`x`%%{init}%% _it_ 1\\n*|;~';
  const graph = graphOf([graphNode(id, "producer"), graphNode("end", "consumer")], [
    edge(id, "end"),
  ]);
  assert.match(
    renderMermaid(graph),
    /^ {2}n0\(\["a#34;#60;b#62;#38;#35;#96;x#96;#37;#37;#123;init#125;#37;#37; #95;it#95; 1#92;#8288;n#42;#124;#59;#126;"\]\)$/m,
  );
});

Deno.test("whatever names there are, a line is of a known form, and names can be read back", () => {
  fc.assert(fc.property(anyGraph, ({ graph, highlight }) => {
    const label = String.raw`"(?:[^"<>&%#\\` + "`" + String.raw`]|#\d+;|<br>|</?[bi]>)*"`;
    const line = new RegExp(
      String.raw`^ {2}(n\d+(\(\[${label}\]\)|\[${label}\]|\[\(${label}\)\])|` +
        String.raw`n\d+ -->(\|${label}\|)? n\d+|style n\d+ [\w:#, -]+)$`,
      "u",
    );
    const [first, ...lines] = renderMermaid(graph, { highlight }).trimEnd().split("\n");
    assert.equal(first, "flowchart LR");
    assert.equal(lines.length, 2 * graph.nodes.length + graph.edges.length);
    for (const each of lines) assert.match(each, line);
    const names = lines.slice(0, graph.nodes.length).map((each) =>
      each.replace(/^.*?"|<br>.*|".*/g, "").replace(/#(\d+);/g, (_, n) => String.fromCodePoint(+n))
        .replaceAll("\u2060", "")
    );
    assert.deepEqual(names, graph.nodes.map(nodeTitle));
  }));
});
