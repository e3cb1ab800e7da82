/** Finds files by pattern, touching nothing outside of the pattern's own folder. @module */

/**
 * Paths of the files that match, sorted, each once. `*` and `?` stand for letters of a name, `[a-c]`
 * for one of a set, `{a,b}` for either, `**` for any folders or none. Names that begin with a dot
 * must be written out. `node:fs` has a glob too, but it asks for access to the environment.
 */
export async function filesMatching(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const each of alternatives(pattern)) {
    const absolute = each.startsWith("/");
    const segments = each.split("/").filter((segment) => segment !== "" && segment !== ".");
    const firstWild = segments.findIndex((segment) => /[*?[]/.test(segment));
    const fixed = segments.slice(0, firstWild < 0 ? -1 : firstWild);
    const folder = (absolute ? "/" : "") + fixed.join("/");
    for await (const path of walk(folder, segments.slice(fixed.length))) found.add(path);
  }
  return [...found].sort();
}

async function* walk(folder: string, segments: readonly string[]): AsyncGenerator<string> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  const anyFolders = segment === "**";
  if (anyFolders) yield* walk(folder, rest.length > 0 ? rest : ["*"]);
  const name = anyFolders ? /^[^.]/ : nameExpression(segment);
  for (const entry of await entriesOf(folder)) {
    if (!name.test(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder.replace(/\/$/, "")}/${entry.name}`;
    // a link among any folders is not followed: it may lead in a circle
    if (anyFolders) {
      if (entry.isDirectory) yield* walk(path, segments);
    } else {
      const { isFile, isDirectory } = entry.isSymlink ? await followed(path) : entry;
      if (isDirectory) yield* walk(path, rest);
      else if (isFile && rest.length === 0) yield path;
    }
  }
}

/** What a link leads to. One that leads nowhere counts as a file: whoever reads it is to say so. */
async function followed(path: string): Promise<Pick<Deno.FileInfo, "isFile" | "isDirectory">> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return { isFile: true, isDirectory: false };
  }
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder === "" ? "." : folder));
  } catch (error) {
    const nothing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (nothing) return [];
    throw error;
  }
}

function nameExpression(segment: string): RegExp {
  const body = segment.replace(/\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]*?]/g, (all, not, set) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`;
    if (all === "*") return ".*";
    return all === "?" ? "." : `\\${all}`;
  });
  return new RegExp(`^${/^[*?[]/.test(segment) ? "(?!\\.)" : ""}${body}$`, "su");
}

/** A pattern without braces for each choice that braces leave. */
function alternatives(pattern: string): string[] {
  const braces = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
  if (braces === null) return [pattern];
  const [, before, inside, after] = braces as unknown as [string, string, string, string];
  return inside.split(",").flatMap((choice) => alternatives(before + choice + after));
}
