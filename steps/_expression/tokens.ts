/** The words of an expression. @module */
import { ExpressionError } from "./error.ts";

/** A word, and where it begins. */
export interface Token {
  readonly kind: "number" | "text" | "name" | "sign" | "end";
  /** As it is written; of a text what is between the quotes. */
  readonly text: string;
  readonly at: number;
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const TEXT = /"([^"]*)"|'([^']*)'/y;
const SIGN = /\*\*|<=|>=|==|!=|&&|\|\||[-+*/%<>!().,[\]]/y;
const SPACE = /\s*/y;

/** Takes a text apart. @throws {ExpressionError} for a character that begins no word */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  for (;;) {
    at += match(SPACE)![0].length;
    if (at === source.length) return [...tokens, { kind: "end", text: "", at }];
    const token = next();
    tokens.push({ ...token, at });
    at += token.length;
  }

  function next(): Omit<Token, "at"> & { readonly length: number } {
    for (const [kind, pattern] of [["number", NUMBER], ["name", NAME], ["sign", SIGN]] as const) {
      const found = match(pattern)?.[0];
      if (found !== undefined) return { kind, text: found, length: found.length };
    }
    const quoted = match(TEXT);
    if (quoted) return { kind: "text", text: quoted[1] ?? quoted[2]!, length: quoted[0].length };
    const char = String.fromCodePoint(source.codePointAt(at)!);
    if (char === '"' || char === "'") throw new ExpressionError(`${char} is never closed`, at);
    const hint = char === "=" ? ": to compare, write ==" : "";
    throw new ExpressionError(`"${char}" has no meaning here${hint}`, at);
  }
}
