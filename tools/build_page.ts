/**
 * Bundles the page of `lib/gui/page/` into `lib/gui/built/`, from where it is served: nobody who uses
 * the package needs a bundler.
 *
 *     deno run -A tools/build_page.ts           write
 *     deno run -A tools/build_page.ts --check   compare, exit 1 if it differs
 *
 * @module
 */
import { build, type BuildOptions, stop } from "esbuild";

const ROOT = new URL("../", import.meta.url);
const BUILT = "lib/gui/built/";

const OPTIONS: BuildOptions = {
  absWorkingDir: decodeURIComponent(ROOT.pathname),
  entryPoints: { page: "lib/gui/page/main.tsx" },
  outdir: BUILT,
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "linked",
  jsx: "automatic",
  jsxImportSource: "preact",
  // What is written for React runs on preact; neither is installed.
  alias: { "react": "preact/compat", "react-dom": "preact/compat" },
  define: { "process.env.NODE_ENV": '"production"' },
};

/** What the built files should hold, by their names. */
export async function buildPage(): Promise<Map<string, string>> {
  const { outputFiles } = await build({ ...OPTIONS, write: false });
  await stop();
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*\//, ""), text]));
}

/** The built files that are not as they should be. */
export async function outdatedPage(): Promise<string[]> {
  const files: string[] = [];
  for (const [name, text] of await buildPage()) {
    const stored = await Deno.readTextFile(new URL(BUILT + name, ROOT)).catch(() => null);
    if (stored !== text) files.push(BUILT + name);
  }
  return files;
}

if (import.meta.main) {
  if (Deno.args.includes("--check")) {
    const files = await outdatedPage();
    const told = `run "deno run -A tools/build_page.ts": ${files.join(", ")} differs`;
    console.log(files.length === 0 ? "page: ok" : told);
    Deno.exit(files.length === 0 ? 0 : 1);
  }
  await Deno.mkdir(new URL(BUILT, ROOT), { recursive: true });
  for (const [name, text] of await buildPage()) {
    await Deno.writeTextFile(new URL(BUILT + name, ROOT), text);
  }
}
