import assert from "node:assert/strict";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import { CameraKits, imageParameters, tailCuts } from "../lib/image/mod.ts";
import calibrate from "./calibrate.ts";
import cleanImage from "./clean_image.ts";
import dl1 from "./dl1.ts";
import hillas from "./hillas.ts";
import { simulatedEvents } from "./_fixtures.ts";
import type { CameraImagePacket } from "./_messages.ts";

type Images = CameraImagePacket[];

/** What the three steps give, one behind the other. */
async function oneByOne(events: readonly unknown[], cleaning = {}): Promise<Images> {
  const images = await testStep(calibrate, {}, events as never);
  const values = (trial: typeof images) => trial.emitted.map(({ value }) => value as never);
  const clean = await testStep(cleanImage, { params: cleaning }, values(images));
  return (await testStep(hillas, {}, values(clean as never))).emitted.map(({ value }) =>
    value as CameraImagePacket
  );
}

Deno.test("dl1 is calibrate, clean_image and hillas in one go", async () => {
  const events = await simulatedEvents();
  for (const params of [{}, { picture: 6, boundary: 3, minPictureNeighbours: 2 }]) {
    const { emitted } = await testStep(dl1, { params }, events);
    assert.deepEqual(emitted.map(({ value }) => value), await oneByOne(events, params));
    assert.ok(emitted.length > 3);
  }
});

Deno.test("clean_image and hillas do what lib/image does", async () => {
  const kits = new CameraKits();
  for (const { image, camera, parameters } of await oneByOne(await simulatedEvents())) {
    const kit = kits.of(camera);
    const mask = tailCuts(image.charge, kit.neighbours);
    assert.deepEqual(image.mask, mask);
    assert.deepEqual(parameters, imageParameters({ ...image, mask }, kit));
  }
});

Deno.test("an image in which nothing survives has no parameters", async () => {
  const images = await oneByOne(await simulatedEvents(), { picture: 1e9, boundary: 1e9 });
  assert.ok(images.length > 0);
  const none = { hillas: null, leakage: null, concentration: null, timing: null };
  for (const { parameters } of images) {
    assert.deepEqual(parameters, { nPixels: 0, nIslands: 0, ...none });
  }
});

Deno.test("hillas refuses what was not cleaned, clean_image what is not of its camera", async () => {
  const { emitted } = await testStep(calibrate, {}, await simulatedEvents());
  const image = emitted[0]!.value as CameraImagePacket;
  const failure = async (trial: Promise<unknown>) => {
    const failed = await trial.then(() => null, (error) => error);
    assert.ok(failed instanceof StepFailed, String(failed));
    return failed.message;
  };
  assert.match(await failure(testStep(hillas, {}, [image])), /not cleaned/);
  const charge = image.image.charge.subarray(1);
  const short = { ...image, image: { ...image.image, charge } };
  assert.match(await failure(testStep(cleanImage, {}, [short])), /630 pixels, but a camera of 631/);
});
