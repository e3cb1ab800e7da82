import assert from "node:assert/strict";
import fc from "fast-check";
import { histogramOf, histogramPicture } from "./histogram.ts";
import { scatterPicture } from "./scatter.ts";
import { svgOf } from "./svg.ts";

Deno.test("values are counted in bins, the last of which includes its end", () => {
  const { counts, min, max, total, left, mean, deviation } = histogramOf(
    Float64Array.of(0, 1, 1.5, 2, 3, 4, NaN, Infinity),
    4,
  );
  assert.deepEqual([...counts], [1, 2, 1, 2]);
  assert.deepEqual([min, max, total, left], [0, 4, 6, 2]);
  assert.ok(Math.abs(mean - 11.5 / 6) < 1e-12);
  assert.ok(Math.abs(deviation - Math.sqrt((0 + 1 + 2.25 + 4 + 9 + 16) / 6 - mean ** 2)) < 1e-12);
});

Deno.test("bins of equal ratio leave out what is not positive", () => {
  const { counts, left } = histogramOf(
    Float64Array.of(1, 5, 10, 50, 100, 500, 1000, 0, -3),
    3,
    true,
  );
  assert.deepEqual([...counts], [2, 2, 3]);
  assert.equal(left, 2);
});

const values = fc.array(fc.double({ noDefaultInfinity: true }), { minLength: 1, maxLength: 200 });

Deno.test("no value is lost, whatever they are", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 60 }), fc.boolean(), (some, bins, log) => {
      const all = Float64Array.from(some, (value) => value % 1e100); // the range must be finite
      const place = all.filter((value) => Number.isFinite(value) && (!log || value > 0));
      fc.pre(place.length > 0);
      const { counts, total, left } = histogramOf(all, bins, log);
      assert.equal(counts.reduce((a, b) => a + b, 0), place.length);
      assert.deepEqual([total, left], [place.length, all.length - place.length]);
    }),
  );
});

Deno.test("a histogram is drawn with its figures, also of one value only", () => {
  const texts = { title: "a.csv", label: "width / m" };
  for (const [values, logCounts] of [[[1, 2, 2, 3], false], [[7], true]] as const) {
    const svg = svgOf(
      histogramPicture(histogramOf(Float64Array.from(values), 3), texts, logCounts),
    );
    assert.ok(svg.includes(`>${values.length} values<`) && svg.includes(">width / m<"));
    assert.doesNotMatch(svg, /NaN|Infinity/);
  }
  assert.throws(() => histogramOf(Float64Array.of(NaN), 5), RangeError);
  assert.throws(() => histogramOf(Float64Array.of(-1, 0), 5, true), RangeError);
});

Deno.test("a scatter plot has a point per pair of numbers, and counts where there are many", () => {
  const labels = { x: "a", y: "b" };
  const few = scatterPicture(Float64Array.of(1, 2, NaN, 4), Float64Array.of(1, 2, 3, -4), {
    title: "t",
    labels,
    log: { x: false, y: true },
  });
  const tiles = few.marks.find((mark) => mark.kind === "tiles");
  assert.equal(tiles?.kind === "tiles" && tiles.x.length, 2);
  assert.ok(svgOf(few).includes(">2 left out<"));
  const n = 6000;
  const x = Float64Array.from({ length: n }, (_, i) => i % 2);
  const many = scatterPicture(x, x, { title: "t", labels });
  const [cells] = many.marks;
  assert.ok(cells?.kind === "tiles" && cells.x.length === 2 && cells.color[0] === 255);
  assert.ok(svgOf(many).includes(">Points per cell<") && svgOf(many).includes("6000 points"));
  assert.throws(() => scatterPicture(x, x.map(() => NaN), { title: "t", labels }), RangeError);
});
