/** Whether inputs are still what they were. @module */

/** What is looked at: it costs no reading. */
export interface InputFact {
  readonly path: string;
  readonly bytes: number;
  /** When it was changed last, in UTC, as ISO 8601 writes it; null where that is not known. */
  readonly modified: string | null;
}

/** Facts of those inputs that are files. */
export function inputFacts(paths: Iterable<string>): InputFact[] {
  return [...paths].flatMap((path) => factOf(path) ?? []);
}

/** The first input that has changed, as a clause; null if none has. */
export function changedInput(inputs: readonly InputFact[]): string | null {
  for (const { path, bytes, modified } of inputs) {
    const now = factOf(path);
    if (now === null) return `"${path}" is not there any more`;
    if (now.bytes !== bytes) return `"${path}" had ${bytes} bytes, now it has ${now.bytes}`;
    if (now.modified !== modified) return `"${path}" was changed at ${now.modified}`;
  }
  return null;
}

function factOf(path: string): InputFact | null {
  try {
    const { isFile, size, mtime } = Deno.statSync(path);
    return isFile ? { path, bytes: size, modified: mtime?.toISOString() ?? null } : null;
  } catch {
    return null;
  }
}
