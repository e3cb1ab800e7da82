import assert from "node:assert/strict";
import { z } from "zod";
import type { JsonObject, StepSignature } from "../graph/model.ts";
import { formatStep, formatStepList, paramRows, typeText } from "./step_text.ts";

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonObject;

const signature: StepSignature = {
  name: "split_by_size",
  kind: "stager",
  summary: "Send bright and faint camera images down different ports",
  params: schemaOf(z.object({
    threshold: z.number().min(0).default(50).describe("Lowest charge called bright")
      .meta({ unit: "p.e." }),
    veto: z.string().min(1).meta({ role: "inputFile" }).describe("One telescope id per line"),
  })),
  roles: [{ path: ["veto"], role: "inputFile" }],
  input: ["telescope_image"],
  outputs: {
    bright: { payload: "telescope_image", optional: false },
    faint: { payload: "telescope_image", optional: true },
  },
  dynamic: null,
  replicable: true,
};

Deno.test("a step is told by what it is for, its params and its ports", () => {
  assert.equal(
    formatStep(signature, false),
    `split_by_size (stager): Send bright and faint camera images down different ports

param      type        default   unit  grants           description
threshold  number ≥ 0  50        p.e.                   Lowest charge called bright
veto       string      required        reads this file  One telescope id per line

takes    telescope_image
ports    bright (telescope_image), faint (telescope_image, may stay unconnected)
replicas any number
`,
  );
});

Deno.test("a step without params, input or ports says so", () => {
  const bare = { ...signature, params: schemaOf(z.object({})), input: [], outputs: {} };
  const text = formatStep({ ...bare, kind: "producer", replicable: false }, false);
  assert.equal(text.split("\n").slice(1).join("\n"), "\nIt has no params.\n\nreplicas one only\n");
});

Deno.test("the list has a line per step", () => {
  assert.equal(
    formatStepList([signature], false),
    "step           kind    summary\n" +
      "split_by_size  stager  Send bright and faint camera images down different ports\n",
  );
});

Deno.test("types are told as people say them", () => {
  const cases: [z.ZodType, string][] = [
    [z.int(), "integer"],
    [z.int().min(1).max(9), "integer ≥ 1 ≤ 9"],
    [z.number().gt(0).lt(1), "number > 0 < 1"],
    [z.enum(["a", "b"]), '"a" | "b"'],
    [z.literal("x"), '"x"'],
    [z.array(z.string()), "string[]"],
    [z.array(z.union([z.string(), z.null()])), "(string | null)[]"],
    [z.union([z.number(), z.boolean()]), "number | boolean"],
    [z.any(), "any"],
  ];
  for (const [schema, text] of cases) assert.equal(typeText(schemaOf(schema)), text);
});

Deno.test("params in objects and in lists are told by their path", () => {
  const schema = schemaOf(z.object({
    cut: z.object({ size: z.number() }).optional(),
    files: z.array(z.string()),
    tables: z.array(z.object({ file: z.string() })),
  }));
  const rows = paramRows(schema, [
    { path: ["files", "*"], role: "inputFile" },
    { path: ["tables", "*", "file"], role: "outputFile" },
  ]);
  assert.deepEqual(rows.map((row) => [row.name, row.fallback, row.grants]), [
    ["cut", "", ""],
    ["cut.size", "required", ""],
    ["files", "required", "reads this file"],
    ["tables", "required", ""],
    ["tables.*.file", "required", "writes this file"],
  ]);
});
