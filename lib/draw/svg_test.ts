import assert from "node:assert/strict";
import { decode } from "fast-png";
import { chromium } from "playwright-core";
import { CHROMIUM, hasProgram, testNeeding } from "../testing/programs.ts";
import { everything } from "./_pictures.ts";
import type { Label, Picture } from "./picture.ts";
import { pngOf } from "./png.ts";
import { svgOf } from "./svg.ts";

Deno.test("SVG names its title, and marks up what XML would misread", () => {
  const svg = svgOf({ ...everything(), title: 'a < b & "c"\u0000\ud800' });
  assert.match(svg, /<title>a &lt; b &amp; &quot;c&quot;\ufffd\ufffd<\/title>/);
  assert.match(svg, /^<svg xmlns="[^"]+" viewBox="0 0 340 260" width="340pt" height="260pt"/);
  assert.ok(svg.includes("γ &lt;&amp; “π” ²"));
});

Deno.test("copies of a tile of one colour are one path, to a hundredth of a point", () => {
  const svg = svgOf({
    width: 10,
    height: 10,
    title: "",
    marks: [{
      kind: "tiles",
      outline: Float64Array.of(-1, -1, 1, -1, 1, 1, -1, 1),
      x: Float64Array.of(2, 5.3333),
      y: Float64Array.of(2, 5),
      size: Float64Array.of(1, 1),
      color: Uint16Array.of(1, 1),
      palette: ["#000000", "#00ff00"],
    }],
  });
  assert.ok(svg.includes('<path fill="#00ff00" d="M1 1l2 0 0 2-2 0zM4.33 4l2 0 0 2-2 0z"/>'), svg);
});

/** Mean brightness of blocks of 8 × 8 dots: what is left if edges and fonts differ a little. */
function blocks(bytes: Uint8Array): number[] {
  const { width, height, data, channels } = decode(bytes);
  const found: number[] = [];
  for (let top = 0; top + 8 <= height; top += 8) {
    for (let left = 0; left + 8 <= width; left += 8) {
      for (let color = 0; color < 3; color++) {
        let sum = 0;
        for (let i = 0; i < 64; i++) {
          sum += data[((top + (i >> 3)) * width + left + i % 8) * channels + color]!;
        }
        found.push(sum / 64);
      }
    }
  }
  return found;
}

/** Columns from the first to the last that is not white, in a band of rows. */
function inked(bytes: Uint8Array, top: number, bottom: number): [first: number, last: number] {
  const { width, data, channels } = decode(bytes);
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => {
    for (let y = top; y < bottom; y++) if (data[(y * width + x) * channels]! < 128) return true;
    return false;
  });
  return [columns[0]!, columns.at(-1)!];
}

/** What a browser shows of a picture, a dot per point. */
async function screenshot(picture: Picture): Promise<Uint8Array> {
  const { width, height } = picture;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(
      `<style>body { margin: 0 } svg { display: block; width: ${width}px; height: ${height}px }` +
        `</style>${svgOf(picture)}`,
    );
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}

const noBrowser = hasProgram(CHROMIUM) ? null : "chromium";

testNeeding(noBrowser, "a browser shows the SVG as our own PNG has it", async () => {
  const picture = everything();
  const [shown, drawn] = [blocks(await screenshot(picture)), blocks(pngOf(picture, 1))];
  assert.equal(shown.length, drawn.length);
  const differences = shown.map((value, i) => Math.abs(value - drawn[i]!));
  const far = differences.filter((difference) => difference > 64).length;
  const mean = differences.reduce((a, b) => a + b, 0) / differences.length;
  assert.ok(mean < 2.5 && far < 12, `mean ${mean}, ${far} of ${shown.length} are far off`);
});

testNeeding(noBrowser, "texts are anchored alike, and about as wide", async () => {
  const label = (y: number, anchor: "start" | "middle" | "end"): Label => (
    { kind: "label", text: "camera 100 p.e.", x: 100, y, size: 12, anchor }
  );
  const marks = [label(20, "start"), label(50, "middle"), label(80, "end")];
  const picture: Picture = { width: 200, height: 90, title: "", marks };
  const [shown, drawn] = [await screenshot(picture), pngOf(picture, 1)];
  for (const y of [20, 50, 80]) {
    const [[a, b], [c, d]] = [inked(shown, y - 12, y + 3), inked(drawn, y - 12, y + 3)];
    assert.ok(Math.abs(a - c) < 8 && Math.abs(b - d) < 8, `${a}–${b}, but ${c}–${d}, at ${y}`);
  }
  const upright = { ...picture, marks: [{ ...label(80, "start"), upwards: true }] };
  const [left, right] = inked(pngOf(upright, 1), 0, 90);
  assert.ok(left >= 88 && right <= 103, `${left}–${right}: upwards is narrow`);
});
