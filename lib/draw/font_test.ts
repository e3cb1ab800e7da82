import assert from "node:assert/strict";
import { strokesOfText } from "./font.ts";

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const further = [..."°±²³µ·×–−…σ"];

Deno.test("the font has every character of ASCII, and what titles and axes need besides", () => {
  const unknown = JSON.stringify([...strokesOfText("\u4e2d", 10).strokes[0]!]);
  for (const character of [...printable, ...further]) {
    const { width, strokes } = strokesOfText(character, 10);
    assert.ok(width > 0 && width < 10, character);
    assert.ok(strokes.every((stroke) => JSON.stringify([...stroke]) !== unknown), character);
    assert.equal(strokes.length > 0, character !== " ", character);
    for (const c of strokes.flatMap((stroke) => [...stroke])) assert.ok(Number.isFinite(c));
    const corners = strokes.flatMap((stroke) => [...stroke]);
    const [xs, ys] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)];
    assert.ok(
      Math.min(...xs, 0) >= -0.2 && Math.max(...xs, 0) <= width + 0.2,
      `${character} is wide`,
    );
    assert.ok(Math.min(...ys, 0) >= -8.3 && Math.max(...ys, 0) <= 2.2, `${character} is high`);
  }
});

Deno.test("no two characters look the same, but a dash and a minus may", () => {
  const looks = new Map(printable.map((c) => [JSON.stringify(strokesOfText(c, 10)), c]));
  assert.equal(looks.size, printable.length);
});

Deno.test("texts go to the right, in proportion to their size", () => {
  const [one, two] = [strokesOfText("ab", 10), strokesOfText("ab", 20)];
  assert.ok(Math.abs(two.width - 2 * one.width) < 1e-9);
  const [a, b] = [one.strokes[0]![0]!, one.strokes.at(-1)![0]!];
  assert.ok(b > a && b < one.width);
  assert.equal(strokesOfText("", 10).width, 0);
});
