/** Arguments that are paths. @module */
import { message } from "@optique/core/message";
import type { ValueParser } from "@optique/core/valueparser";

type PathParser = ValueParser<"sync", string>;

/**
 * Takes any path that is not blank; shells complete names of files and folders. What lies there is
 * looked at where it is needed. Of our own, because that of `@optique/run` loads `node:fs`, 8 ms of
 * every start.
 *
 * @param metavar what help calls the value
 */
export function pathArgument(metavar: PathParser["metavar"]): PathParser {
  return {
    mode: "sync",
    metavar,
    placeholder: ".",
    parse: (input) =>
      input.trim() === ""
        ? { success: false, error: message`Path must not be empty.` }
        : { success: true, value: input },
    format: (value) => value,
    *suggest(prefix) {
      const description = message`File or directory`;
      const name = prefix.split(/[/\\]/).at(-1)!;
      const includeHidden = name.startsWith(".") && name !== "..";
      yield { kind: "file", pattern: prefix, type: "any", includeHidden, description };
    },
  };
}
