import assert from "node:assert/strict";
import { stepCatalog } from "./mod.ts";
import { plainReason } from "./reason.ts";

async function messageOf(source: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/step.ts`, source);
    const requests = [{ step: "./step.ts", params: {} }];
    const [described] = await stepCatalog().describe(requests, `file://${folder}/flow.yaml`);
    assert.ok(described !== undefined && !described.ok);
    return described.message.replaceAll(folder, "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a package that is not there is told by its name, and where it is imported", async () => {
  assert.equal(
    await messageOf('import x from "no-such-package";'),
    '"./step.ts" cannot be loaded: it imports no-such-package, which ctapipe-flow does not have; ' +
      "only the packages of its deno.json can be imported\n    at file:///step.ts:1:15",
  );
});

Deno.test("of a lockfile that does not fit, the package is told and the difference is not", () => {
  for (const [name, key] of [["npm:chalk", "npm:chalk@*"], ["npm:@a/b@3", "npm:@a/b@3"]]) {
    const said = "The lockfile is out of date. Run `deno install --frozen=false`, or rerun\n" +
      `changes:\n  7\x1b[0m | \x1b[32m+\x1b[0m    "${key}": "6.0.1",\n 56 | +    "b@6.0.1": {`;
    assert.equal(
      plainReason(said),
      `it imports ${name}, which ctapipe-flow does not have; ` +
        "only the packages of its deno.json can be imported",
    );
  }
});

Deno.test("what else modules throw stays as it is, without advice on flags", () => {
  assert.equal(plainReason("Error: no\npixels"), "Error: no\npixels");
  assert.equal(
    plainReason('NotCapable: Requires read access to "a", run again with the --allow-read flag'),
    'NotCapable: Requires read access to "a"',
  );
});
