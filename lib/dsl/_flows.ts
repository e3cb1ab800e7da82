/** Small flows with marked mistakes, in every notation, for tests. @module */
import type { Notation } from "./front_end.ts";

/** A flow without mistakes for the fake catalog; tests replace lines of it. */
export const BASE: readonly string[] = [
  "reader: { step: read, params: { file: in.txt }, next: split }",
  "split: { step: split, next: { bright: writer, faint: [] } }",
  "writer: { step: write, params: { file: out.txt } }",
];

/**
 * The lines of {@link BASE}, with some replaced: a line takes the place of the one with its key;
 * one that begins with `+`, or has a new key, is added.
 */
export function changed(changes: readonly string[]): string[] {
  const lines = [...BASE];
  for (const change of changes) {
    const key = keyOf(change);
    const at = lines.findIndex((line) => keyOf(line) === key);
    if (change.startsWith("+") || at < 0) lines.push(change.replace(/^\+ */, ""));
    else lines[at] = change;
  }
  return lines;
}

/** A document with some nodes, each given as one line of YAML's flow style. */
export function documentOf(notation: Notation, lines: readonly string[]): string {
  return notation === "yaml"
    ? ["name: demo", "nodes:", ...lines.map((line) => `  ${line}`), ""].join("\n")
    : ["{", '  "name": "demo", // a comment', '  "nodes": {', ...lines.map(jsonOf), "  },", "}", ""]
      .join("\n");
}

/** Takes the marks `«…»` out of a text, and says where the first began. */
export function unmarked(marked: string): { text: string; place: string; length: number } {
  const before = marked.slice(0, marked.indexOf("«")).split("\n");
  const inside = /«(.*)»/.exec(marked)?.[1] ?? "";
  const place = `${before.length}:${before.at(-1)!.length + 1}`;
  return { text: marked.replace(/[«»]/g, ""), place, length: inside.length };
}

const keyOf = (line: string) => line.replace(/[«»]/g, "").split(":")[0];

const WORD = /"[^"]*"|[^\s{}[\],:«»"]+(:\/\/[^\s{}[\],«»"]+)?/g;
const LITERAL = /^("|(-?\d+(\.\d+)?(e\d+)?|true|false|null)$)/;

/** YAML's flow style with every bare word in quotes is JSON. */
function jsonOf(line: string): string {
  return `    ${line.replace(WORD, (word) => LITERAL.test(word) ? word : `"${word}"`)},`;
}
