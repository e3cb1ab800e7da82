import assert from "node:assert/strict";
import type { StepSignature } from "../graph/model.ts";
import { stepCatalog } from "../registry/mod.ts";
import { runCli, Session, testData, testOnTerminal } from "./_spawn.ts";
import { formatNodes, formatSteps } from "./help_all.ts";

const catalog = stepCatalog();
const described = await catalog.describe(
  catalog.names().map((step) => ({ step, params: {} })),
  import.meta.url,
);
const signatures = described.flatMap((one): StepSignature[] => one.ok ? [one.signature] : []);

/** Every line fits; a test of no lines would prove nothing. */
function assertFits(text: string, width: number): void {
  // deno-lint-ignore no-control-regex
  const lines = text.replace(/\x1b\[[0-9;?]*[A-Za-z]|\r/g, "").split("\n");
  assert.ok(lines.length > 20);
  for (const line of lines) assert.ok([...line].length <= width, `${line.length}: ${line}`);
}

Deno.test("--help-all: the help, then every built-in step with all its params", async () => {
  const [help, all] = await Promise.all([runCli(["--help"]), runCli(["--help-all"])]);
  assert.deepEqual([all.code, all.stderr], [0, ""]);
  assert.ok(all.stdout.startsWith(help.stdout));
  assert.ok(!all.stdout.includes("\x1b"));
  for (const { name, kind, params } of signatures) {
    const told = all.stdout.split(`\n${name} (${kind}): `)[1]?.split("\n\n")[0];
    for (const param of Object.keys(params.properties ?? {})) {
      assert.match(told ?? "", new RegExp(`^ {2}${param} `, "m"), name);
    }
  }
});

Deno.test("run --help-all: the help of run, then the steps", async () => {
  const help = await runCli(["run", "--help"]);
  const all = await runCli(["run", "--mode", "sequential", "--help-all"]);
  assert.equal(all.code, 0, all.stderr);
  assert.ok(all.stdout.startsWith(help.stdout));
  assert.match(all.stdout, /^simtel_reader \(producer\): /m);
});

Deno.test("FLOW --help-all: its nodes' params as --set names them, its own files' too", async () => {
  const flow = testData("count.yaml");
  const forms = [
    [flow, "--help-all"],
    ["--help-all", flow],
    ["run", "--report", "no.json", flow, "--help-all"],
  ];
  const told = await Promise.all(forms.map((args) => runCli(args)));
  for (const { code, stdout, stderr } of told) {
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Usage: ctapipe-flow run /m);
    assert.match(stdout, /^numbers: count \(producer\): Count from 1$/m);
    assert.match(stdout, /^ {2}numbers\.restMs +integer ≥ 0, default 0, in ms\n +Rest after /m);
    assert.doesNotMatch(stdout, /^simtel_reader/m);
  }
});

Deno.test("a flow that cannot be read is a mistake", async () => {
  const { code, stderr } = await runCli(["nowhere.yaml", "--help-all"]);
  assert.equal(code, 2);
  assert.match(stderr, /^error: flow file "nowhere\.yaml" does not exist/);
});

Deno.test("a param is told in a line of facts and one of words, at the width of the terminal", () => {
  const signature: StepSignature = {
    name: "cut",
    kind: "stager",
    summary: "Drop what is small",
    params: {
      type: "object",
      properties: {
        size: { type: "number", default: 50, unit: "p.e.", description: "Lowest size that passes" },
        veto: { type: "string", description: "Telescopes to drop" },
        aParamWithAVeryLongNameIndeed: { type: "boolean", default: true },
      },
      required: ["veto"],
    },
    roles: [{ path: ["veto"], role: "inputFile" }],
    input: ["any"],
    outputs: {},
    dynamic: null,
    replicable: true,
  };
  assert.equal(
    formatSteps([signature], { color: false, width: 34, node: "a" }),
    `Steps:

a: cut (stager): Drop what is
small
  a.size  number, default 50, in
          p.e.
          Lowest size that passes
  a.veto  string, required, reads
          this file
          Telescopes to drop
  a.aParamWithAVeryLongNameIndeed
          boolean, default true
`,
  );
  const bare = { ...signature, params: {} };
  assert.match(formatSteps([bare], { color: false }), /\n {2}It has no params\.\n$/);
});

Deno.test("all built-in steps fit into 80 columns, and into 60", () => {
  for (const width of [80, 60]) assertFits(formatSteps(signatures, { color: true, width }), width);
});

Deno.test("a step that is not known says why", () => {
  const described = {
    ok: false,
    code: "unknown_step",
    message: "there is no x",
    hint: "y?",
  } as const;
  assert.equal(
    formatNodes("f.yaml", [{ id: "a", step: "x", described }], { color: false }),
    "Nodes of f.yaml:\n\na: x\n  there is no x\n  hint: y?\n",
  );
});

testOnTerminal("--help-all fits a terminal of 80 columns", async () => {
  const cli = decodeURIComponent(new URL("../../cli.ts", import.meta.url).pathname);
  const line =
    `stty cols 80 rows 30; exec '${Deno.execPath()}' run --no-lock -A '${cli}' --help-all`;
  const child = new Deno.Command("script", {
    args: ["-qec", line, "/dev/null"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { TERM: "xterm", SHELL: "/bin/sh" },
  }).spawn();
  await using session = new Session(child, child.stdout);
  const { code, text } = await session.end();
  assert.equal(code, 0);
  assert.match(text, /simtel_reader/);
  assertFits(text, 80);
});
