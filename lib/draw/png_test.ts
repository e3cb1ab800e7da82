import assert from "node:assert/strict";
import { decode } from "fast-png";
import { everything } from "./_pictures.ts";
import { rectangle } from "./picture.ts";
import { pngOf } from "./png.ts";

Deno.test("a PNG has its size and its title, and colours where they belong", () => {
  const picture = {
    width: 10,
    height: 6,
    title: "γ here",
    marks: [
      { kind: "lines" as const, parts: [rectangle(2, 1, 4, 3)], closed: true, fill: "#4080c0" },
      { kind: "lines" as const, parts: [rectangle(8, 4, 90, 90)], closed: true, fill: "#000000" },
    ],
  };
  const { width, height, channels, data, text } = decode(pngOf(picture, 2));
  assert.deepEqual([width, height, channels, text.Title], [20, 12, 3, "? here"]);
  const at = (x: number, y: number) => [...data.slice(3 * (y * 20 + x), 3 * (y * 20 + x) + 3)];
  assert.deepEqual([at(3, 2), at(4, 1)], [[255, 255, 255], [255, 255, 255]]);
  assert.deepEqual([at(4, 2), at(11, 7)], [[64, 128, 192], [64, 128, 192]]);
  assert.deepEqual([at(12, 7), at(16, 8), at(19, 11)], [[255, 255, 255], [0, 0, 0], [0, 0, 0]]);
});

Deno.test("a PNG of everything has the same bytes each time", () => {
  assert.deepEqual(pngOf(everything()), pngOf(everything()));
});
