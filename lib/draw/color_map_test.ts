import assert from "node:assert/strict";
import { COLOR_MAPS, paletteOf, rgbOf } from "./color_map.ts";

/** L*, a*, b* (CIE 1976, D65) of a colour of the web. */
function lab(color: string): [number, number, number] {
  const [r, g, b] = rgbOf(color).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4) as [
      number,
      number,
      number,
    ];
  const f = (t: number) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const map of COLOR_MAPS) {
  Deno.test(`${map} gets lighter all the way, in even steps`, () => {
    const colors = paletteOf(map, 31).map(lab);
    const steps = colors.slice(1).map((color, i) => color[0] - colors[i]![0]);
    const mean = (colors.at(-1)![0] - colors[0]![0]) / steps.length;
    for (const [i, step] of steps.entries()) {
      assert.ok(Math.abs(step - mean) < 0.6 * mean, `step ${i}: ${step}, the mean is ${mean}`);
    }
  });
}

Deno.test("a palette begins and ends with the colours of its map", () => {
  const palette = paletteOf("viridis");
  assert.equal(palette.length, 256);
  assert.deepEqual([palette[0], palette[17], palette[255]], ["#440154", "#481a6c", "#fde725"]);
  assert.deepEqual(paletteOf("gray", 3), ["#000000", "#808080", "#ffffff"]);
});
