/**
 * Checks what is written for people: `deno run -A tools/check_docs.ts`.
 *
 * Every exported symbol has a JSDoc comment, links and files that documents name exist, documents
 * keep their length, `docs/dependencies.md` is about the dependencies there are, and no text names
 * a place on somebody's machine.
 *
 * @module
 */
import { existingFile, linksIn, pathsIn } from "./_markdown.ts";
import { codeFiles, denoOutput, filesBelow } from "./_modules.ts";

/** Most lines that a document may have. */
const LIMITS: Readonly<Record<string, number>> = { "README.md": 120, "docs/ARCHITECTURE.md": 200 };

const DEPENDENCIES = "docs/dependencies.md";

/** Everything that is wrong, one line each, `file:line: what`; empty if all is well. */
export async function findMistakes(root: URL): Promise<string[]> {
  return [
    ...await undocumented(root),
    ...filesBelow(root, ".md").flatMap((file) => documentMistakes(root, file)),
    ...dependencyMistakes(root),
    ...machinePaths(root),
  ];
}

/** A part of what `deno doc --json` prints. */
interface Doc {
  readonly nodes: Readonly<Record<string, { readonly symbols?: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly declarationKind: string;
    /** `reference` for what is exported from another module, where its comment is. */
    readonly kind: string;
    readonly location: { readonly filename: string; readonly line: number };
    readonly jsDoc?: unknown;
  }[];
}

/** Exported symbols that no comment explains. */
export async function undocumented(root: URL): Promise<string[]> {
  const files = codeFiles(root).filter((file) =>
    /^(lib\/|steps\/|mod\.ts)/.test(file) && !/_test\.ts$|\/testdata\//.test(file)
  );
  if (files.length === 0) return [];
  const { nodes } = JSON.parse(await denoOutput(root, ["doc", "--json", ...files])) as Doc;
  return Object.values(nodes).flatMap(({ symbols = [] }) => symbols).flatMap(
    ({ name, declarations }) => {
      const exported = declarations.filter(({ declarationKind, kind }) =>
        declarationKind === "export" && kind !== "reference"
      );
      const [first] = exported;
      if (first === undefined || first.location.filename.includes("/node_modules/")) return [];
      if (exported.some(({ jsDoc }) => isOwn(jsDoc))) return [];
      const file = decodeURIComponent(first.location.filename.replace(root.href, ""));
      return [`${file}:${first.location.line + 1}: "${name}" has no JSDoc comment`];
    },
  ).sort();
}

/** A module's comment directly above its first symbol is not about that symbol. */
const isOwn = (jsDoc: unknown) =>
  jsDoc !== undefined && !/@module|"kind":"module"/.test(JSON.stringify(jsDoc));

function documentMistakes(root: URL, file: string): string[] {
  const text = Deno.readTextFileSync(new URL(file, root));
  const lines = text.split("\n").length - 1;
  const limit = LIMITS[file] ?? Infinity;
  return [
    ...(lines > limit ? [`${file}: has ${lines} lines, more than ${limit}`] : []),
    ...linksIn(text).filter(({ path }) => !existingFile(new URL(file, root), path)).map((link) =>
      `${file}:${link.line}: links to "${link.path}", which does not exist`
    ),
    ...(file === "docs/ARCHITECTURE.md"
      ? pathsIn(text).filter(({ path }) => !existingFile(root, path)).map(({ line, path }) =>
        `${file}:${line}: names "${path}", which does not exist`
      )
      : []),
  ];
}

/** The dependencies of `deno.json` have one line each in the table of `docs/dependencies.md`. */
export function dependencyMistakes(root: URL): string[] {
  const { imports = {} } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
  const used = Object.entries<string>(imports).filter(([, url]) => url.startsWith("npm:"))
    .map(([name, url]) => `${name} ${url.slice(url.lastIndexOf("@") + 1)}`);
  const text = Deno.readTextFileSync(new URL(DEPENDENCIES, root));
  const told = [...text.matchAll(/^\| `([^`]+)` +\| +(\S+) +\|/gm)].map(([, name, version]) =>
    `${name} ${version}`
  );
  return [
    ...used.filter((one) => !told.includes(one)).map((one) => `${DEPENDENCIES}: lacks ${one}`),
    ...told.filter((one) => !used.includes(one)).map((one) =>
      `${DEPENDENCIES}: tells of ${one}, which deno.json does not import`
    ),
  ];
}

/** Absolute paths of one machine. */
const MACHINE = /(?<![\w.~])\/(work|home|Users|root)\/\w/;

function machinePaths(root: URL): string[] {
  const files = [".ts", ".md", ".json", ".jsonc", ".yaml"].flatMap((end) => filesBelow(root, end));
  return files.filter((file) => !/_test\.ts$|^tools\/check_docs/.test(file)).flatMap((file) =>
    Deno.readTextFileSync(new URL(file, root)).split("\n").flatMap((line, at) =>
      MACHINE.test(line) ? [`${file}:${at + 1}: names a place on one machine: ${line.trim()}`] : []
    )
  );
}

if (import.meta.main) {
  const mistakes = await findMistakes(new URL("../", import.meta.url));
  for (const mistake of mistakes) console.error(mistake);
  if (mistakes.length > 0) Deno.exit(1);
  console.log("docs: ok");
}
