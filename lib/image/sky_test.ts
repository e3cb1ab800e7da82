import assert from "node:assert/strict";
import fc from "fast-check";
import { directionOf, placeOf, seenAt, separation, vectorOf } from "./sky.ts";

const RAD = Math.PI / 180;
const close = (a: number, b: number, by = 1e-9) => assert.ok(Math.abs(a - b) < by, `${a} ${b}`);

Deno.test("ground is north, west, up; azimuth goes from north by east", () => {
  const east = vectorOf({ altitude: 0, azimuth: 90 * RAD });
  [0, -1, 0].forEach((expected, at) => close(east[at]!, expected));
  close(directionOf([0, 1, 0]).azimuth, 270 * RAD);
  close(directionOf([0, 0, 2]).altitude, 90 * RAD);
});

Deno.test("a camera sees higher altitudes at larger x, larger azimuths at larger y", () => {
  const optics = { pointing: { altitude: 70 * RAD, azimuth: 20 * RAD }, focalLength: 28 };
  const higher = directionOf(seenAt(optics, 28 * Math.tan(1 * RAD), 0));
  close(higher.altitude, 71 * RAD);
  close(higher.azimuth, 20 * RAD);
  const aside = directionOf(seenAt(optics, 0, 0.1));
  assert.ok(aside.azimuth > 20 * RAD);
  assert.equal(placeOf(optics, [0, 0, -1]), null);
});

const altitude = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const azimuth = fc.double({ min: 0, max: 6.28, noNaN: true });
const direction = fc.record({ altitude, azimuth });

Deno.test("property: directions and vectors are the same thing", () => {
  fc.assert(fc.property(direction, (one) => {
    const again = directionOf(vectorOf(one));
    assert.ok(separation(one, again) < 1e-12);
    assert.ok(again.azimuth >= 0 && again.azimuth < 2 * Math.PI);
  }));
});

Deno.test("property: what is seen at a place is seen there", () => {
  const inside = fc.double({ min: -2, max: 2, noNaN: true });
  const focal = fc.double({ min: 1, max: 30, noNaN: true });
  fc.assert(fc.property(direction, focal, inside, inside, (pointing, focalLength, x, y) => {
    const optics = { pointing, focalLength };
    const place = placeOf(optics, seenAt(optics, x, y))!;
    close(place.x, x);
    close(place.y, y);
    close(
      separation(directionOf(seenAt(optics, x, y)), pointing),
      Math.atan(Math.hypot(x, y) / focalLength),
    );
  }));
});
