import assert from "node:assert/strict";
import { ALARM, busyColor, busyText, hasFailed, INK, QUIET_INK, sentOver } from "./highlight.ts";
import { SPLIT, SPLIT_HIGHLIGHT } from "./_fixtures.ts";

/** Relative luminance of a `#rrggbb` colour (WCAG 2.2). */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

Deno.test("busier is darker, and text can be read on every colour", () => {
  const colors = Array.from({ length: 101 }, (_, percent) => busyColor(percent / 100));
  for (const [index, color] of colors.entries()) {
    assert.match(color, /^#[0-9a-f]{6}$/);
    if (index > 0) assert.ok(luminance(color) < luminance(colors[index - 1]!), `${index} %`);
    assert.ok(contrast(INK, color) >= 7, `${color}: ${contrast(INK, color)}`);
    assert.ok(contrast(QUIET_INK, color) >= 4.5, `${color}: ${contrast(QUIET_INK, color)}`);
  }
  assert.ok(contrast(ALARM, "#ffffff") >= 4.5);
  assert.ok(contrast(ALARM, busyColor(1)) >= 3, "a red border on the busiest colour");
  assert.deepEqual([busyColor(-1), busyColor(2)], [colors[0], colors[100]]);
});

Deno.test("shares of time in percent: little is not nothing", () => {
  const told = [0, 0.0001, 0.004, 0.005, 0.834, 1].map(busyText);
  assert.deepEqual(told, [
    "busy 0 %",
    "busy <1 %",
    "busy <1 %",
    "busy 1 %",
    "busy 83 %",
    "busy 100 %",
  ]);
});

Deno.test("a node has failed when a packet did or when it is named", () => {
  const failed = [...SPLIT_HIGHLIGHT.nodes].filter(([, node]) => hasFailed(node));
  assert.deepEqual(failed.map(([id]) => id), ["split", "end"]);
});

Deno.test("packets of edges: by both ends and the port; null where nothing is known", () => {
  const [, second] = SPLIT_HIGHLIGHT.edges;
  assert.deepEqual(sentOver(SPLIT, SPLIT_HIGHLIGHT), [12, 7, 4, 7]);
  assert.deepEqual(sentOver(SPLIT, { nodes: new Map(), edges: [second!] }), [null, 7, null, null]);
  assert.deepEqual(sentOver(SPLIT), [null, null, null, null]);
});
