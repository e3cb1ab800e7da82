import assert from "node:assert/strict";
import { MAX_QUEUE_LIMIT } from "../graph/check_nodes.ts";
import { MAX_REPLICAS } from "../graph/node_options.ts";
import type { Json, JsonObject, StepSignature } from "../graph/model.ts";
import { stepCatalog } from "../registry/mod.ts";
import { anyValue, defineStep, number, text, z } from "../step/mod.ts";
import { signatureOf } from "../step/signature.ts";
import { flowSchema } from "./json_schema.ts";
import { loadFlow } from "./load.ts";

const catalog = stepCatalog();
const described = await catalog.describe(
  catalog.names().map((step) => ({ step, params: {} })),
  import.meta.url,
);
const schema = flowSchema(described.flatMap((one) => one.ok ? [one.signature] : []));

/** Follows keys into a schema. */
const at = (from: JsonObject, ...keys: (string | number)[]): JsonObject =>
  keys.reduce<unknown>((inside, key) => (inside as JsonObject)[key], from) as JsonObject;

const nodeOf = (from: JsonObject) => at(from, "properties", "nodes", "additionalProperties");

/** What a flow's schema says of nodes with one step. */
function ruleOf(from: JsonObject, step: string): JsonObject {
  const rules = nodeOf(from).allOf as JsonObject[];
  const rule = rules.find(({ if: when }) =>
    JSON.stringify(when).includes(`{"const":${JSON.stringify(step)}}`)
  );
  return rule!.then as JsonObject;
}

const run = () => undefined;
const node = (params: z.ZodType): StepSignature =>
  signatureOf(
    defineStep({
      name: "one",
      kind: "stager",
      summary: "Does one thing",
      params: params as z.ZodObject,
      input: anyValue,
      outputs: { out: number },
      run,
    }),
  );

Deno.test("it is draft 7, and knows the keys of a flow and of a node", () => {
  assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
  assert.deepEqual(schema.required, ["name", "nodes"]);
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(nodeOf(schema).required, ["step"]);
  assert.equal(nodeOf(schema).additionalProperties, false);
  const { queueLimit } = nodeOf(schema).properties as JsonObject;
  const { type, minimum, maximum } = queueLimit as JsonObject;
  assert.deepEqual([type, minimum, maximum], ["integer", 1, MAX_QUEUE_LIMIT]);
});

Deno.test("every built-in step can be chosen, and brings its params", () => {
  const choices = at(nodeOf(schema), "properties", "step", "anyOf") as unknown as JsonObject[];
  assert.deepEqual(choices.flatMap((choice) => choice.const ?? []), catalog.names());
  const { properties, required } = ruleOf(schema, "simtel_reader");
  const { params } = properties as { params: JsonObject };
  assert.deepEqual(params.required, ["filename"]);
  assert.equal(params.additionalProperties, false);
  assert.deepEqual(required, ["params", "next"]);
});

Deno.test("files are told from mistyped names of steps", () => {
  const choices = at(nodeOf(schema), "properties", "step", "anyOf") as unknown as JsonObject[];
  const pattern = new RegExp(choices.at(-1)!.pattern as string, "u");
  for (const name of ["./a.ts", "../b/c.js#d", "a.mts#x", "/x/y.ts", "file:///x.ts"]) {
    assert.match(name, pattern);
  }
  for (const name of ["simtel_raeder", "simtel.reader", "a.tsx", ""]) {
    assert.doesNotMatch(name, pattern);
  }
});

Deno.test("everything that an author can write is described", () => {
  const missing: string[] = [];
  const visit = (value: Json, path: string) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inside] of Object.entries((value.properties ?? {}) as JsonObject)) {
      if (typeof inside === "boolean") continue;
      const { description } = inside as JsonObject;
      if (typeof description !== "string" || description === "") missing.push(`${path}.${key}`);
      visit(inside, `${path}.${key}`);
    }
  };
  visit(schema, "");
  visit(nodeOf(schema), ".nodes.*");
  for (const step of catalog.names()) visit(ruleOf(schema, step), step);
  assert.deepEqual(missing, []);
});

Deno.test("units and defaults of params are told in words", () => {
  const { properties } = ruleOf(
    flowSchema([node(z.object({
      low: z.number().default(0.5).describe("Lowest size").meta({ unit: "p.e." }),
      bare: z.string().optional(),
    }))]),
    "one",
  );
  const params = at(properties as JsonObject, "params", "properties");
  assert.equal(at(params, "low").description, "Lowest size, in p.e. (default 0.5)");
  assert.equal(at(params, "low").default, 0.5);
  assert.equal(at(params, "bare").description, "Param bare");
});

Deno.test("maps inside of params are closed, unless their step leaves them open", () => {
  const { properties } = ruleOf(
    flowSchema([node(z.object({
      cut: z.object({ low: z.number() }),
      cuts: z.array(z.object({ low: z.number() })),
      open: z.looseObject({ low: z.number() }),
    }))]),
    "one",
  );
  const params = at(properties as JsonObject, "params", "properties");
  assert.equal(at(params, "cut").additionalProperties, false);
  assert.equal(at(params, "cuts", "items").additionalProperties, false);
  assert.deepEqual(at(params, "open").additionalProperties, {});
});

Deno.test("params that refer to themselves still do in the schema of flows", () => {
  const tree: z.ZodType = z.object({
    name: z.string(),
    get below(): z.ZodType {
      return z.array(tree).optional();
    },
  });
  const whole = flowSchema([node(z.object({ root: tree }))]);
  const references = JSON.stringify(whole).match(/(?<="\$ref":")[^"]*params[^"]*/g) ?? [];
  assert.ok(references.length > 0);
  for (const reference of references) {
    const keys = reference.replace(/^#\//, "").split("/");
    assert.ok(at(whole, ...keys).properties, reference);
  }
});

Deno.test("next names the ports that must be fed, and a consumer has none", () => {
  const base = { kind: "stager", summary: "", input: anyValue, run } as const;
  const two = signatureOf(defineStep({
    ...base,
    name: "two",
    outputs: { a: text, b: text, c: text },
    optional: ["c"],
  }));
  const chosen = signatureOf(defineStep({ ...base, name: "chosen", dynamic: text }));
  const end = signatureOf(
    defineStep({ name: "end", kind: "consumer", summary: "", input: anyValue, run }),
  );
  const whole = flowSchema([node(z.object({})), two, chosen, end]);
  const next = (step: string) => at(ruleOf(whole, step), "properties", "next");
  assert.deepEqual(next("two").required, ["a", "b"]);
  assert.deepEqual(Object.keys(next("two").properties!), ["a", "b", "c"]);
  const forms = (step: string) => (next(step).anyOf as JsonObject[]).map(({ type }) => type);
  assert.deepEqual(forms("one"), ["string", "object"]);
  assert.deepEqual(forms("chosen"), ["string", "array"]);
  assert.equal(next("end"), false);
  assert.deepEqual(ruleOf(whole, "end").required, []);
});

Deno.test("replicas are offered where a step may have them", () => {
  const replicas = (step: string) => at(ruleOf(schema, step), "properties", "replicas");
  assert.deepEqual([replicas("lst_dump").minimum, replicas("lst_dump").maximum], [1, MAX_REPLICAS]);
  assert.equal(replicas("string_writer").maximum, 1);
});

Deno.test("what it offers as system information can be granted", async () => {
  const sys = at(nodeOf(schema), "properties", "permissions", "properties", "sys", "items");
  const told = async (kinds: readonly Json[]) => {
    const permissions = { sys: kinds };
    const nodes = { a: { step: "string_writer", params: { filename: "x" }, permissions } };
    const flow = JSON.stringify({ name: "f", nodes });
    const { diagnostics } = await loadFlow(flow, { file: "f.json" }, catalog, import.meta.url);
    return diagnostics.filter(({ code }) => code === "bad_permission").length;
  };
  assert.ok((sys.enum as Json[]).length > 10);
  assert.equal(await told(sys.enum as Json[]), 0);
  assert.equal(await told(["hostnam"]), 1);
});
