import assert from "node:assert/strict";
import { impactDistance } from "./_dl1_truth.ts";

const from = (altitude: number, azimuth: number, coreX = 0, coreY = 0) => ({
  altitude: altitude * Math.PI / 180,
  azimuth: azimuth * Math.PI / 180,
  coreX,
  coreY,
  energy: 1,
  hFirstInt: 0,
  xmax: 0,
  primaryId: 0,
});
const close = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-9, `${found}, ${expected}`);

Deno.test("the impact distance is measured from the axis, in three dimensions", () => {
  close(impactDistance(from(90, 0, 3, 4), [0, 0, 17]), 5);
  // From the north at 30°: what lies to the north is seen at sin 30°, what lies to the west in full.
  close(impactDistance(from(30, 0), [100, 0, 0]), 50);
  close(impactDistance(from(30, 0), [0, 100, 0]), 100);
  // Azimuth is from north by east, y to the west: a shower from the east comes along y.
  close(impactDistance(from(30, 90), [0, 100, 0]), 50);
  // A place on the axis: 10 m up, to the east by 10 / tan 30°.
  close(impactDistance(from(30, 90, 7, 8), [7, 8 - 10 * Math.sqrt(3), 10]), 0);
});
