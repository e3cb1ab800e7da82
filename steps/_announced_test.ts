import assert from "node:assert/strict";
import { StepFailed, testStep } from "../lib/testing/step_context.ts";
import cameraDisplay from "./camera_display.ts";
import prepareDisplay from "./prepare_display.ts";

const trials = {
  prepare_display: () => testStep(prepareDisplay),
  camera_display: () => testStep(cameraDisplay, { params: { filename: "pages.pdf" } }),
};

for (const [name, trial] of Object.entries(trials)) {
  Deno.test(`${name} is announced: it says so before anything flows`, async () => {
    const failed = await trial().then(() => null, (error) => error);
    assert.ok(failed instanceof StepFailed, String(failed));
    assert.equal(failed.failure.phase, "init");
    assert.equal(failed.message, `step ${name} is announced, but not part of this version`);
    await assert.rejects(Deno.stat("pages.pdf"), Deno.errors.NotFound);
  });
}
