import assert from "node:assert/strict";
import { fuzz, readSeedInputs } from "./mod.ts";
import { testShared } from "../../testing/shared.ts";

testShared("the files that are damaged below are sound", async () => {
  const events = "calibration 0, untriggered 100, data 101, data 102, data 103";
  for (const seen of await readSeedInputs()) assert.equal(seen, events);
});

testShared("2000 damaged files end in an error or a result", async () => {
  const { cases, errors, results, failures } = await fuzz({ cases: 2000, seed: 7 });
  assert.deepEqual(failures, []);
  assert.equal(errors + results, cases);
  assert(errors > 500 && results > 50, `${errors} errors, ${results} results`);
});
