/**
 * Writes what is generated: `docs/steps.md` and `flows/flow.schema.json` from the steps' signatures, and the parts of `README.md`
 * between `<!-- generated: NAME -->` and `<!-- end -->` from `flows/example.yaml`.
 *
 *     deno run -A tools/gen.ts           write
 *     deno run -A tools/gen.ts --check   compare, exit 1 if anything differs
 *
 * @module
 */
import { flowSchema, formatDiagnostics, loadFlow } from "../lib/dsl/mod.ts";
import { renderMermaid, type StepSignature } from "../lib/graph/mod.ts";
import { stepCatalog } from "../lib/registry/mod.ts";
import { stepsPage } from "./_steps_page.ts";

const ROOT = new URL("../", import.meta.url);
const EXAMPLE = "flows/example.yaml";

/** What every generated file should hold, by its path relative to the root. */
export async function generate(): Promise<Map<string, string>> {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  return new Map([
    ["docs/steps.md", await formatted(stepsPage(await signatures()))],
    [
      "flows/flow.schema.json",
      await formatted(JSON.stringify(flowSchema(await signatures())), "json"),
    ],
    ["README.md", await formatted(fillParts(readme, await exampleParts()))],
  ]);
}

/** The generated files that are not as they should be. */
export async function outdated(): Promise<string[]> {
  const files: string[] = [];
  for (const [path, content] of await generate()) {
    const stored = await Deno.readTextFile(new URL(path, ROOT)).catch(() => null);
    if (stored !== content) files.push(path);
  }
  return files;
}

/**
 * Puts texts between the marks that name them.
 *
 * @throws if a text has no place, or a place no text
 */
export function fillParts(document: string, parts: ReadonlyMap<string, string>): string {
  const used = new Set<string>();
  const filled = document.replace(
    /(<!-- generated: (\S+) -->\n)[^]*?(<!-- end -->)/g,
    (_, open: string, name: string, close: string) => {
      const part = parts.get(name);
      if (part === undefined) throw new Error(`nothing is generated for "${name}"`);
      used.add(name);
      return `${open}\n${part}\n${close}`;
    },
  );
  for (const name of parts.keys()) {
    if (!used.has(name)) throw new Error(`there is no place for "${name}": add its two marks`);
  }
  return filled;
}

async function exampleParts(): Promise<Map<string, string>> {
  const url = new URL(EXAMPLE, ROOT);
  const text = await Deno.readTextFile(url);
  const { graph, diagnostics } = await loadFlow(text, { file: EXAMPLE }, stepCatalog(), url.href);
  if (graph === null) throw new Error(formatDiagnostics(diagnostics, { color: false }));
  const flow = text.replace(/^(#.*\n)+/, "");
  return new Map([
    ["flow", `\`\`\`yaml file=${EXAMPLE}\n${flow}\`\`\`\n`],
    ["graph", `\`\`\`mermaid\n${renderMermaid(graph)}\`\`\`\n`],
  ]);
}

async function signatures(): Promise<StepSignature[]> {
  const catalog = stepCatalog();
  const requests = catalog.names().map((step) => ({ step, params: {} }));
  const described = await catalog.describe(requests, ROOT.href);
  return described.map((step) => {
    if (!step.ok) throw new Error(step.message);
    return step.signature;
  });
}

/** As `deno fmt` writes it, so that both agree about generated files. */
async function formatted(text: string, extension = "md"): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--line-width", "100", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await output;
  if (!success) throw new Error("deno fmt refused what was generated");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  if (Deno.args.includes("--check")) {
    const files = await outdated();
    console.log(
      files.length === 0
        ? "generated files: ok"
        : `run "deno task gen": ${files.join(", ")} differs`,
    );
    Deno.exit(files.length === 0 ? 0 : 1);
  }
  for (const [path, content] of await generate()) {
    await Deno.writeTextFile(new URL(path, ROOT), content);
  }
}
