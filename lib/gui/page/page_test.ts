import assert from "node:assert/strict";
import fc from "fast-check";
import type { SampleValue } from "../../telemetry/message.ts";
import { camerasIn } from "./camera.ts";
import { colourOf } from "./colours.ts";
import { ago, clock, count, duration, rate, short } from "./format.ts";
import { CARD, layOut, portsOf } from "./layout.ts";
import { readPlace, writePlace } from "./place_text.ts";

Deno.test("numbers are short, and never longer than what a card has room for", () => {
  assert.equal(count(0), "0");
  assert.equal(count(9999), "9\u2009999");
  assert.equal(count(12_345), "12.3\u2009k");
  assert.equal(count(1_234_567), "1.23\u2009M");
  assert.equal(rate(0.52), "0.5/s");
  assert.equal(rate(12_345), "12.3\u2009k/s");
  assert.equal(duration(0.0123), "12.3\u2009µs");
  assert.equal(duration(3.456), "3.46\u2009ms");
  assert.equal(duration(null), "–");
  assert.equal(clock(3_725_000), "1:02:05");
  assert.equal(ago(61_000), "1\u2009min ago");
  assert.equal(short(-0.00012), "-1.20e-4");
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), (n) => {
    assert.ok(count(n).length <= 7, count(n));
    assert.ok(rate(n).length <= 9, rate(n));
  }));
});

Deno.test("the address keeps what is looked at", () => {
  const id = fc.oneof(fc.uuid(), fc.constant("/a folder/of,reports%/r.json"));
  const plain = { noNullPrototype: true };
  const name = fc.stringMatching(/^[\w/&=,. -]+$/);
  const focus = fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant("node" as const), flow: id, node: name }, plain),
    fc.record({ kind: fc.constant("edge" as const), flow: id, edge: fc.nat() }, plain),
  );
  fc.assert(
    fc.property(fc.record({ follow: fc.array(id), focus }, plain), (place) => {
      assert.deepEqual(readPlace(writePlace(place)), place);
    }),
    { examples: [[{ follow: [], focus: { kind: "node", flow: "a", node: "a/b&c=d" } }]] },
  );
  assert.deepEqual(readPlace("#follow=%25"), { follow: ["%"], focus: null });
  assert.deepEqual(readPlace("#nonsense"), { follow: [], focus: null });
});

const fact = (id: string) => ({ id, role: "stager" }) as never;

Deno.test("every edge leads to the right, or down; no two cards overlap", () => {
  const edge = fc.tuple(fc.nat(19), fc.nat(19)).filter(([a, b]) => a < b);
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 30 }), fc.constantFrom("LR", "TB"), (pairs, way) => {
      const nodes = Array.from({ length: 20 }, (_, n) => fact(`n${n}`));
      const edges = pairs.map(([a, b], at) => ({ from: `n${a}`, port: `p${at}`, to: `n${b}` }));
      const spots = layOut({ nodes, edges }, way);
      for (const [a, b] of pairs) {
        const [from, to] = [spots[a]!, spots[b]!];
        assert.ok(way === "LR" ? to.x >= from.x + CARD.width : to.y >= from.y + CARD.height);
      }
      spots.forEach((one, i) =>
        spots.slice(i + 1).forEach((other) =>
          assert.ok(
            Math.abs(one.x - other.x) >= CARD.width || Math.abs(one.y - other.y) >= CARD.height,
          )
        )
      );
    }),
    { numRuns: 30 },
  );
});

Deno.test("ports are in the order of the nodes that they lead to", () => {
  const edges = [{ from: "a", port: "up", to: "c" }, { from: "a", port: "down", to: "b" }];
  const facts = { nodes: [fact("a"), fact("b"), fact("c")], edges } as never;
  const at = (y: number) => ({ x: 0, y });
  assert.deepEqual(portsOf("a", facts, [at(0), at(9), at(1)], "LR"), ["up", "down"]);
  assert.deepEqual(portsOf("a", facts, [at(0), at(1), at(9)], "LR"), ["down", "up"]);
});

const array = (values: readonly number[]): SampleValue => ({
  $: {
    kind: "array",
    type: "Float32Array",
    length: values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    histogram: [],
    values,
  },
});

/** Three pixels in a row along x, in a frame that is turned by a quarter. */
const picture = (part: Record<string, SampleValue> = {}): SampleValue => ({
  kind: "camera_image",
  eventId: 17,
  telescope: { telId: 3, type: "LST", cameraName: "LSTCam" },
  camera: {
    geometry: {
      x: array([0, 1, 2]),
      y: array([0, 0, 0]),
      area: array([1, 1, 1]),
      shape: 1,
      rotation: Math.PI / 2,
    },
  },
  image: { charge: array([1, 5, 2]), peakTime: array([10, 11, 12]), mask: null },
  parameters: null,
  ...part,
});

Deno.test("a camera in a packet is found, and turned as it looks at the sky", () => {
  const [view, ...others] = camerasIn(picture());
  assert.equal(others.length, 0);
  assert.equal(view!.title, "event 17 · telescope 3 · LST LSTCam");
  assert.deepEqual(view!.y.map(Math.round), [0, 1, 2], "x of the file is y of the sky");
  assert.deepEqual(view!.x.map(Math.round), [0, 0, 0]);
  assert.deepEqual(view!.charge, [1, 5, 2]);
  assert.equal(view!.ellipse, null);
  // pixels touch where their neighbours are: half way between two corners
  const between = (view!.turn - Math.PI / 6) / (Math.PI / 3);
  assert.ok(Math.abs(between - (Math.PI / 2) / (Math.PI / 3)) < 1e-9);
  const hillas = { x: 1, y: 2, length: 3, width: 4, psi: 0.5 };
  const [ellipse] = camerasIn(picture({ parameters: { hillas } }));
  assert.deepEqual(ellipse!.ellipse, hillas);
});

Deno.test("all cameras of an event are found, at whatever depth; pictures without pixels are not", () => {
  const event = {
    event: { eventId: 9 },
    telescopes: [picture({ eventId: 9 }), { deep: picture() }],
  };
  assert.equal(camerasIn(event).length, 2);
  assert.equal(camerasIn({ $: { kind: "map", items: [picture()] } }).length, 1);
  const short = picture({ image: { charge: array([1, 2]), peakTime: null, mask: null } });
  assert.deepEqual(camerasIn(short), [], "as many charges as pixels");
  const cut: SampleValue = { $: { kind: "cut", what: "3 fields" } };
  assert.deepEqual(camerasIn(picture({ camera: cut })), []);
});

Deno.test("colours go from dark to light", () => {
  const lightness = (part: number) => {
    const [r, g, b] = colourOf(part).match(/\d+/g)!.map(Number) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let part = 0; part < 1; part += 0.05) {
    assert.ok(lightness(part + 0.05) > lightness(part), `${part}`);
  }
  assert.equal(colourOf(-1), colourOf(0));
  assert.equal(colourOf(7), colourOf(1));
});
