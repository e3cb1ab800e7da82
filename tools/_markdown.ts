/** Just enough Markdown: links, paths and fenced blocks. @module */

/** Something that a document names, with its line, counted from 1. */
export interface Mention {
  readonly line: number;
  readonly path: string;
}

/** A fenced block. */
export interface Fence {
  /** Line of the opening fence. */
  readonly line: number;
  /** The first word behind the opening fence; empty if there is none. */
  readonly language: string;
  /** The rest of that line. */
  readonly info: string;
  /** The lines inside, each with its line break. */
  readonly text: string;
}

/** The fenced blocks of a document, in order. */
export function fencesIn(text: string): Fence[] {
  const pattern = /^```(\S*)[ \t]*(.*)\n([^]*?)^```[ \t]*$/gm;
  return [...text.matchAll(pattern)].map((
    { index, 1: language = "", 2: info = "", 3: inside = "" },
  ) => ({
    line: lineAt(text, index),
    language,
    info: info.trim(),
    text: inside,
  }));
}

/** Relative links outside of code, without their anchors. */
export function linksIn(text: string): Mention[] {
  return mentions(withoutFences(text), /\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)/g);
}

/** Paths of files and folders in backquotes, such as `lib/graph/` and `cli.ts`, fences included. */
export function pathsIn(text: string): Mention[] {
  return mentions(
    text,
    /(?<![\w/.(])((?:[\w.-]+\/)+(?:[\w.-]+\.(?:tsx?|md|json|ya?ml))?|[\w-]+\.ts)(?![\w/*{])/g,
  );
}

/** Whether a file or folder is there. */
export function existingFile(from: URL, path: string): boolean {
  try {
    Deno.statSync(new URL(path, from));
    return true;
  } catch {
    return false;
  }
}

/** Fences become empty lines, so that lines keep their numbers. */
function withoutFences(text: string): string {
  return text.replace(/^```[^]*?^```[ \t]*$/gm, (fence) => fence.replace(/[^\n]/g, ""));
}

function mentions(text: string, pattern: RegExp): Mention[] {
  return [...text.matchAll(pattern)].map(({ index, 1: path = "" }) => ({
    line: lineAt(text, index),
    path,
  }));
}

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;
