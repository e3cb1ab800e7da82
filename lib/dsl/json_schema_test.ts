import assert from "node:assert/strict";
import type { JsonObject } from "../graph/model.ts";
import { stepCatalog } from "../registry/mod.ts";
import { flowSchema } from "./json_schema.ts";

const catalog = stepCatalog();
const described = await catalog.describe(
  catalog.names().map((step) => ({ step, params: {} })),
  import.meta.url,
);
const schema = flowSchema(described.flatMap((one) => one.ok ? [one.signature] : []));

/** Follows keys into the schema. */
const at = (...keys: (string | number)[]): JsonObject =>
  keys.reduce<unknown>((inside, key) => (inside as JsonObject)[key], schema) as JsonObject;

Deno.test("it is draft 7, and knows the keys of a flow and of a node", () => {
  assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
  assert.deepEqual(schema.required, ["name", "nodes"]);
  assert.equal(schema.additionalProperties, false);
  const node = at("properties", "nodes", "additionalProperties");
  assert.deepEqual(node.required, ["step"]);
  assert.equal(node.additionalProperties, false);
  assert.ok(Object.keys(node.properties as JsonObject).includes("queueLimit"));
});

Deno.test("every built-in step can be chosen, and brings its params", () => {
  const node = at("properties", "nodes", "additionalProperties");
  const choices = at("properties", "nodes", "additionalProperties", "properties", "step", "anyOf");
  const names = (choices as unknown as JsonObject[]).flatMap((choice) => choice.const ?? []);
  assert.deepEqual(names, catalog.names());
  const rules = node.allOf as JsonObject[];
  const reader = rules.find((rule) => JSON.stringify(rule.if).includes('"simtel_reader"'))!;
  const { params } = (reader.then as JsonObject).properties as { params: JsonObject };
  assert.deepEqual(params.required, ["filename"]);
  assert.equal(params.additionalProperties, false);
  assert.deepEqual((reader.then as JsonObject).required, ["params"]);
});
