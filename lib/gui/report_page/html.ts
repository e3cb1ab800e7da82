/** Text of HTML documents in which nothing but what is written here is markup. @module */
import { printable } from "../../graph/render/labels.ts";

/** Markup that may be put into a document as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | readonly Part[];

/** Markup of a template: whatever is put into it is text, unless it is {@link Html} itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((text, at) => text + (at < parts.length ? textOf(parts[at]!) : "")).join(""),
  );
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join("");
  return escapeHtml(String(part));
}

/** Text that is shown as it is, in an element or in a quoted attribute; line feeds stay. */
export function escapeHtml(text: string): string {
  return text.split("\n").map(printable).join("\n")
    .replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
