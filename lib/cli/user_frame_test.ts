import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runCli } from "./_spawn.ts";
import { userFrame } from "./user_frame.ts";

const ENGINE = new URL("../engine/replica.ts", import.meta.url).href;
const BUILTIN = new URL("../../steps/add.ts", import.meta.url).href;
const PACKAGE = new URL("../../node_modules/zod/index.js", import.meta.url).href;

Deno.test("the first call in a user's module counts, not those of the engine and of packages", () => {
  const ours = `Error: no\n    at add (${BUILTIN}:1:1)\n    at parse (${PACKAGE}:1:1)
    at node:internal/fs:1:1\n    at ext:core/00.js:1:1\n    at async #call (${ENGINE}:1:1)`;
  assert.equal(userFrame(ours, "/work"), null);
  assert.equal(userFrame(null), null);
  const stack = `${ours}\n    at async Object.run (file:///a/b/step%20(1).ts:4:30)
    at file:///a/b/other.ts:1:1`;
  assert.equal(userFrame(stack, "/a"), "b/step (1).ts:4:30");
  assert.equal(userFrame(stack, "/a/c"), "/a/b/step (1).ts:4:30");
  assert.equal(userFrame("    at file:///a/b%1B[2Jc.ts:7:8", "/a"), "b?[2Jc.ts:7:8");
  assert.equal(userFrame("Error: in file:///a/b.ts:1:2", "/a"), null);
});

const HELPER = `export function boom(): never {
  throw new RangeError("no pixels");
}
`;
const STEP = `import { defineStep, number } from "ctapipe-flow/step";
import { boom } from "./helper.ts";
export default defineStep({
  name: "bad", kind: "consumer", summary: "", input: number, run: () => boom(),
});
`;
const FLOW = `name: bad
nodes:
  numbers: { step: int_generator, next: { odd: bad, even: [] } }
  bad: { step: ./sub/step.ts }
`;

Deno.test("a step that throws is told with its place, in both modes", async () => {
  const cwd = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(join(cwd, "sub"));
    for (const [name, text] of [["helper", HELPER], ["step", STEP]]) {
      await Deno.writeTextFile(join(cwd, "sub", `${name}.ts`), text!);
    }
    await Deno.writeTextFile(join(cwd, "flow.yaml"), FLOW);
    for (const mode of ["sequential", "multiprocess"]) {
      const { code, stderr } = await runCli(["run", "flow.yaml", "--mode", mode], { cwd });
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^ {2}RangeError: no pixels\n {2}at sub\/helper\.ts:2:9\n/m);
      assert.ok(!stderr.includes(pathToFileURL(cwd).href));
    }
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
