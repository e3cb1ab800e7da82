import assert from "node:assert/strict";
import { findMistakes } from "./check_docs.ts";
import { inFolder } from "./_folder.ts";
import { fencesIn } from "./_markdown.ts";

const project = {
  "deno.json": JSON.stringify({ imports: { zod: "npm:zod@4.6.7", own: "./mod.ts" } }),
  "docs/dependencies.md":
    "| name | version | why |\n| --- | --- | --- |\n| `zod` | 4.6.7 | schemas |\n",
  "mod.ts": `/** The room. @module */\nexport { a } from "./lib/graph/a.ts";\n`,
  "lib/graph/a.ts": "/** A number. */\nexport const a: number = 1;\n",
};

async function mistakesWith(files: Record<string, string>): Promise<string[]> {
  let mistakes: string[] = [];
  await inFolder({ ...project, ...files }, async (root) => {
    mistakes = await findMistakes(root);
  });
  return mistakes;
}

Deno.test("a project that is in order has no mistakes", async () => {
  assert.deepEqual(await mistakesWith({ "README.md": "See [the room](./mod.ts#a).\n" }), []);
});

Deno.test("a symbol without a comment is told where it is declared, not where it is passed on", async () => {
  const mistakes = await mistakesWith({
    "lib/graph/a.ts": "const hidden = 1;\nexport const a: number = hidden;\n",
    "lib/graph/a_test.ts": "export const needsNone = 1;\n",
  });
  assert.deepEqual(mistakes, [`lib/graph/a.ts:2: "a" has no JSDoc comment`]);
});

Deno.test("a module's comment does not stand for its first symbol's", async () => {
  const mistakes = await mistakesWith({
    "lib/graph/b.ts": "/** B. @module */\nexport const b = 1;\n",
  });
  assert.deepEqual(mistakes, [`lib/graph/b.ts:2: "b" has no JSDoc comment`]);
});

Deno.test("links and the files that ARCHITECTURE names must exist; code is no link", async () => {
  const mistakes = await mistakesWith({
    "README.md":
      "text\n\n[gone](docs/gone.md) and [web](https://example.org)\n\n```md\n[x](y.md)\n```\n",
    "docs/ARCHITECTURE.md": "`lib/graph/a.ts` and `lib/graph/c.ts` in `lib/graph/`, `lib/none/`\n",
  });
  assert.deepEqual(
    mistakes,
    [
      `README.md:3: links to "docs/gone.md", which does not exist`,
      `docs/ARCHITECTURE.md:1: names "lib/graph/c.ts", which does not exist`,
      `docs/ARCHITECTURE.md:1: names "lib/none/", which does not exist`,
    ].sort(),
  );
});

Deno.test("documents keep their length", async () => {
  const [mistake] = await mistakesWith({ "README.md": "line\n".repeat(121) });
  assert.equal(mistake, "README.md: has 121 lines, more than 120");
});

Deno.test("the table of dependencies is about those that there are, version for version", async () => {
  const mistakes = await mistakesWith({ "docs/dependencies.md": "| `zod` | 4.0.0 | schemas |\n" });
  assert.deepEqual(mistakes, [
    "docs/dependencies.md: lacks zod 4.6.7",
    "docs/dependencies.md: tells of zod 4.0.0, which deno.json does not import",
  ]);
});

Deno.test("places on one machine are found, places in a project are not", async () => {
  const mistakes = await mistakesWith({
    "README.md": "in lib/work/x and https://example.org/home/x\n",
    "docs/a.md": ["see", "work", "main"].join("/").replace("see", "see ") + "\n",
  });
  assert.deepEqual(mistakes.map((line) => line.split(": ")[0]), ["docs/a.md:1"]);
});

Deno.test("fences are read with language, info and line", () => {
  const [first, second] = fencesIn("a\n\n```ts file=x.ts\nlet a;\n```\n\n```\n```\n");
  assert.deepEqual(first, { line: 3, language: "ts", info: "file=x.ts", text: "let a;\n" });
  assert.deepEqual(second, { line: 7, language: "", info: "", text: "" });
});
