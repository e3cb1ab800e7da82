/** The modules below a folder and what they import, as Deno sees them. @module */
import { fileURLToPath, pathToFileURL } from "node:url";

const SKIPPED = new Set(["node_modules", "out", "docs"]);

/** An import of a module. */
export interface ModuleImport {
  /** The importing file, relative to the root. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** As written. */
  readonly specifier: string;
  /** The imported file, relative to the root; null if it is elsewhere. */
  readonly target: string | null;
  /** Whether it is an `import()`. */
  readonly dynamic: boolean;
}

/** All files below `root` whose names end in `ending`, relative to it and sorted. */
export function filesBelow(root: URL, ending: string, folder = ""): string[] {
  const files: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, root))) {
    if (name.startsWith(".") || SKIPPED.has(name) && ending === ".ts" || name === "node_modules") {
      continue;
    }
    const path = folder + name;
    if (isDirectory) files.push(...filesBelow(root, ending, `${path}/`));
    else if (name.endsWith(ending)) files.push(path);
  }
  return files.sort();
}

/** The TypeScript files of the project, without those of examples. */
export function codeFiles(root: URL): string[] {
  return filesBelow(root, ".ts").filter((file) => !file.startsWith("flows/"));
}

/** A part of what `deno info --json` prints. */
interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly isDynamic?: boolean;
      readonly code?: Resolved;
      readonly type?: Resolved;
    }[];
  }[];
}

interface Resolved {
  readonly specifier?: string;
  readonly span?: { readonly start: { readonly line: number } };
}

/** Every import in `files`, resolved with the import map of the `deno.json` in `root`. */
export async function importsOf(root: URL, files: readonly string[]): Promise<ModuleImport[]> {
  const { modules } = await info(root, files);
  const wanted = new Set(files);
  return modules.flatMap(({ specifier, dependencies = [] }) => {
    const file = relative(root, specifier);
    if (file === null || !wanted.has(file)) return [];
    return dependencies.map((dependency): ModuleImport => {
      const resolved = dependency.code ?? dependency.type;
      return {
        file,
        line: (resolved?.span?.start.line ?? 0) + 1,
        specifier: dependency.specifier,
        target: relative(root, resolved?.specifier ?? ""),
        dynamic: dependency.isDynamic ?? false,
      };
    });
  });
}

async function info(root: URL, files: readonly string[]): Promise<Info> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = files.map((file) => `import ${JSON.stringify(new URL(file, root).href)};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    return JSON.parse(
      await denoOutput(root, ["info", "--json", "--no-lock", pathToFileURL(entry).href]),
    );
  } finally {
    await Deno.remove(entry);
  }
}

/** Standard output of this Deno with arguments. @throws with its error output if it fails */
export async function denoOutput(root: URL, args: readonly string[]): Promise<string> {
  const config = fileURLToPath(new URL("deno.json", root));
  const [subcommand = "", ...rest] = args;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [subcommand, "--config", config, ...rest],
    cwd: fileURLToPath(root),
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

function relative(root: URL, specifier: string): string | null {
  return specifier.startsWith(root.href)
    ? decodeURIComponent(specifier.slice(root.href.length))
    : null;
}
