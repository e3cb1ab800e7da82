/**
 * Checks the documentation of what programs import: `deno run -A tools/check_doc_lint.ts`.
 *
 * What `deno doc --lint` finds in our own code is wrong; what it finds in a dependency that is passed
 * on is not ours. The examples in the comments of the same modules must compile.
 *
 * @module
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The modules that are looked at together: what one of them exports is public for all. */
const ENTRIES = ["mod.ts", "lib/step/mod.ts"];

/** Something that `deno doc --lint` does not like. */
export interface Finding {
  /** Kind of finding, such as `missing-jsdoc`. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Looks through some modules and what they pass on.
 *
 * @param root URL of a folder with a `deno.json`, slash at its end
 * @returns one line per mistake, `file:line: what`; empty if all is well
 * @throws if the modules cannot be read at all
 */
export async function findMistakes(
  root: URL,
  entries: readonly string[] = ENTRIES,
): Promise<string[]> {
  const lint = await deno(root, ["doc", "--lint", ...entries]);
  const own = lint.success ? [] : readFindings(lint.told).filter(isOwn);
  const examples = await deno(root, ["check", "--quiet", "--doc-only", ...entries]);
  return [
    ...own.map(({ code, message, file, line }) =>
      `${relative(fileURLToPath(root), file)}:${line}: ${message} (${code})`
    ).sort(),
    ...(examples.success ? [] : [`an example in a comment is wrong:\n${examples.told}`]),
  ];
}

/**
 * Reads what `deno doc --lint` printed, without colours.
 *
 * @throws if it holds fewer findings than it counts: nothing may be missed for a new format
 */
export function readFindings(text: string): Finding[] {
  const findings = [...text.matchAll(/^error\[([\w-]+)\]: (.*)\n *--> (.*):(\d+):\d+$/gm)]
    .map(([, code, message, file, line]): Finding => ({
      code: code!,
      message: message!,
      file: file!,
      line: Number(line),
    }));
  const count = /^error: Found (\d+) documentation lint errors?\.$/m.exec(text)?.[1];
  if (findings.length === Number(count)) return findings;
  throw new Error(
    count === undefined
      ? `deno doc failed: ${text}`
      : `deno doc counts ${count} findings, of which ${findings.length} could be read`,
  );
}

/** Whether a finding is about our own code: not inside a dependency, and not about zod's types. */
function isOwn({ code, message, file }: Finding): boolean {
  if (/[\\/]node_modules[\\/]/.test(file)) return false;
  if (code !== "private-type-ref") return true;
  const name = /references private type '(\w+)'/.exec(message)?.[1];
  return !new RegExp(`\\bz\\.${name}\\b`).test(Deno.readTextFileSync(file));
}

async function deno(root: URL, [subcommand = "", ...rest]: readonly string[]) {
  const config = fileURLToPath(new URL("deno.json", root));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [subcommand, "--config", config, ...rest],
    cwd: fileURLToPath(root),
    env: { NO_COLOR: "1" },
  }).output();
  const [out, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, told: `${out}${told}` };
}

if (import.meta.main) {
  const mistakes = await findMistakes(new URL("../", import.meta.url));
  for (const mistake of mistakes) console.error(mistake);
  if (mistakes.length > 0) Deno.exit(1);
  console.log("doc lint: ok");
}
