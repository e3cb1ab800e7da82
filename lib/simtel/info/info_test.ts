import assert from "node:assert/strict";
import { sharedPath, testShared } from "../../testing/shared.ts";
import { simtelInfo } from "./mod.ts";

/** Figures that need an analysis, and remarks; everything else must be equal. */
const NOT_IN_THE_FILE = new Set(["geometry", "dl1", "oracle", "object_types_note"]);

const FILES = [
  "40k_pixels.simtel.zst",
  "calib_events.simtel.gz",
  "history_meta_75.simtel.zst",
  "lst_with_photons.simtel.zst",
  "prod4_pixelsettings_v3.gz",
  "test_lasercal_v3.simtel.gz",
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Lists every difference; float sums may differ in the last digits. */
function differences(expected: Json, actual: Json, path: string): string[] {
  if (typeof expected === "number" && typeof actual === "number") {
    const close = Number.isInteger(expected) && expected !== 0
      ? expected === actual
      : Math.abs(expected - actual) <= 1e-9 * Math.abs(expected) + 1e-12;
    return close ? [] : [`${path}: expected ${expected}, got ${actual}`];
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const lengths = expected.length === actual.length
      ? []
      : [`${path}: ${expected.length} entries expected, got ${actual.length}`];
    return [
      ...lengths,
      ...expected.flatMap((value, i) => differences(value, actual[i] ?? null, `${path}[${i}]`)),
    ];
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).filter(([key]) => !NOT_IN_THE_FILE.has(key)).flatMap(
      ([key, value]) =>
        key in actual
          ? differences(value, actual[key]!, `${path}.${key}`)
          : [`${path}.${key}: missing`],
    );
  }
  if (expected === actual) return [];
  return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

for (const name of FILES) {
  testShared(`every figure of ${name} is right`, async () => {
    const expected = JSON.parse(
      await Deno.readTextFile(sharedPath(`simtel/expected/${name}.json`)),
    );
    const info = await simtelInfo(sharedPath(`simtel/data/${name}`));
    const wrong = differences(expected, JSON.parse(JSON.stringify(info)), "");
    assert.equal(wrong.length, 0, wrong.slice(0, 20).join("\n"));
    assert.equal(info.truncation !== null, expected.truncated);
    assert.deepEqual(info.warnings, {});
  });
}

testShared("the comparison of figures notices a difference", async () => {
  const expected = JSON.parse(
    await Deno.readTextFile(sharedPath("simtel/expected/lst_with_photons.simtel.zst.json")),
  );
  const changed = structuredClone(expected);
  changed.events[0].telescopes["1"].adc.max += 1;
  changed.telescopes[0].pixel_x_first3.push(0);
  delete changed.run_header.observer;
  assert.deepEqual(differences(expected, changed, "").length, 3);
});
