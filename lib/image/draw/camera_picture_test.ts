import assert from "node:assert/strict";
import type { Lines, Mark, Tiles } from "../../draw/mod.ts";
import { paletteOf, svgOf } from "../../draw/mod.ts";
import type { Hillas } from "../records.ts";
import { gridCamera, risingImage } from "./_cameras.ts";
import { cameraPicture } from "./camera_picture.ts";

const VIRIDIS = paletteOf("viridis");
const GREY = 256;

const tilesIn = (marks: readonly Mark[]) =>
  marks.find((mark): mark is Tiles => mark.kind === "tiles")!;
const linesIn = (marks: readonly Mark[], stroke: string) =>
  marks.filter((mark): mark is Lines => mark.kind === "lines" && mark.stroke === stroke);

Deno.test("pixels are where they are in the sky, and as bright as their charge", () => {
  const camera = gridCamera(2, 4);
  const { marks, title } = cameraPicture(camera, risingImage(16), { title: "A", lines: ["b"] });
  assert.equal(title, "A; b");
  const { x, y, color, palette } = tilesIn(marks);
  assert.deepEqual(palette.slice(0, 256), VIRIDIS);
  assert.deepEqual([color[0], color[15]], [0, 255]);
  assert.ok([...color].every((c, i) => i === 0 || c > color[i - 1]!));
  assert.ok(x[1]! > x[0]! && y[4]! < y[0]!, "x to the right, y upwards");
  assert.ok(Math.abs((x[1]! - x[0]!) - (y[0]! - y[4]!)) < 1e-9, "a metre is as long in both");
});

Deno.test("a camera that is rotated is drawn derotated", () => {
  const image = risingImage(16);
  const [straight, turned] = [gridCamera(2, 4), gridCamera(2, 4, Math.PI / 2)]
    .map((camera) => tilesIn(cameraPicture(camera, image, { title: "" }).marks));
  // x' = −y, y' = x: what was to the right is above now.
  assert.ok(turned!.y[1]! < turned!.y[0]! && Math.abs(turned!.x[1]! - turned!.x[0]!) < 1e-4);
  assert.ok(straight!.x[1]! > straight!.x[0]!);
});

Deno.test("neighbours have corners in common on the page, too", () => {
  const { marks } = cameraPicture(gridCamera(1, 5, 0.3), risingImage(25), { title: "" });
  const { x, y, size, outline } = tilesIn(marks);
  const cornersOf = (i: number) =>
    Array.from({ length: 6 }, (_, k) => [
      x[i]! + outline[2 * k]! * size[i]!,
      y[i]! + outline[2 * k + 1]! * size[i]!,
    ]);
  const [own, next] = [cornersOf(11), cornersOf(12)];
  const common = own.filter(([ax, ay]) =>
    next.some(([bx, by]) => Math.hypot(ax! - bx!, ay! - by!) < 1)
  );
  assert.equal(common.length, 2);
});

Deno.test("pixels without high voltage or value are grey and struck through; the rest has the scale", () => {
  const camera = gridCamera(1, 4);
  const image = risingImage(16);
  image.charge[15] = NaN;
  image.charge[14] = 1e9;
  const readout = { ...camera.readout, disabled: Int32Array.of(14, 99) };
  const { marks } = cameraPicture({ ...camera, readout }, image, { title: "" });
  const { color, palette } = tilesIn(marks);
  assert.deepEqual([...color.slice(12)], [235, 255, GREY, GREY]);
  assert.equal(palette[GREY], "#d9d9d9");
  assert.equal(linesIn(marks, "#9a9a9a")[0]?.parts.length, 2);
});

Deno.test("peak times of pixels that did not survive are not drawn", () => {
  const camera = gridCamera(1, 4);
  const mask = new Uint8Array(16).fill(1, 2, 4);
  const { marks } = cameraPicture(camera, { ...risingImage(16), mask }, {
    title: "",
    what: "peak_time",
  });
  const { color } = tilesIn(marks);
  assert.deepEqual([...color.slice(0, 6)], [GREY, GREY, 0, 255, GREY, GREY]);
  assert.equal(linesIn(marks, "#9a9a9a").length, 0, "they are not struck through");
  assert.equal(linesIn(marks, "#ffffff")[0]?.parts.length, 10, "two hexagons have ten free edges");
});

Deno.test("the ellipse has the semi-axes length and width, around its centre", () => {
  const hillas = { x: 1, y: 0.5, length: 1, width: 0.25, psi: Math.PI / 2 } as Hillas;
  const camera = gridCamera(2, 8);
  const { marks } = cameraPicture(camera, risingImage(64), { title: "", hillas });
  const [ellipse, axis] = linesIn(marks, "#ff3b30");
  const { x, y } = tilesIn(marks);
  const metre = x[1]! - x[0]!;
  const [xs, ys] = [0, 1].map((odd) => ellipse!.parts[0]!.filter((_, i) => i % 2 === odd));
  const spread = (values: Float64Array) => (Math.max(...values) - Math.min(...values)) / 2 / metre;
  assert.ok(Math.abs(spread(xs!) - 0.25) < 0.01 && Math.abs(spread(ys!) - 1) < 0.01);
  // Pixel 4 of row 4 is at (0, 0).
  assert.ok(Math.abs((Math.max(...xs!) + Math.min(...xs!)) / 2 - (x[36]! + metre)) < 0.1);
  assert.ok(Math.abs((Math.max(...ys!) + Math.min(...ys!)) / 2 - (y[36]! - metre / 2)) < 0.1);
  assert.equal(axis!.dash?.length, 2);
  const none = cameraPicture(camera, risingImage(64), {
    title: "",
    hillas: { ...hillas, psi: null },
  });
  assert.equal(linesIn(none.marks, "#ff3b30").length, 0);
});

Deno.test("an image without any value, with one value only, or of another camera", () => {
  const camera = gridCamera(2, 2);
  const image = risingImage(4);
  const empty = cameraPicture(camera, { ...image, charge: new Float64Array(4).fill(NaN) }, {
    title: "",
  });
  assert.deepEqual([...tilesIn(empty.marks).color], [GREY, GREY, GREY, GREY]);
  const even = cameraPicture(camera, { ...image, charge: new Float64Array(4).fill(7) }, {
    title: "",
  });
  assert.ok([...tilesIn(even.marks).color].every((c) => c < GREY));
  for (const picture of [empty, even]) assert.doesNotMatch(svgOf(picture), /NaN|Infinity/);
  assert.throws(() => cameraPicture(camera, risingImage(5), { title: "" }), /5 pixels.*has 4/);
});

Deno.test("a camera of 1,855 pixels is less than 300 KB of SVG, one of 40,000 works", () => {
  const svg = svgOf(cameraPicture(gridCamera(1, 43), risingImage(43 * 43), { title: "" }));
  assert.ok(svg.length < 300_000, `${svg.length} bytes`);
  const large = svgOf(cameraPicture(gridCamera(2, 200), risingImage(40_000), { title: "" }));
  assert.ok(large.length < 2_500_000, `${large.length} bytes`);
});
