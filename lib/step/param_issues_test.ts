import assert from "node:assert/strict";
import { z } from "zod";
import type { JsonObject, ParamIssue } from "../graph/model.ts";
import { paramIssues } from "./param_issues.ts";

const schema = z.strictObject({
  n: z.int().min(1).max(5),
  mode: z.enum(["fast", "slow"]).default("fast"),
  list: z.array(z.number()).optional(),
  name: z.string().optional(),
  limits: z.strictObject({ low: z.number() }).optional(),
  either: z.union([z.string(), z.number()]).optional(),
});

function issues(params: JsonObject, of: z.ZodType = schema): ParamIssue[] {
  const parsed = of.safeParse(params, { reportInput: true });
  assert.ok(!parsed.success, "this is right");
  const json = z.toJSONSchema(of, { target: "draft-7", io: "input" }) as JsonObject;
  return paramIssues(parsed.error, params, json);
}

const value = { hint: null, at: "value" } as const;
const cases: [params: JsonObject, expected: Partial<ParamIssue>][] = [
  [{}, {
    ...value,
    code: "missing_param",
    message: 'param "n" is missing: a number is expected',
    path: ["n"],
  }],
  [{ n: 0 }, {
    ...value,
    code: "bad_param",
    path: ["n"],
    message: 'param "n" is 0: expected number to be >=1',
  }],
  [{ n: 9 }, { ...value, message: 'param "n" is 9: expected number to be <=5' }],
  [{ n: 1.5 }, { ...value, message: 'param "n" is 1.5: a whole number is expected' }],
  [{ n: "x" }, { ...value, message: 'param "n" is "x": a number is expected' }],
  [{ n: null }, { ...value, message: 'param "n" is null: a number is expected' }],
  [{ n: 1, mode: "fats" }, {
    message: 'param "mode" is "fats": expected one of "fast"|"slow"',
    hint: 'did you mean "fast"?',
  }],
  [{ n: 1, mode: 3 }, { ...value, message: 'param "mode" is 3: expected one of "fast"|"slow"' }],
  [{ n: 1, list: 3 }, { ...value, message: 'param "list" is 3: a list is expected' }],
  [{ n: 1, list: [1, "a"] }, {
    ...value,
    message: 'param "list.1" is "a": a number is expected',
    path: ["list", 1],
  }],
  [{ n: 1, limits: 2 }, { ...value, message: 'param "limits" is 2: a map is expected' }],
  [{ n: 1, limits: {} }, {
    code: "missing_param",
    message: 'param "limits.low" is missing: a number is expected',
    path: ["limits", "low"],
  }],
  [{ n: 1, limits: { low: 1, hgih: 2 } }, {
    code: "unknown_param",
    message: 'there is no param "limits.hgih"',
    path: ["limits", "hgih"],
    at: "key",
  }],
  [{ n: 1, either: true }, {
    ...value,
    message: 'param "either" is true: a string is expected, or a number is expected',
  }],
  [{ n: 1, naem: "x" }, {
    code: "unknown_param",
    message: 'there is no param "naem"',
    hint: 'did you mean "name"?',
    path: ["naem"],
    at: "key",
  }],
  [{ n: 1, threshold: 1 }, { hint: "it takes n, mode, list, name, limits, either" }],
];

for (const [params, expected] of cases) {
  Deno.test(`params ${JSON.stringify(params)}`, () => {
    const found = issues(params);
    assert.equal(found.length, 1);
    const keys = Object.keys(expected) as (keyof ParamIssue)[];
    assert.deepEqual(Object.fromEntries(keys.map((key) => [key, found[0]![key]])), expected);
  });
}

Deno.test("every mistake is told, each once", () => {
  const found = issues({ naem: 1, list: ["a", "b"], mode: "none" });
  const paths = found.map(({ code, path }) => `${code} ${path.join(".")}`).sort();
  assert.deepEqual(paths, [
    "bad_param list.0",
    "bad_param list.1",
    "bad_param mode",
    "missing_param n",
    "unknown_param naem",
  ]);
});

Deno.test("a step without params says so; a long value is cut", () => {
  assert.equal(issues({ n: 1 }, z.strictObject({}))[0]?.hint, "it takes none");
  const [issue] = issues({ n: "y".repeat(1000) });
  assert.match(issue!.message, /^param "n" is "y{56}\.\.\.: a number is expected$/);
});
