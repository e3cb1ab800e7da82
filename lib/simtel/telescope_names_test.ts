import assert from "node:assert/strict";
import type { CameraSettings } from "./records_header.ts";
import { nameTelescope } from "./telescope_names.ts";

function camera(nPixels: number, focalLength: number, mirrorArea: number, nMirrors = 1) {
  return { nPixels, focalLength, mirrorArea, nMirrors } as CameraSettings;
}

const META = new Map([
  ["OPTICS_CONFIG_NAME", "MyOptics"],
  ["CAMERA_CONFIG_NAME", "MyCamera"],
  ["MIRROR_CLASS", "0"],
]);

Deno.test("complete metadata name a telescope, its mirror area gives the class", () => {
  const names = { opticsName: "MyOptics", cameraName: "MyCamera", nameFrom: "metadata" };
  for (const [area, type] of [[386.7, "LST"], [106.2, "MST"], [14.6, "SST"]] as const) {
    assert.deepEqual(nameTelescope(camera(1855, 28, area), META), { type, ...names });
  }
});

Deno.test("without them pixels and focal length do", () => {
  const incomplete = new Map([...META].slice(0, 2));
  assert.deepEqual(nameTelescope(camera(1855, Math.fround(28.001), 386.7), incomplete), {
    type: "LST",
    opticsName: "LST",
    cameraName: "LSTCam",
    nameFrom: "lookup table",
  });
  assert.equal(nameTelescope(camera(1039, 16.97, 236, 964), null).opticsName, "MAGIC-1");
  assert.equal(nameTelescope(camera(1039, 17, 236, 247), null).opticsName, "MAGIC-2");
});

Deno.test("what is not known is told by size", () => {
  assert.deepEqual(nameTelescope(camera(40000, 15, 106.36), null), {
    type: "MST",
    opticsName: "UNKNOWN-106M2",
    cameraName: "UNKNOWN-40000PX",
    nameFrom: "mirror area",
  });
});
