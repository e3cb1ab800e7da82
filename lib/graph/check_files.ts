/** Two nodes that would write one file, or one that would overwrite what another reads. @module */
import { posix } from "node:path";
import type { Draft, Issues } from "./draft.ts";
import { roleValues } from "./role_values.ts";
import { quoted } from "./suggest.ts";

interface Use {
  readonly draft: Draft;
  readonly path: readonly (string | number)[];
  readonly file: string;
}

/** Checks that every output file is written once and read by nobody. Paths compare as written. */
export function checkFiles(drafts: readonly Draft[], issues: Issues): void {
  const read = new Map<string, Use>();
  for (const use of uses(drafts, "inputFile")) if (!read.has(use.file)) read.set(use.file, use);
  const written = new Map<string, Use>();
  for (const { draft, path, file } of uses(drafts, "outputFile")) {
    const where = { path: ["params", ...path], hint: "write to another file" };
    const writer = written.get(file);
    const reader = read.get(file);
    if (writer) {
      const message = `node ${quoted(writer.draft.spec.id)} writes ${quoted(file)} already`;
      issues.error(draft, "output_is_shared", message, where);
    } else if (reader) {
      const message = `${quoted(file)} is what node ${quoted(reader.draft.spec.id)} reads`;
      issues.error(draft, "output_is_input", message, where);
    }
    if (!writer) written.set(file, { draft, path, file });
  }
}

function uses(drafts: readonly Draft[], role: "inputFile" | "outputFile"): Use[] {
  return drafts.flatMap((draft) =>
    (draft.step?.signature.roles ?? [])
      .filter((found) => found.role === role)
      .flatMap(({ path }) => roleValues(draft.step!.params, path))
      .map(({ path, value }) => ({ draft, path, file: posix.normalize(value) }))
  );
}
