import assert from "node:assert/strict";
import { z } from "zod";
import type { JsonObject, ParamRole } from "../graph/model.ts";
import {
  endpoint,
  globFolder,
  grantsOf,
  inputFile,
  inputFolder,
  inputGlob,
  outputFile,
  outputFolder,
  partialOf,
  rolesOf,
} from "./params.ts";

function roles(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonObject;
  return rolesOf(json).map(({ path, role }) => `${path.join(".")}: ${role}`);
}

const wrapped: [name: string, schema: z.ZodType, expected: string[]][] = [
  ["as it is", z.object({ a: inputFile() }), ["a: inputFile"]],
  [".describe()", z.object({ a: inputGlob().describe("x") }), ["a: inputGlob"]],
  [".default()", z.object({ a: inputFile().default("x") }), ["a: inputFile"]],
  [".optional()", z.object({ a: outputFile().optional() }), ["a: outputFile"]],
  [".nullable()", z.object({ a: inputFolder().nullable() }), ["a: inputFolder"]],
  [".transform()", z.object({ a: inputFile().transform((s) => s.length) }), ["a: inputFile"]],
  ["a map", z.object({ a: z.object({ b: endpoint() }) }), ["a.b: endpoint"]],
  ["a list", z.object({ a: z.array(inputFile()).default([]) }), ["a.*: inputFile"]],
  ["a list of maps", z.object({ a: z.array(z.object({ b: inputFile() })) }), ["a.*.b: inputFile"]],
  [
    "one or several",
    z.object({ a: z.union([inputFile(), z.array(inputFile())]) }),
    ["a: inputFile", "a.*: inputFile"],
  ],
  ["a choice of two alike", z.object({ a: z.union([inputFile(), inputFile()]) }), ["a: inputFile"]],
  [
    "one kind of several",
    z.object({
      a: z.discriminatedUnion("by", [
        z.object({ by: z.literal("file"), path: inputFile() }),
        z.object({ by: z.literal("seed"), seed: z.int() }),
      ]),
    }),
    ["a.path: inputFile"],
  ],
  ["none", z.object({ role: z.string(), n: z.number() }), []],
];

for (const [name, schema, expected] of wrapped) {
  Deno.test(`a role is found through ${name}`, () => assert.deepEqual(roles(schema), expected));
}

Deno.test("an empty path is refused", () => {
  for (
    const path of [
      inputFile(),
      inputFolder(),
      inputGlob(),
      outputFile(),
      outputFolder(),
      endpoint(),
    ]
  ) {
    assert.equal(path.safeParse("").success, false);
  }
});

const folders: [pattern: string, folder: string][] = [
  ["data/*.zst", "data"],
  ["data/night?/x/*.zst", "data"],
  ["/data/**/*.zst", "/data"],
  ["/*.zst", "/"],
  ["*.zst", "."],
  ["**", "."],
  ["../{a,b}/x", ".."],
  ["data/[ab]/x", "data"],
  ["data/file.zst", "data"],
  ["file.zst", "."],
];

for (const [pattern, folder] of folders) {
  Deno.test(`the folder of ${pattern} is ${folder}`, () => {
    assert.equal(globFolder(pattern), folder);
  });
}

Deno.test("each role grants what its step needs, and no more", () => {
  const role = (name: ParamRole["role"]): ParamRole => ({ path: [name], role: name });
  const all = [
    "inputFile",
    "inputFolder",
    "inputGlob",
    "outputFile",
    "outputFolder",
    "endpoint",
  ] as const;
  const params = {
    inputFile: "in.txt",
    inputFolder: "folder",
    inputGlob: "many/*.txt",
    outputFile: "out.txt",
    outputFolder: "pictures",
    endpoint: "localhost:80",
  };
  assert.deepEqual(grantsOf(params, all.map(role)), {
    read: ["in.txt", "folder", "many", "out.txt", partialOf("out.txt"), "pictures"],
    write: ["out.txt", "out.txt.partial", "pictures"],
    net: ["localhost:80"],
    env: [],
    sys: [],
  });
});

Deno.test("a param that is not given, or of a wrong kind, grants nothing", () => {
  const nothing = { read: [], write: [], net: [], env: [], sys: [] };
  const at: ParamRole[] = [{ path: ["a", "*"], role: "inputFile" }];
  assert.deepEqual(grantsOf({}, at), nothing);
  assert.deepEqual(grantsOf({ a: "x" }, at), nothing);
  assert.deepEqual(grantsOf({ a: [1, null] }, at), nothing);
  assert.deepEqual(grantsOf({ a: ["x", "y"] }, at).read, ["x", "y"]);
});
