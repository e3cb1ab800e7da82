/** The part of a flow's JSON Schema that describes a step's params. @module */
import type { Json, JsonObject, StepSignature } from "../graph/model.ts";

/**
 * A step's params as its signature has them, with what an editor shows of them.
 *
 * @param pointer JSON Pointer, with `#`, to where the schema stands in its document
 */
export function paramsSchema(
  { name, summary, params }: StepSignature,
  pointer: string,
): JsonObject {
  const { $schema: _, ...schema } = rebased(params, pointer) as JsonObject;
  const none = schema.type === "object" && Object.keys(objectOr(schema.properties)).length === 0;
  return {
    ...described(schema, []),
    title: `params of ${name}`,
    description: none ? "The step takes no params" : summary,
    ...(none && { doNotSuggest: true }),
  };
}

/** References inside of a schema, for a document in which it stands at `pointer`. */
function rebased(value: Json, pointer: string): Json {
  if (Array.isArray(value)) return value.map((item) => rebased(item, pointer));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      key === "$ref" && typeof inside === "string"
        ? inside.replace(/^#/, pointer)
        : rebased(inside, pointer),
    ]),
  );
}

/** With unit and default in every description, and closed maps: unknown keys in them are mistakes. */
function described(schema: JsonObject, path: readonly string[]): JsonObject {
  const { properties, items, description, unit } = schema;
  const said = typeof description === "string" ? description : `Param ${path.join(".")}`;
  return {
    ...schema,
    description: (typeof unit === "string" ? `${said}, in ${unit}` : said) +
      (schema.default === undefined ? "" : ` (default ${JSON.stringify(schema.default)})`),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(objectOr(properties)).map((
          [key, value],
        ) => [key, described(objectOr(value), [...path, key])]),
      ),
      additionalProperties: schema.additionalProperties ?? false,
    }),
    ...(isObject(items) && { items: described(items, [...path, "*"]) }),
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const objectOr = (value: Json | undefined): JsonObject => isObject(value) ? value : {};
