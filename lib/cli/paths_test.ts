import assert from "node:assert/strict";
import { join } from "node:path";
import { explainUnreadable, nearbyHint } from "./paths.ts";

Deno.test("a missing file is told with its neighbours", () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (const name of ["example.yaml", "other.yaml", "data.zst"]) {
      Deno.writeTextFileSync(join(folder, name), "");
    }
    assert.equal(
      nearbyHint(join(folder, "exmaple.yaml")),
      `did you mean "${folder}/example.yaml"?`,
    );
    assert.equal(
      nearbyHint(join(folder, "quite_different.yaml")),
      `in "${folder}" there is example.yaml, other.yaml`,
    );
    assert.equal(nearbyHint(join(folder, "quite_different.json")), null);
    assert.equal(
      nearbyHint(join(folder, "nowhere", "x.yaml")),
      `the folder "${folder}/nowhere" does not exist`,
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("every way of not being readable names the file", () => {
  for (
    const [error, text] of [
      [new Deno.errors.NotFound(), /^flow file "x\/y" does not exist$/],
      [new Deno.errors.IsADirectory(), /^flow file "x\/y" is a folder$/],
      [
        new Deno.errors.PermissionDenied("os error 13"),
        /^flow file "x\/y" cannot be read: os error/,
      ],
    ] as const
  ) {
    assert.match(explainUnreadable("flow file", "x/y", error).message, text);
  }
});
