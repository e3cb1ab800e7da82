import { anyValue, defineStep, z } from "ctapipe-flow/step";
import { fieldAt, fieldPath, withField } from "./_field_path.ts";
import type { Membership } from "./_group.ts";

/** Splits values by lists in them; `join_by` is the way back. */
export default defineStep({
  name: "split_by",
  module: import.meta.url,
  kind: "stager",
  summary: "Split a value by a list in it: a copy for each member, whose list has that one only",
  params: z.object({
    lists: z.array(fieldPath()).min(1)
      .describe("Paths of the list, and of others with an entry for each of its members"),
    as: fieldPath().default("group")
      .describe("Where each copy says which member it has (`index`), of how many (`size`)"),
  }),
  input: anyValue,
  outputs: { out: anyValue },
  borrows: true,
  light: true,
  *run(value: unknown, { params: { lists: paths, as } }) {
    const lists = paths.map((path) => listAt(value, path));
    const size = lists[0]!.length;
    const other = lists.findIndex(({ length }) => length !== size);
    if (other > 0) {
      throw new Error(
        `${paths[0]} has ${size} members, but ${paths[other]} has ${lists[other]!.length}`,
      );
    }
    for (let index = 0; index < size; index++) {
      const membership: Membership = { index, size };
      const labelled = withField(value, as, membership);
      yield paths.reduce((copy, path, at) => withField(copy, path, [lists[at]![index]]), labelled);
    }
  },
});

function listAt(value: unknown, path: string): readonly unknown[] {
  const list = fieldAt(value, path);
  if (Array.isArray(list)) return list;
  throw new Error(`${path} is not a list${list === undefined ? ": there is no such field" : ""}`);
}
