import assert from "node:assert/strict";
import { GRAPH_CODES } from "../graph/codes.ts";
import { stepCatalog } from "../registry/mod.ts";
import { fakeCatalog } from "./_fake_catalog.ts";
import { BASE, changed, documentOf } from "./_flows.ts";
import { DSL_CODES } from "./codes.ts";
import { loadFlow } from "./load.ts";
import { parseOverride } from "./overrides.ts";

const DOCUMENT = await Deno.readTextFile(
  new URL("../../docs/specs/diagnostics.md", import.meta.url),
);

const ROWS = [...DOCUMENT.matchAll(/^\| `(\w+)` +\| (.+?) +\| `(.+)` +\|$/gm)]
  .map(([, code = "", , example = ""]) => ({ code, lines: example.split("<br>") }));

Deno.test("the table lists exactly the codes there are, sorted", () => {
  const codes = [...new Set<string>([...GRAPH_CODES, ...DSL_CODES])].sort();
  assert.deepEqual(ROWS.map(({ code }) => code), codes);
});

Deno.test("the documented flow is the one that the examples change", () => {
  for (const line of BASE) assert.ok(DOCUMENT.includes(`\n  ${line}\n`), line);
});

async function codesOf(lines: readonly string[]): Promise<string[]> {
  const [first = ""] = lines;
  const load = async (text: string, file = "demo.yaml") =>
    (await loadFlow(text, { file }, fakeCatalog(), "file:///demo.yaml")).diagnostics;
  const [option, argument = ""] = first.split(" ");
  if (option === "--file") return (await load("", argument)).map(({ code }) => code);
  if (option === "--set") {
    const found = parseOverride(option, argument);
    return "code" in found ? [found.code] : [];
  }
  if (first.startsWith("{")) {
    return (await load(lines.join("\n"), "demo.json")).map(({ code }) => code);
  }
  if (first.startsWith("import ")) return await codesOfModule(lines.join("\n"));
  const whole = /^(name:|#)/.test(first);
  const text = whole ? lines.join("\n") : documentOf("yaml", changed(lines));
  return (await load(text)).map(({ code }) => code);
}

async function codesOfModule(text: string): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/demo.ts`, text);
    const base = `file://${folder}/demo.ts`;
    const { diagnostics } = await loadFlow(text, { file: "demo.ts" }, stepCatalog(), base);
    return diagnostics.map(({ code }) => code);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const { code, lines } of ROWS) {
  Deno.test(`the documented example of ${code} gives it`, async () => {
    const codes = await codesOf(lines);
    assert.ok(codes.includes(code), `it gives ${codes}`);
  });
}

Deno.test("every code is given by some source file of the room that lists it", async () => {
  for (const [room, codes] of [["graph", GRAPH_CODES], ["dsl", DSL_CODES]] as const) {
    const folder = new URL(`../${room}/`, import.meta.url);
    const sources = await sourcesBelow(folder);
    for (const code of codes) assert.ok(sources.includes(`"${code}"`), `${room}: ${code}`);
  }
});

async function sourcesBelow(folder: URL): Promise<string> {
  let sources = "";
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (/_test\.ts$|^_|^codes\.ts$|^testdata$/.test(name)) continue;
    sources += isDirectory
      ? await sourcesBelow(new URL(`${name}/`, folder))
      : await Deno.readTextFile(new URL(name, folder));
  }
  return sources;
}
