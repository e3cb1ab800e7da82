import assert from "node:assert/strict";
import { renderSvg } from "./svg.ts";
import { edge, graphNode, graphOf, SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

Deno.test("one element with a white background, all texts, and fonts to fall back on", async () => {
  const svg = await renderSvg(SPLIT, { highlight: SPLIT_HIGHLIGHT });
  assert.match(svg, /^<svg [^]*<\/svg>\n$/);
  assert.match(svg, /<polygon fill="white" stroke="none"/);
  for (const text of ["dump × 2", "ALL (trusted)", "read data/a.simtel", "busy 100 % · 7 done"]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  const fonts = new Set(svg.match(/font-family="[^"]*"/g));
  assert.deepEqual([...fonts], ['font-family="Verdana,DejaVu Sans,Geneva,sans-serif"']);
});

Deno.test("the same graph gives the same document", async () => {
  assert.equal(await renderSvg(SPLIT), await renderSvg(structuredClone(SPLIT)));
});

Deno.test("names cannot leave their place", async () => {
  const id = '"><script>alert(1)</script>&amp;';
  const graph = graphOf([graphNode(id, "producer"), graphNode("end", "consumer")], [
    edge(id, "end"),
  ]);
  const svg = await renderSvg(graph);
  assert.doesNotMatch(svg, /<script/);
  assert.ok(svg.includes("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</text>"), svg);
});
