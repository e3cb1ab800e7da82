import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../graph/model.ts";
import { stepCatalog } from "../registry/mod.ts";
import { runCli, testData } from "./_spawn.ts";

/** The names of steps that a printed schema knows. */
function stepsIn(text: string): string[] {
  const schema = JSON.parse(text);
  const { step } = schema.properties.nodes.additionalProperties.properties;
  return (step.anyOf as JsonObject[]).flatMap(({ const: name }) => name === undefined ? [] : name)
    .map(String);
}

const BUILTINS = stepCatalog().names();

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("schema: the built-in steps on standard output", async () => {
  const { code, stdout, stderr } = await runCli(["schema"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(stepsIn(stdout), BUILTINS);
});

Deno.test("schema FLOW STEP_FILE: their steps by the names that flows give them", async () => {
  const { code, stdout, stderr } = await runCli(["schema", "count.yaml", "./steps.ts#take"], {
    cwd: testData("."),
  });
  assert.deepEqual([code, stderr], [0, ""]);
  const own = stepsIn(stdout).slice(BUILTINS.length);
  assert.deepEqual(own, ["./steps.ts#count", "./steps.ts#take"]);
});

Deno.test("schema: a flow in TypeScript is told from a step file", async () => {
  await inFolder(async (folder) => {
    const own = [
      `import { defineStep, number } from "ctapipe-flow/step";`,
      `export default defineStep({ name: "own", module: import.meta.url, kind: "producer",`,
      `  summary: "Own", outputs: { out: number }, *run() { yield 1; } });`,
    ];
    const flow = [
      `import { defineFlow, edge, node } from "ctapipe-flow";`,
      `import { string_writer } from "ctapipe-flow/steps";`,
      `import own from "./own.ts";`,
      `const a = node(own), b = node(string_writer, { params: { filename: "x" } });`,
      `export default defineFlow({ name: "f", nodes: { a, b }, edges: [edge(a, b)] });`,
    ];
    await Deno.writeTextFile(join(folder, "own.ts"), own.join("\n"));
    await Deno.writeTextFile(join(folder, "flow.ts"), flow.join("\n"));
    for (const file of ["flow.ts", "./own.ts"]) {
      const { code, stdout, stderr } = await runCli(["schema", file], { cwd: folder });
      assert.deepEqual([code, stderr], [0, ""]);
      assert.deepEqual(stepsIn(stdout).slice(BUILTINS.length), ["./own.ts"], file);
    }
  });
});

Deno.test("schema: of a flow with mistakes what can be known, and a warning for the rest", async () => {
  await inFolder(async (folder) => {
    await Deno.copyFile(
      new URL("../../flows/steps/bright.ts", import.meta.url),
      join(folder, "bright.ts"),
    );
    const flow = [
      "nodes:",
      "  a: { step: ./bright.ts, params: { treshold: x }, next: nowhere }",
      "  b: { step: ./bright.ts, replicas: lots, nxt: a }",
      "  c: { step: ./brihgt.ts }",
      "  d: { step: simtel_raeder }",
      "  e: { params: {} }",
    ];
    await Deno.writeTextFile(join(folder, "wrong.yaml"), flow.join("\n"));
    const { code, stdout, stderr } = await runCli(["schema", "wrong.yaml"], { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.deepEqual(stepsIn(stdout).slice(BUILTINS.length), ["./bright.ts"]);
    assert.match(
      stderr,
      /^warning: there is no step file ".\/brihgt\.ts".*\n {2}hint: .*"bright\.ts"\?$/m,
    );
    assert.match(
      stderr,
      /^warning: there is no step "simtel_raeder".*\n {2}hint: .*"simtel_reader"\?$/m,
    );
    assert.equal(stderr.match(/^warning/gm)?.length, 2, stderr);
  });
});

Deno.test("schema: one name for different files is told", async () => {
  await inFolder(async (folder) => {
    for (const [name, summary] of [["one", "First"], ["two", "Second"]] as const) {
      await Deno.mkdir(join(folder, name));
      const step = `export default { name: "s", kind: "producer", summary: "${summary}", ` +
        `outputs: { out: { names: ["x"] } }, run() {} };`;
      await Deno.writeTextFile(join(folder, name, "s.ts"), step);
      await Deno.writeTextFile(join(folder, name, "f.yaml"), "nodes: { a: { step: ./s.ts } }");
    }
    const files = [join(folder, "one", "f.yaml"), join(folder, "two", "f.yaml")];
    const { code, stdout, stderr } = await runCli(["schema", ...files]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^warning: "\.\/s\.ts" means different files/);
    assert.match(stdout, /"First"/);
    assert.doesNotMatch(stdout, /"Second"/);
  });
});

Deno.test("schema --output: a file, and nothing on standard output", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "flow.schema.json");
    assert.deepEqual(await runCli(["schema", "--output", path]), {
      code: 0,
      stdout: "",
      stderr: "",
    });
    assert.deepEqual(stepsIn(await Deno.readTextFile(path)), BUILTINS);
    const refused = await runCli(["schema", "--output", path]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^error: ".*" exists already\n {2}hint: .*--force\n$/);
    assert.equal((await runCli(["schema", "--output", path, "--force"])).code, 0);
    const nowhere = await runCli(["schema", "--output", join(path, "x.json")]);
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /^error: ".*x\.json" cannot be written: .*\n/);
  });
});

Deno.test("schema STEP_FILE: as flows in the folder of the output name it", async () => {
  await inFolder(async (folder) => {
    const steps = join(folder, "ha#sh", "steps");
    await Deno.mkdir(steps, { recursive: true });
    await Deno.copyFile(testData("steps.ts"), join(steps, "own.ts"));
    const cases: [args: string[], output: string | null, name: string][] = [
      [["ha#sh/steps/own.ts#take"], null, "./ha%23sh/steps/own.ts#take"],
      [["ha#sh/steps/own.ts#take"], "a.json", "./ha%23sh/steps/own.ts#take"],
      [["ha#sh/steps/own.ts#take"], "ha#sh/s.json", "./steps/own.ts#take"],
      [["./ha#sh/steps/own.ts#take"], "new/s.json", "../ha%23sh/steps/own.ts#take"],
    ];
    for (const [args, output, name] of cases) {
      const told = output === null ? [] : ["--output", output];
      const { code, stdout, stderr } = await runCli(["schema", ...args, ...told], { cwd: folder });
      assert.deepEqual([code, stderr], [0, ""]);
      const text = output === null ? stdout : await Deno.readTextFile(join(folder, output));
      assert.deepEqual(stepsIn(text).slice(BUILTINS.length), [name]);
    }
    const own = ["schema", "ha#sh/steps/own.ts#take", "--output", "ha#sh/steps/own.ts", "--force"];
    const slip = await runCli(own, { cwd: folder });
    assert.equal(slip.code, 2);
    assert.match(slip.stderr, /^error: --output ".*" is read too\n/);
  });
});

Deno.test("schema: what is no flow and no step ends with 2 and prints none", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "broken.yaml"), "nodes: [");
    await Deno.writeTextFile(join(folder, "other.ts"), "export default 3;");
    const cases: [string, RegExp][] = [
      [
        "broken.yaml",
        /^broken\.yaml:1:\d+: error\[.*^error: no nodes can be read from "broken\.yaml"/ms,
      ],
      ["missing.yaml", /^error: flow file "missing\.yaml" does not exist/],
      ["./other.ts", /^error: .*other\.ts.*not a step/],
      ["./other.ts#x", /^error: .*no export "x"/],
    ];
    for (const [file, message] of cases) {
      const { code, stdout, stderr } = await runCli(["schema", file], { cwd: folder });
      assert.deepEqual([code, stdout], [2, ""], file);
      assert.match(stderr, message);
    }
  });
});
