/**
 * Executes the examples of the documents. On every page, from top to bottom and in a fresh copy of
 * the project:
 *
 * - `ts`, `yaml`, `json` with `file=PATH` are written to that path and checked at once: TypeScript
 *   by the compiler, flows by `check`, which must end with 0 or with the code of `exit=N`;
 * - `sh`: every line is executed, and must end likewise;
 * - `text shows=PATH`: that file must begin with these lines; `text shows=output`: what the block
 *   before printed must hold these lines, in this order;
 * - each of these that has neither must say `no-run="reason"`.
 */
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { dirname } from "node:path";
import { type Fence, fencesIn } from "../tools/_markdown.ts";

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const NEEDED = ["cli.ts", "mod.ts", "deno.json", "deno.lock", "lib", "steps", "flows"];
const DENO = /^(npx --yes deno@[\d.]+|deno) /;

const pages = ["README.md", "CONTRIBUTING.md", ...docsBelow("docs")];

for (const page of pages) {
  const fences = fencesIn(Deno.readTextFileSync(ROOT + page)).filter(({ language }) =>
    /^(ts|yaml|jsonc?|sh|text)$/.test(language)
  );
  if (fences.length === 0 || page.startsWith("docs/specs/")) continue;

  Deno.test(`the examples of ${page} work`, async () => {
    const folder = await Deno.realPath(await Deno.makeTempDir());
    try {
      for (const name of NEEDED) cpSync(ROOT + name, `${folder}/${name}`, { recursive: true });
      await Deno.remove(`${folder}/flows/out`, { recursive: true }).catch(() => {});
      let output = "";
      for (const fence of fences) {
        const told = await execute(fence, folder, output).catch((error) => {
          throw new Error(`${page}:${fence.line}: ${error.message}`);
        });
        output = told ?? output;
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("a block that is neither executed nor excused is refused", async () => {
  const [fence] = fencesIn("```sh no-run\ndeno --version\n```\n\n```yaml\na: 1\n```\n");
  await assert.rejects(execute(fence!, ".", ""), /no-run="reason"/);
});

Deno.test("the README has the two commands that do all their own set-up", () => {
  const commands = fencesIn(Deno.readTextFileSync(`${ROOT}README.md`))
    .flatMap(({ language, text }) => language === "sh" ? text.split("\n") : [])
    .filter((line) => line.startsWith("npx "));
  assert.deepEqual(commands, [
    "npx --yes deno@2.9.6 run -A cli.ts flows/example.yaml",
    "npx --yes deno@2.9.6 task test",
  ]);
});

/** Does what a block says; gives what it printed if it is one that prints. */
async function execute(fence: Fence, folder: string, output: string): Promise<string | null> {
  const { language, info, text } = fence;
  if (/\bno-run="[^"]+"/.test(info)) return null;
  const option = (name: string) => new RegExp(`\\b${name}=(\\S+)`).exec(info)?.[1];
  const [file, shows] = [option("file"), option("shows")];
  const exitCode = Number(option("exit") ?? 0);
  if (language === "sh" && /^(exit=\d+)?$/.test(info)) {
    return await executeLines(text, folder, exitCode);
  }
  if (shows === "output") holdsLines(output, text);
  else if (shows) beginsWith(await Deno.readTextFile(`${folder}/${shows}`), text);
  else if (file) await place(folder, file, text, exitCode);
  else throw new Error(`say file=…, shows=… or no-run="reason" behind "${language}"`);
  return null;
}

async function place(folder: string, file: string, text: string, exitCode: number): Promise<void> {
  await Deno.mkdir(dirname(`${folder}/${file}`), { recursive: true });
  await Deno.writeTextFile(`${folder}/${file}`, text);
  if (file.endsWith(".ts")) await deno(["check", "--quiet", file], folder);
  else await deno(["run", "-A", "cli.ts", "check", file], folder, exitCode);
}

async function executeLines(text: string, folder: string, exitCode: number): Promise<string> {
  let output = "";
  for (const line of text.trim().split("\n")) {
    assert.match(line, DENO, `only Deno can be executed here, not "${line}"`);
    output += await deno(line.replace(DENO, "").split(" "), folder, exitCode);
  }
  return output;
}

/** Executes Deno; gives what it printed. */
async function deno(args: readonly string[], cwd: string, exitCode = 0): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const printed = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, exitCode, `deno ${args.join(" ")} ended with ${code}:\n${printed}`);
  return printed;
}

function beginsWith(content: string, lines: string): void {
  assert.equal(content.slice(0, lines.length), lines);
}

/** Lines of a text, in order; `…` in a line stands for anything. */
function holdsLines(output: string, lines: string): void {
  const printed = output.split("\n").map((line) => line.trimEnd());
  let at = 0;
  for (const line of lines.trimEnd().split("\n")) {
    const pattern = new RegExp(`^${line.split("…").map(RegExp.escape).join(".*")}$`);
    const found = printed.findIndex((one, index) => index >= at && pattern.test(one));
    assert.ok(
      found >= 0,
      `nothing like "${line}" was printed (from line ${at + 1}) in:\n${output}`,
    );
    at = found + 1;
  }
}

function docsBelow(folder: string): string[] {
  return [...Deno.readDirSync(ROOT + folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return docsBelow(`${folder}/${name}`);
    return name.endsWith(".md") ? [`${folder}/${name}`] : [];
  }).sort();
}
