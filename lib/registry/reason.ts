/** What the runtime says of a module that cannot be loaded, in the words of a flow's author. @module */
import { stripVTControlCharacters } from "node:util";

/**
 * The text of an error on a line that may be printed, and where the runtime says that it happened
 * on lines of their own. Advice for the runtime's own command line is left out: it is of no use
 * here.
 */
export function plainReason(text: string): string {
  const plain = stripVTControlCharacters(text);
  const told = refusedImport(plain);
  if (told !== null) return [told, ...plain.split("\n").filter(isPlace)].join("\n");
  return plain.replace(/^TypeError: (?=\w*Error)/, "").replace(/, run again with .*$/m, "");
}

const isPlace = (line: string) => /^\s+at /.test(line);

/** Deno says the first of a host, the second of a bare name, and the third of `npm:` names. */
function refusedImport(text: string): string | null {
  const host = /Requires import access to "([^"]+)"/.exec(text)?.[1];
  if (host !== undefined) {
    return `it imports from ${host}, but modules from the network are not loaded: ` +
      "copy it beside the flow";
  }
  const bare = /Import "([^"]+)" not a dependency/.exec(text)?.[1];
  if (bare !== undefined) return unknownPackage(bare);
  if (!text.includes("The lockfile is out of date")) return null;
  return unknownPackage(/"(npm:.+?)(?:@\*)?": /.exec(text)?.[1] ?? "a package");
}

const unknownPackage = (name: string) =>
  `it imports ${name}, which ctapipe-flow does not have; ` +
  "only the packages of its deno.json can be imported";
