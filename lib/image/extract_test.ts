import assert from "node:assert/strict";
import fc from "fast-check";
import { cameraWith, listsOf } from "./_fixtures.ts";
import { CameraKit } from "./camera_kit.ts";
import { type Extractor, ImageExtractor } from "./extract.ts";
import type { Camera, RawImage } from "./records.ts";

const N = 37;
const S = 12;

/** Counts of the pedestal everywhere, changed by a function. */
function counts(change: (values: Uint16Array) => void = () => {}): RawImage {
  const values = new Uint16Array(2 * N * S).fill(100, 0, N * S).fill(50, N * S);
  change(values);
  return { kind: "adc_samples", nGains: 2, nPixels: N, nSamples: S, values, known: null };
}

function extract(extractor: Extractor, raw: RawImage, camera: Camera = cameraWith()) {
  return new ImageExtractor({ extractor }).extract(raw, camera);
}

const anyCounts = fc.uint16Array({ minLength: 2 * N * S, maxLength: 2 * N * S, max: 4200 })
  .map((values) => counts((all) => all.set(values)));

/** As the definitions say it, pixel by pixel, without a thought about speed. */
function naive(extractor: Extractor, raw: RawImage, camera: Camera) {
  const { pedestal, dcToPe, timeOffset } = camera.calibration!;
  const neighbours = listsOf(new CameraKit(camera).neighbours);
  const disabled = [...camera.readout.disabled];
  const gain = Array.from(
    { length: N },
    (_, p) => raw.values.subarray(p * S, (p + 1) * S).some((adc) => adc > 4000) ? 1 : 0,
  );
  const trace = (p: number) => {
    const at = gain[p]! * N + p;
    return Array.from(
      { length: S },
      (_, s) => (raw.values[at * S + s]! - pedestal[at]! / 10) * dcToPe[at]!,
    );
  };
  const traces = gain.map((_, p) => trace(p));
  const sumOf = (pixels: number[]) =>
    Array.from(
      { length: S },
      (_, s) =>
        pixels.filter((p) => !disabled.includes(p)).reduce((sum, p) => sum + traces[p]![s]!, 0),
    );
  const peakIn = (values: number[]) => values.indexOf(Math.max(...values));
  const whole = sumOf(gain.map((_, p) => p));
  const charge = gain.map((_, p) => {
    const peak = extractor === "neighbor_peak"
      ? peakIn(sumOf(neighbours[p]!))
      : extractor === "global_peak"
      ? peakIn(whole)
      : extractor === "fixed_window"
      ? 0
      : peakIn(traces[p]!);
    const [from, to] = extractor === "full_waveform_sum"
      ? [0, S]
      : [Math.max(0, peak - 3), peak + 4];
    const window = traces[p]!.slice(from, to);
    const positive = window.map((w) => Math.max(w, 0));
    const area = positive.reduce((sum, w) => sum + w, 0);
    const moment = positive.reduce((sum, w, i) => sum + w * (from + i), 0);
    const time = (area > 0 ? moment / area : peak) * 2 - timeOffset![gain[p]! * N + p]!;
    // a rectangle of 19 of its samples, peak in the first one: 2 · 19 / 7 points fit
    const correction = extractor === "neighbor_peak"
      ? new CameraKit(camera)
        .corrections({ width: 7, shift: 3 })[gain[p]!]!
      : 1;
    return { charge: window.reduce((sum, w) => sum + w, 0) * correction, time };
  });
  const mean = (p: number, key: "charge" | "time", none: number) => {
    const beside = neighbours[p]!.filter((each) => !disabled.includes(each));
    if (beside.length === 0) return none;
    return beside.reduce((sum, each) => sum + charge[each]![key], 0) / beside.length;
  };
  return {
    gain,
    charge: charge.map((each, p) => disabled.includes(p) ? mean(p, "charge", 0) : each.charge),
    time: charge.map((each, p) => disabled.includes(p) ? mean(p, "time", NaN) : each.time),
  };
}

const EXTRACTORS = [
  "full_waveform_sum",
  "neighbor_peak",
  "local_peak",
  "global_peak",
  "fixed_window",
] as const;

for (const extractor of EXTRACTORS) {
  Deno.test(`property: ${extractor} gives what its definition says, of any counts`, () => {
    const one = new ImageExtractor({ extractor }); // memory that is used again must not show
    const anyDisabled = fc.uniqueArray(fc.nat(N - 1), { maxLength: N });
    fc.assert(
      fc.property(anyCounts, fc.oneof(fc.constant([]), anyDisabled), (raw, pixels) => {
        const camera = cameraWith({}, { disabled: Int32Array.from(pixels) });
        const image = one.extract(raw, camera);
        const expected = naive(extractor, raw, camera);
        assert.deepEqual([...image.gain], expected.gain);
        for (let p = 0; p < N; p++) {
          const off = Math.abs(image.charge[p]! - expected.charge[p]!);
          assert.ok(off < 1e-6, `pixel ${p}: ${image.charge[p]} instead of ${expected.charge[p]}`);
          if (Number.isNaN(expected.time[p])) assert.ok(Number.isNaN(image.peakTime[p]));
          else assert.ok(Math.abs(image.peakTime[p]! - expected.time[p]!) < 1e-6);
        }
        assert.equal(image.mask, null);
      }),
      { numRuns: 30 },
    );
  });
}

Deno.test("gains: the low one from 4001 on, and of pixels that have one", () => {
  const raw = counts((values) => values.set([4000], 3 * S + 5));
  assert.equal(extract("local_peak", raw).gain[3], 0);
  const bright = counts((values) => values.set([4001], 3 * S + 5));
  assert.equal(extract("local_peak", bright).gain[3], 1);
  assert.equal(extract("local_peak", bright).gain[4], 0);
  const known = new Uint8Array(2 * N).fill(1);
  known[N + 3] = 0;
  assert.equal(extract("local_peak", { ...bright, known }).gain[3], 0, "no low gain stored");
});

Deno.test("what zero suppression dropped is no signal and has no time", () => {
  const known = new Uint8Array(2 * N).fill(1);
  known[5] = 0;
  const raw = { ...counts((values) => values.fill(0, 5 * S, 6 * S)), known };
  const { charge, peakTime } = extract("full_waveform_sum", raw);
  assert.equal(charge[5], 0);
  assert.ok(Number.isNaN(peakTime[5]));
});

Deno.test("sums: the whole pedestal is subtracted, whatever the extractor; there is no time", () => {
  const values = new Uint32Array(2 * N).fill(1100, 0, N).fill(600, N);
  values[2] = 5000;
  const raw = {
    kind: "adc_sums",
    nGains: 2,
    nPixels: N,
    nSamples: 1,
    values,
    known: null,
  } as const;
  for (const extractor of EXTRACTORS) {
    const { charge, peakTime, gain } = extract(extractor, raw);
    assert.equal(charge[0], 50);
    assert.deepEqual([gain[2], charge[2]], [1, 800]);
    assert.ok(peakTime.every(Number.isNaN));
  }
});

Deno.test("a NaN among the pedestals: no number where it counts, all others as they were", () => {
  const camera = cameraWith();
  camera.calibration!.pedestal[18] = NaN;
  const raw = counts((values) => values.set([150, 300, 150], 18 * S + 4));
  const own = extract("local_peak", raw, camera).charge;
  assert.deepEqual([...own.keys()].filter((p) => Number.isNaN(own[p])), [18]);
  const { charge } = extract("neighbor_peak", raw, camera);
  const beside = listsOf(new CameraKit(camera).neighbours)[18]!;
  const unknown = [...charge.keys()].filter((p) => Number.isNaN(charge[p]));
  assert.deepEqual(unknown, [...beside, 18].sort((a, b) => a - b));
});

Deno.test("a NaN in a pixel without high voltage harms nobody", () => {
  const camera = cameraWith({}, { disabled: Int32Array.of(18) });
  camera.calibration!.pedestal[18] = NaN;
  for (const extractor of EXTRACTORS) {
    assert.ok(extract(extractor, counts(), camera).charge.every(Number.isFinite), extractor);
  }
});

Deno.test("all pixels disabled: nothing anywhere", () => {
  const camera = cameraWith({}, { disabled: Int32Array.from({ length: N }, (_, i) => i) });
  assert.ok(extract("neighbor_peak", counts(), camera).charge.every((q) => q === 0));
});

Deno.test("traces of no samples have no charge", () => {
  const raw = { ...counts(), nSamples: 0, values: new Uint16Array() };
  for (const extractor of EXTRACTORS) {
    assert.ok(extract(extractor, raw).charge.every(Number.isNaN), extractor);
  }
});

Deno.test("what does not fit is named", () => {
  const camera = cameraWith();
  const calibration = camera.calibration!;
  const short = <K extends keyof typeof calibration>(key: K) => ({
    ...camera,
    calibration: { ...calibration, [key]: (calibration[key] as Float32Array).subarray(1) },
  });
  const cases: [RawImage, Camera, RegExp][] = [
    [counts(), { ...camera, calibration: null }, /no calibration/],
    [
      counts(),
      cameraWith({ x: new Float32Array(36), y: new Float32Array(36) }),
      /37 instead of 36/,
    ],
    [counts(), cameraWith({ x: new Float32Array(36) }), /36 pixels in x, but 37 in y/],
    [{ ...counts(), values: new Uint16Array(7) }, camera, /ADC counts.*7 instead of 888/],
    [{ ...counts(), known: new Uint8Array(3) }, camera, /known.*3 instead of 74/],
    [counts(), short("pedestal"), /pedestals.*73 instead of 74/],
    [counts(), short("dcToPe"), /conversion factors.*73 instead of 74/],
    [counts(), short("timeOffset"), /time offsets.*73 instead of 74/],
    [counts(), cameraWith({}, { disabled: Int32Array.of(37) }), /pixel 37 has no high voltage/],
    [counts(), cameraWith({}, { refPulses: null }), /no reference pulse/],
  ];
  for (const [raw, odd, message] of cases) {
    assert.throws(() => extract("neighbor_peak", raw, odd), { message });
  }
});
