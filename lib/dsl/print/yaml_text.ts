/** Text as a scalar of YAML, in quotes only where it needs them. @module */

/**
 * What may stand without quotes: no indicator first, no space at the ends, no control characters.
 * Stricter than YAML where that costs nobody anything.
 */
const PLAIN =
  /^[\p{L}\p{N}_./$(+\\](?:[\p{L}\p{M}\p{N}\p{S}\p{P} ]*[\p{L}\p{M}\p{N}\p{S}\p{P}])?$/u;
/** What ends plain text: a comment, or a key. */
const ENDS_PLAIN = /: | #|:$/;
/** What means something besides text inside of brackets. */
const BRACKETS = /[,[\]{}:]/;
/** Words that are no text, or were none in YAML 1.1. */
const WORDS = /^(null|true|false|yes|no|on|off|y|n)$/i;
const NUMBER = /^[-+]?(0[xob][\da-f_]*|\.(inf|nan)|[\d._:,]*(e[-+]?[\d_]*)?)$/i;
const DATE = /^\d{4}-\d\d?-\d\d?/;

/** @param inBrackets whether it stands in `[…]` @returns text in one line */
export function yamlText(text: string, inBrackets = false): string {
  const isPlain = PLAIN.test(text) && !ENDS_PLAIN.test(text) && !text.startsWith("...") &&
    !(inBrackets && BRACKETS.test(text)) &&
    !WORDS.test(text) && !NUMBER.test(text) && !DATE.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/**
 * Text of several lines as a block of lines, each indented; null where that would not give every
 * character back.
 */
export function yamlLines(text: string, indent: string): string[] | null {
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n");
  const isBlock = lines.length > 1 && /^[^\s#]/.test(lines[0]!) &&
    lines.every((line) => line === "" || /^[\p{L}\p{M}\p{N}\p{S}\p{P} ]*[^\s]$/u.test(line)) &&
    lines.at(-1) !== "";
  if (!isBlock) return null;
  const header = text.endsWith("\n") ? "|" : "|-";
  return [header, ...lines.map((line) => line === "" ? "" : indent + line)];
}
