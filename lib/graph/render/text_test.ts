import assert from "node:assert/strict";
import fc from "fast-check";
import { renderText } from "./text.ts";
import { printable } from "./labels.ts";
import { anyGraph, edge, graphNode, graphOf, SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

/** A graph of plain nodes, from links such as `a>b c>b`. */
function drawn(links: string, width?: number): string {
  const edges = links.split(" ").map((link) => edge(link[0]!, link[2]!));
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const nodes = ids.map((id) => {
    const fed = edges.some(({ to }) => to === id);
    const feeds = edges.some(({ from }) => from === id);
    return graphNode(id, !fed ? "producer" : feeds ? "stager" : "consumer");
  });
  return renderText(graphOf(nodes, edges), width === undefined ? {} : { width });
}

Deno.test("roles by brackets, ports on edges, all that is told of a node", () => {
  assert.equal(
    renderText(SPLIT),
    `○    (read)  simtel_reader · read data/a.simtel
│    → split
□    [split]  queue 10
│    lst → dump
├─╮  other → end
□ │  [dump] × 2  ALL (trusted)
╰─┤  → end
  ■  [(end)]  read, write out/a.txt
`,
  );
});

Deno.test("a highlight: shares of time, counts, packets, and a sign for what failed", () => {
  assert.equal(
    renderText(SPLIT, { highlight: SPLIT_HIGHLIGHT }),
    `○    (read)  simtel_reader · read data/a.simtel · busy 44 %
│    → split · 12
✗    [split]  queue 10 · busy <1 % · 11 done · ✗ 1 failed: run: no <pixels>
│    lst → dump · 7
├─╮  other → end · 4
□ │  [dump] × 2  ALL (trusted) · busy 100 % · 7 done
╰─┤  → end · 7
  ✗  [(end)]  read, write out/a.txt · busy 0 % · 11 done · ✗ failed: finish: disk full
`,
  );
});

Deno.test("broadcast and fan-in, diamond, two producers", () => {
  assert.equal(
    drawn("a>b a>c a>d b>e c>e d>e"),
    `○      (a)
│      → b
├─╮    → c
├─│─╮  → d
□ │ │  [b]
│ │ │  → e
│ □ │  [c]
├─╯ │  → e
│   □  [d]
├───╯  → e
■      [(e)]
`,
  );
  assert.equal(
    drawn("a>c b>c c>d"),
    `○    (a)
│    → c
│ ○  (b)
├─╯  → c
□    [c]
│    → d
■    [(d)]
`,
  );
});

Deno.test("what is too wide is broken between its parts; without room for lines, a list", () => {
  const text = renderText(SPLIT, { highlight: SPLIT_HIGHLIGHT, width: 39 });
  assert.ok(text.split("\n").every((line) => line.length <= 39), text);
  assert.match(text, /^✗ {4}\[split\] {2}queue 10 · busy <1 %\n│ {8}11 done\n│ {8}✗ 1 failed: /m);
  assert.equal(drawn("a>b a>c a>d", 8), "(a)\n  → b\n  → c\n  → d\n[(b)]\n[(c)]\n[(d)]\n");
});

Deno.test("styles: names, what matters less, shares of time, warnings", () => {
  const styles = new Map<string, string>();
  renderText(SPLIT, {
    highlight: SPLIT_HIGHLIGHT,
    paint: (style, text) => {
      styles.set(text, style);
      return text;
    },
  });
  const told = ["[split]", "queue 10", "busy 100 %", "ALL (trusted)", "✗"].map((text) =>
    styles.get(text)
  );
  assert.deepEqual(told, ["name", "quiet", "busy", "alarm", "alarm"]);
});

/** Where the ends of a character's lines are. */
const ENDS: Record<string, string> = {
  "│": "ud",
  "─": "lr",
  "┤": "udl",
  "├": "udr",
  "┼": "udlr",
  "╮": "dl",
  "╭": "dr",
  "╯": "ul",
  "╰": "ur",
  "┴": "ulr",
  "┬": "dlr",
};

/**
 * Follows the lines from a row below a node in `column` to the row where a node is met.
 * Horizontals begin in the node's own column; `│` on their way is somebody else's.
 */
function follow(rows: readonly string[][], row: number, column: number): number {
  const ends = (at: number) => ENDS[rows[row]![at]!] ?? "";
  const sideways = (end: string) => end === "l" ? -1 : 1;
  const [turn] = [...ends(column)].filter((end) => "lr".includes(end));
  let at = column;
  if (turn !== undefined) {
    const back = turn === "l" ? "r" : "l";
    do {
      at += sideways(turn);
      assert.ok(rows[row]![at] !== undefined, `a line leads out of row ${row}`);
    } while (rows[row]![at] === "─" || !ends(at).includes(back));
  }
  assert.ok(ends(at).includes("d"), `the line ends at row ${row}`);
  for (row++; ENDS[rows[row]![at]!] !== undefined; row++) {
    assert.ok(
      ENDS[rows[row]![at]!]!.includes("u") || rows[row]![at] === "│",
      `a gap in row ${row}`,
    );
  }
  assert.match(rows[row]![at]!, /[□■✗]/);
  return row;
}

Deno.test("every node and every edge of a graph can be read back, from words and from lines", () => {
  fc.assert(
    fc.property(anyGraph, ({ graph }) => {
      const text = renderText(graph);
      assert.match(text, /^(?:[^\n]*[^\s]\n)+$/);
      const lines = text.slice(0, -1).split("\n");
      const wide = lines[0]!.indexOf("  (") + 2;
      const rows = lines.map((line) => [...line.slice(0, wide)]);
      const nodeRow = (row: number) => rows[row]!.findIndex((sign) => "○□■".includes(sign));
      const at = rows.flatMap((_, row) => nodeRow(row) >= 0 ? [row] : []);
      assert.equal(at.length, graph.nodes.length);
      const seen: string[][] = [];
      for (const [index, start] of at.entries()) {
        const id = printable(graph.nodes[index]!.id);
        const named = lines[start]!.slice(wide);
        assert.ok(
          [`(${id})`, `[${id}]`, `[(${id})]`].some((name) => named.startsWith(name)),
          named,
        );
        const [column, end] = [nodeRow(start), at[index + 1] ?? lines.length];
        for (let row = start + 1; row < end; row++) {
          const stem = ENDS[rows[row]![column]!] ?? "";
          assert.ok(stem.includes("u") && (row + 1 === end || stem.includes("d")), `row ${row}`);
          const target = at.indexOf(follow(rows, row, column));
          seen.push([id, printable(graph.nodes[target]!.id), lines[row]!.slice(wide)]);
        }
      }
      const told = graph.edges.map(({ from, port, to }) =>
        [from, to].map(printable).concat(`${printable(port)} → ${printable(to)}`)
      );
      assert.deepEqual(seen.sort(), told.sort());
    }),
    { numRuns: 300 },
  );
});

Deno.test("within a width, lines end where they should, and every name is still there", () => {
  fc.assert(fc.property(anyGraph, fc.nat(60), ({ graph, highlight }, width) => {
    const text = renderText(graph, { highlight, width });
    assert.match(text, /^(?:[^\n]*[^\s]\n)+$/);
    for (const { id } of graph.nodes) assert.ok(text.includes(printable(id)));
    for (const { port, to } of graph.edges) {
      assert.ok(text.includes(`${printable(port)} → ${printable(to)}`));
    }
  }));
});
