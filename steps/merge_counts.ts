import { anyValue, defineStep, payload, z } from "ctapipe-flow/step";
import { fieldAt, fieldPath } from "./_field_path.ts";
import { Totals } from "./_totals.ts";

/** Adds up records of counts, and gives the totals at the end. */
export default defineStep({
  name: "merge_counts",
  module: import.meta.url,
  kind: "stager",
  summary: "Add up the numbers in records, field by field, and give the totals at the end",
  params: z.object({
    by: z.array(fieldPath()).default([])
      .describe("Paths of fields that tell records apart: a total for each of their values"),
    fields: z.array(fieldPath()).min(1).optional()
      .describe("Paths of the numbers to add up; default: all, but those of `by`"),
    most: z.int().min(1).default(100_000).describe("Totals that there may be"),
  }),
  input: anyValue,
  outputs: { out: payload<Record<string, unknown>>("counts") },
  replicable: false, // each replica would give totals of its own
  borrows: true,
  init: ({ params, resume }) => new Totals(params, resume),
  run(record: unknown, { state: totals, params }) {
    for (const path of params.fields ?? []) {
      if (fieldAt(record, path) === undefined) {
        throw new Error(`${path} is not there to be added up`);
      }
    }
    totals.add(record);
  },
  checkpoint: ({ state: totals }) => totals.kept,
  *drain({ state: totals }) {
    yield* totals.records();
  },
});
