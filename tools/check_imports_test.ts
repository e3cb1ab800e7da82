import assert from "node:assert/strict";
import { findBreaches } from "./check_imports.ts";
import { inFolder } from "./_folder.ts";

const IMPORTS = { "ctapipe-flow/step": "./lib/step/mod.ts" };
const config = { "deno.json": JSON.stringify({ imports: IMPORTS }) };

Deno.test("this project keeps its arrows", async () => {
  assert.deepEqual(await findBreaches(new URL("../", import.meta.url)), []);
});

Deno.test("an import against the arrows is told with its file and line", async () => {
  await inFolder({
    ...config,
    "lib/graph/a.ts": `/** A. */\nexport { b } from "../engine/b.ts";\n`,
    "lib/engine/b.ts": `export const b = 1;\nexport type { C } from "../step/c.ts";\n`,
    "lib/step/c.ts": `export type C = typeof import("../cli/d.ts");\n`,
    "lib/cli/d.ts": `export const d = 1;\n`,
    "lib/engine/b_test.ts": `import "../cli/d.ts";\n`,
  }, async (root) => {
    const breaches = await findBreaches(root);
    assert.equal(breaches.length, 2, breaches.join("\n"));
    assert.match(breaches[0]!, /^lib\/graph\/a\.ts:2: "graph" may not import "engine"/);
    assert.match(breaches[1]!, /^lib\/step\/c\.ts:1: "step" may not import "cli"/);
  });
});

Deno.test("a step uses public names only, whatever its imports lead to", async () => {
  await inFolder({
    ...config,
    "lib/step/mod.ts": "export const z = 1;\n",
    "steps/_shared.ts": `export { z } from "ctapipe-flow/step";\n`,
    "steps/good.ts": `import "./_shared.ts";\nimport "node:path";\n`,
    "steps/bad.ts": `import "../lib/step/mod.ts";\nawait import("ctapipe-flow/steps");\n`,
  }, async (root) => {
    const breaches = await findBreaches(root);
    assert.deepEqual(breaches.map((line) => line.split(": ")[0]), [
      "steps/bad.ts:1",
      "steps/bad.ts:2",
    ]);
  });
});

Deno.test("the table of steps imports them lazily, and nobody else at all", async () => {
  await inFolder({
    ...config,
    "steps/a.ts": "export default 1;\n",
    "steps/b.ts": "export default 1;\n",
    "lib/registry/builtins.ts": `import "../../steps/a.ts";\nawait import("../../steps/b.ts");\n`,
    "lib/registry/mod.ts": `await import("../../steps/a.ts");\n`,
    "lib/new_room/mod.ts": `import "../registry/mod.ts";\n`,
  }, async (root) => {
    const breaches = await findBreaches(root);
    assert.deepEqual(breaches.map((line) => line.split(": ")[0]).sort(), [
      "lib/new_room/mod.ts:1",
      "lib/registry/builtins.ts:1",
      "lib/registry/mod.ts:1",
    ]);
  });
});

Deno.test("arrows in a circle are told", async () => {
  await inFolder({ ...config, "mod.ts": "" }, async (root) => {
    const breaches = await findBreaches(root, { a: ["b"], b: ["a"] });
    assert.match(breaches.join(), /cycle: a -> b/);
  });
});
