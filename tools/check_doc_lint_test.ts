import assert from "node:assert/strict";
import { findMistakes, readFindings } from "./check_doc_lint.ts";
import { inFolder } from "./_folder.ts";

const config = JSON.stringify({ imports: { zod: "./node_modules/zod/mod.ts" } });

/** Stands for a dependency: nothing in it is documented. */
const zod = "export interface ZodType { kind: string }\nexport * as z from './mod.ts';\n";

async function mistakesWith(files: Record<string, string>): Promise<string[]> {
  let mistakes: string[] = [];
  await inFolder(
    { "deno.json": config, "node_modules/zod/mod.ts": zod, ...files },
    async (root) => {
      mistakes = await findMistakes(root, ["mod.ts"]);
    },
  );
  return mistakes;
}

Deno.test("what programs import from this project is documented", async () => {
  assert.deepEqual(await findMistakes(new URL("../", import.meta.url)), []);
});

Deno.test("findings in a dependency that is passed on, and about its types, are not ours", async () => {
  const mistakes = await mistakesWith({
    "mod.ts": `/** All. @module */\nexport { z } from "zod";\nexport { take } from "./own.ts";\n`,
    "own.ts":
      `import type { z } from "zod";\n\n/** Takes it. */\nexport function take(_: z.ZodType): void {}\n`,
  });
  assert.deepEqual(mistakes, []);
});

Deno.test("findings in our own code are told with their place", async () => {
  const mistakes = await mistakesWith({
    "mod.ts": `/** All. @module */\nexport { z } from "zod";\nexport * from "./own.ts";\n`,
    "own.ts": [
      "interface Hidden {}",
      "/** Has a member. */",
      "export interface Shown {",
      "  member: Hidden;",
      "}",
      "/** A value. */",
      "export const value = Math.random();",
    ].join("\n"),
  });
  assert.deepEqual(mistakes, [
    "own.ts:4: exported symbol is missing JSDoc documentation (missing-jsdoc)",
    `own.ts:4: public type 'Shown["member"]' references private type 'Hidden' (private-type-ref)`,
    "own.ts:7: exported symbol is missing an explicit type annotation (missing-explicit-type)",
  ]);
});

Deno.test("an example that does not compile is a mistake", async () => {
  const example = (value: string) =>
    `/**\n * A.\n *\n * \`\`\`ts\n * export const n: number = ${value};\n * \`\`\`\n *\n * @module\n */\n` +
    "/** A. */\nexport const a: number = 1;\n";
  assert.deepEqual(await mistakesWith({ "mod.ts": example("1") }), []);
  const [mistake, ...others] = await mistakesWith({ "mod.ts": example(`"one"`) });
  assert.match(mistake!, /^an example in a comment is wrong:\n.*TS2322/s);
  assert.deepEqual(others, []);
});

Deno.test("a module that is not there is no clean bill", async () => {
  await assert.rejects(mistakesWith({}), /deno doc failed: .*mod\.ts/s);
});

Deno.test("findings in a form that cannot be read are not passed over", () => {
  const one = "error[missing-jsdoc]: it is missing\n --> a.ts:1:2\n";
  assert.equal(readFindings(`${one}\nerror: Found 1 documentation lint error.\n`).length, 1);
  assert.throws(
    () => readFindings(`${one}\nerror: Found 2 documentation lint errors.\n`),
    /counts 2 findings, of which 1 could be read/,
  );
});
