import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { DescribedStep, JsonObject, StepRequest } from "../graph/model.ts";
import { BUILTINS } from "./builtins.ts";
import { stepCatalog } from "./mod.ts";

const BASE = new URL("./testdata/flow.yaml", import.meta.url).href;

type Bad = Extract<DescribedStep, { ok: false }>;
type Good = Extract<DescribedStep, { ok: true }>;

async function describeOne(step: string, base: string, params: JsonObject = {}) {
  const [described] = await stepCatalog().describe([{ step, params }], base);
  return described!;
}

async function good(step: string, params: JsonObject = {}): Promise<Good> {
  const described = await describeOne(step, BASE, params);
  assert.ok(described.ok, (described as Bad).message);
  return described;
}

async function bad(step: string, base = BASE): Promise<Bad> {
  const described = await describeOne(step, base);
  assert.ok(!described.ok, "this is a step");
  assert.doesNotMatch(described.message, /\n\s+at \S+ \(/, "no stack");
  return described;
}

/** Describes a module with this text. */
async function badModule(text: string): Promise<Bad & { readonly folder: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/step.ts`, text.replaceAll("FOLDER", folder));
    const described = await bad("./step.ts", `${pathToFileURL(folder)}/`);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.deepEqual(left, ["step.ts"], "the module has made no file");
    return { ...described, folder };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const [name, { load, url }] of Object.entries(BUILTINS)) {
  Deno.test(`the built-in step ${name} is what it is called, and says what it does`, async () => {
    const { default: step } = await load();
    assert.equal(step.name, name);
    assert.equal(url, new URL(`../../steps/${name}.ts`, import.meta.url).href);
    const { signature } = await good(name);
    assert.match(signature.summary, /^[A-Z].{10,}[^.]$/);
    const properties = (signature.params.properties ?? {}) as Record<string, JsonObject>;
    for (const [param, schema] of Object.entries(properties)) {
      assert.equal(typeof schema.description, "string", `${param} has a description`);
    }
  });
}

Deno.test("every file in steps/ that is a step is built in", async () => {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(new URL("../../steps/", import.meta.url))) {
    if (!isFile || /^_|_test\.ts$|^mod\.ts$/.test(name)) continue;
    files.push(name.slice(0, -3));
  }
  assert.deepEqual(Object.keys(BUILTINS).sort(), files.sort());
  assert.deepEqual(stepCatalog().names(), files.sort());
});

Deno.test("a step that is not there: the nearest name, or all of them", async () => {
  const near = await bad("simtel_raeder");
  assert.equal(near.code, "unknown_step");
  assert.equal(near.message, 'there is no step "simtel_raeder"');
  assert.equal(near.hint, 'did you mean "simtel_reader"?');
  assert.match(
    (await bad("zzz")).hint!,
    /^built-in steps are add, .*\.\/file\.ts#export$/,
  );
  for (const name of ["constructor", "__proto__", "toString"]) {
    assert.equal((await bad(name)).code, "unknown_step");
  }
});

Deno.test("two steps of one module, with their params", async () => {
  const requests: StepRequest[] = [
    { step: "./two_steps.ts", params: { to: 5 } },
    { step: "lst_dump", params: {} },
    { step: "./two_steps.ts#double", params: {} },
    { step: "./two_steps.ts", params: {} },
    { step: "./two_steps.ts", params: { to: "x" } },
  ];
  const described = await stepCatalog().describe(requests, BASE) as Good[];
  assert.deepEqual(described.map(({ signature }) => signature.name), [
    "count",
    "lst_dump",
    "double",
    "count",
    "count",
  ]);
  assert.deepEqual(described.map(({ params }) => params), [
    { to: 5 },
    {},
    {},
    { to: 3 },
    { to: "x" },
  ]);
  assert.deepEqual(described.map(({ issues }) => issues.length), [0, 0, 0, 0, 1]);
  const module = new URL("./two_steps.ts", BASE).href;
  assert.deepEqual(described[2]!.code, { module, export: "double", builtin: false });
});

Deno.test("a module can be named by an absolute path or URL", async () => {
  const url = new URL("./two_steps.ts", BASE);
  for (const step of [url.pathname, url.href]) {
    assert.equal((await good(step)).code.module, url.href);
  }
});

Deno.test("an export that is not there, or no step", async () => {
  const near = await bad("./two_steps.ts#doubel");
  assert.equal(near.code, "bad_step_module");
  assert.match(near.message, /^"\.\/two_steps\.ts#doubel": there is no export "doubel"$/);
  assert.equal(near.hint, 'did you mean "double"?');
  assert.match((await bad("./two_steps.ts#zzzzzzzz")).hint!, /^it exports default, double, unfin/);
  assert.match((await bad("./two_steps.ts#unfinished")).message, /breaks the contract: .*`run`/);
  assert.equal((await badModule("export {};")).hint, "it exports nothing");
});

Deno.test("a module that is not there, or cannot be read", async () => {
  assert.match((await bad("./none.ts")).message, /none\.ts/);
  assert.match((await badModule("export default {{;")).message, /SyntaxError[^]*step\.ts:1:\d+/);
  assert.match((await badModule('throw new Error("no luck");')).message, /no luck/);
  assert.match((await badModule('import "nowhere"; export {};')).message, /nowhere/);
});

Deno.test("one bad module does not hide the others of a flow", async () => {
  const requests = ["./none.ts", "./two_steps.ts"].map((step) => ({ step, params: {} }));
  const described = await stepCatalog().describe(requests, BASE);
  assert.deepEqual(described.map(({ ok }) => ok), [false, true]);
});

const deeds: [name: string, text: string][] = [
  ["writes a file", 'Deno.writeTextFileSync("FOLDER/made.txt", "x");'],
  ["writes a file a moment later", 'await Deno.writeTextFile("FOLDER/made.txt", "x");'],
  ["reads a file", 'Deno.readTextFileSync("/etc/hostname");'],
  ["reads the environment", 'Deno.env.get("HOME");'],
  ["starts a program", 'new Deno.Command("touch", { args: ["FOLDER/made.txt"] }).outputSync();'],
];

for (const [name, text] of deeds) {
  Deno.test(`a module that ${name} while it is loaded is refused`, async () => {
    const { code, message, hint } = await badModule(`${text}\nexport default {};`);
    assert.equal(code, "bad_step_module");
    assert.match(message, /cannot be loaded: NotCapable: Requires \w+ access to \S+$/);
    assert.equal(hint, "a module may touch nothing while it is loaded: do it in `init`");
  });
}

Deno.test("a schema that throws", async () => {
  const described = await describeOne("./throwing_schema.ts", BASE, { n: 1 });
  assert.ok(!described.ok);
  assert.match(
    described.message,
    /^"\.\/throwing_schema\.ts" cannot be described: Error: no luck today$/,
  );
});

Deno.test("a module that is never loaded to its end is given up", async () => {
  const catalog = stepCatalog({ patienceMs: 300 });
  const [described] = await catalog.describe([{ step: "./endless_module.ts", params: {} }], BASE);
  assert.ok(described && !described.ok);
  assert.match(described.message, /endless_module\.ts" cannot be described: .*after 0\.3 s$/);
});
