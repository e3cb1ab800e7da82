import assert from "node:assert/strict";
import { z } from "zod";
import type { JsonObject } from "../graph/model.ts";
import { type AnyStep, defineStep } from "./define_step.ts";
import { inputFile, outputFile } from "./params.ts";
import { anyValue, number, text } from "./payload.ts";
import { contractBreach, describeStep, signatureOf, strictParams } from "./signature.ts";

const stager = defineStep({
  name: "split",
  kind: "stager",
  summary: "Split",
  params: z.object({ by: z.number().default(2), veto: inputFile().default("veto.txt") }),
  input: number,
  outputs: { low: number, high: text },
  optional: ["high"],
  permissions: ({ by }) => ({ read: [`table_${by}.txt`, "veto.txt"], env: ["HOME"] }),
  run: () => {},
});
const code = { module: "file:///split.ts", export: "default", builtin: false };

Deno.test("steps that keep the contract", () => {
  const producer = { ...stager, kind: "producer", input: undefined } as AnyStep;
  const consumer = { ...stager, kind: "consumer", outputs: undefined } as AnyStep;
  const dynamic = { ...stager, outputs: undefined, dynamic: anyValue } as AnyStep;
  const bare = { ...stager, params: undefined, summary: undefined } as unknown as AnyStep;
  for (const step of [stager, producer, consumer, dynamic, bare]) {
    assert.equal(contractBreach(step), null);
  }
});

const breaches: [name: string, value: unknown, expected: RegExp][] = [
  ["null", null, /^it is not a step: use defineStep/],
  ["a function", () => 1, /^it is not a step/],
  ["no name", { ...stager, name: undefined }, /no `name`/],
  ["an empty name", { ...stager, name: "" }, /no `name`/],
  ["an unknown kind", { ...stager, kind: "sorter" }, /none of producer, stager, consumer/],
  ["no run", { ...stager, run: 1 }, /no `run`/],
  ["a producer with input", { ...stager, kind: "producer" }, /producer has no `input`/],
  ["a stager without input", { ...stager, input: undefined }, /stager needs an `input`/],
  [
    "a consumer without input",
    { ...stager, kind: "consumer", input: undefined, outputs: undefined },
    /consumer needs an `input`/,
  ],
  ["a consumer with outputs", { ...stager, kind: "consumer" }, /consumer has no `outputs`/],
  ["a stager without outputs", { ...stager, outputs: {} }, /stager needs `outputs`/],
  ["outputs and dynamic", { ...stager, dynamic: number }, /both `outputs` and `dynamic`/],
  ["params that are no schema", { ...stager, params: { by: 2 } }, /not a zod schema/],
];

for (const [name, value, expected] of breaches) {
  Deno.test(`a breach of the contract: ${name}`, () => {
    assert.match(contractBreach(value) ?? "no breach", expected);
    const described = describeStep(value as Step, code, {});
    assert.ok(!described.ok && described.code === "bad_step_module");
    assert.match(described.message, /^step "file:\/\/\/split\.ts#default" breaks the contract: /);
  });
}

type Step = Parameters<typeof describeStep>[0];

Deno.test("a signature is plain JSON that says what a graph must know", () => {
  const signature = signatureOf(stager);
  assert.deepEqual(JSON.parse(JSON.stringify(signature)), signature);
  const { params, ...rest } = signature;
  assert.deepEqual(rest, {
    name: "split",
    kind: "stager",
    summary: "Split",
    roles: [{ path: ["veto"], role: "inputFile" }],
    input: ["number"],
    outputs: {
      low: { payload: "number", optional: false },
      high: { payload: "text", optional: true },
    },
    dynamic: null,
    replicable: true,
  });
  assert.equal(params.additionalProperties, false);
  assert.equal(params.required, undefined, "what has a default need not be written");
});

Deno.test("neither producers nor writers of files are replicated, unless they say so", () => {
  const replicable = (step: Partial<AnyStep>) =>
    signatureOf({ ...stager, ...step } as AnyStep).replicable;
  assert.equal(replicable({}), true);
  assert.equal(replicable({ kind: "producer" }), false);
  assert.equal(replicable({ params: z.object({ file: outputFile() }) }), false);
  assert.equal(replicable({ params: z.object({ file: outputFile() }), replicable: true }), true);
  assert.equal(replicable({ replicable: false }), false);
});

for (const flag of ["announced", "light"] as const) {
  Deno.test(`a step that is ${flag} says so, any other nothing`, () => {
    const told = (step: Partial<AnyStep>) => signatureOf({ ...stager, ...step } as AnyStep);
    assert.equal(Object.hasOwn(told({}), flag), false);
    assert.equal(Object.hasOwn(told({ [flag]: false }), flag), false);
    assert.equal(told({ [flag]: true })[flag], true);
  });
}

Deno.test("a step that has a checkpoint says so, any other nothing", () => {
  const told = (step: Partial<AnyStep>) => signatureOf({ ...stager, ...step } as AnyStep);
  assert.equal(Object.hasOwn(told({}), "checkpoints"), false);
  assert.equal(told({ checkpoint: () => null }).checkpoints, true);
});

Deno.test("a step that drains says so; others than stagers may not", () => {
  const told = (step: Partial<AnyStep>) => signatureOf({ ...stager, ...step } as AnyStep);
  assert.equal(Object.hasOwn(told({}), "drains"), false);
  assert.equal(told({ drain: () => null }).drains, true);
  const consumer = { name: "c", kind: "consumer", summary: "", input: number, run: () => {} };
  assert.equal(contractBreach(consumer), null);
  assert.match(contractBreach({ ...consumer, drain: () => {} })!, /a consumer has no `drain`/);
});

Deno.test("a step that needs its packets in order says so; a producer may not", () => {
  const told = (step: Partial<AnyStep>) => signatureOf({ ...stager, ...step } as AnyStep);
  assert.equal(Object.hasOwn(told({ inOrder: false }), "inOrder"), false);
  assert.equal(told({ inOrder: true }).inOrder, true);
  const producer = { name: "p", kind: "producer", summary: "", outputs: { out: number } };
  assert.match(contractBreach({ ...producer, run: () => {}, inOrder: true })!, /takes no packets/);
});

Deno.test("a described step has its defaults, and the grants of both params and step", () => {
  const described = describeStep(stager as AnyStep, code, { by: 3 });
  assert.ok(described.ok);
  assert.deepEqual(described.params, { by: 3, veto: "veto.txt" });
  assert.deepEqual(described.issues, []);
  assert.deepEqual(described.grants, {
    read: ["veto.txt", "table_3.txt"],
    write: [],
    net: [],
    env: ["HOME"],
    sys: [],
  });
});

Deno.test("params with mistakes stay as written", () => {
  const described = describeStep(stager as AnyStep, code, { by: "x", vteo: "a" });
  assert.ok(described.ok);
  assert.deepEqual(described.params, { by: "x", vteo: "a" });
  assert.deepEqual(described.issues.map((issue) => issue.code), ["bad_param", "unknown_param"]);
});

Deno.test("unknown params are refused whatever kind of object the schema is", () => {
  for (const params of [z.object({}), z.looseObject({}), z.strictObject({}), undefined]) {
    const step = { ...stager, params } as AnyStep;
    assert.equal(strictParams(step).safeParse({ other: 1 }).success, false);
  }
});

Deno.test("a key that a nested map would drop is told, also inside lists", () => {
  const step = defineStep({
    name: "nested",
    kind: "producer",
    summary: "Nested params",
    params: z.object({
      cuts: z.object({ size: z.number().default(1), free: z.looseObject({}).default({}) }),
      list: z.array(z.object({ tel: z.number() })).default([]),
      table: z.record(z.string(), z.number()).default({}),
    }),
    outputs: { out: number },
    run: () => 1,
  });
  const code = { module: "file:///nested.ts", export: "default", builtin: false };
  const params: JsonObject = {
    cuts: { siez: 5, free: { anything: 1 } },
    list: [{ tel: 1 }, { tel: 2, tle: 3 }],
    table: { any: 1 },
  };
  const described = describeStep(step, code, params);
  assert.ok(described.ok);
  assert.deepEqual(described.issues.map(({ code, path, hint }) => [code, path.join("."), hint]), [
    ["unknown_param", "cuts.siez", 'did you mean "size"?'],
    ["unknown_param", "list.1.tle", 'did you mean "tel"?'],
  ]);
});
