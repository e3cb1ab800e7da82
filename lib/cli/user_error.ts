/** Mistakes of the user, which end the tool with exit code 2, and bugs of the tool. @module */
import { printable } from "../graph/render/labels.ts";
import { paint } from "./output.ts";

/** A mistake in the arguments or in what they name; told in one or two lines, never with a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to do about it, or null. */
  readonly hint: string | null;

  /** @param message what is wrong and where; @param hint what to do about it */
  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** The lines in which a mistake is told, with a line feed at the end of each. */
export function formatMistake(
  mistake: { readonly message: string; readonly hint: string | null },
  color: boolean,
): string {
  const { message, hint } = mistake;
  const advice = hint === null ? "" : `  ${paint("cyan", "hint", color)}: ${shown(hint)}\n`;
  return `${paint(["bold", "red"], "error", color)}: ${shown(message)}\n${advice}`;
}

/** Names of files may hold anything, also what drives a terminal. */
const shown = (text: string) => text.replace(/[^\n]+/g, printable);

/** The lines in which a bug of this tool is told; its stack only where `stack` asks for it. */
export function formatBug(error: unknown, stack: boolean, color: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const told = formatMistake({
    message: `internal: ${message.split("\n")[0]}`,
    hint: stack ? null : "this is a bug; CTAPIPE_FLOW_DEBUG=1 shows where",
  }, color);
  return stack && error instanceof Error ? `${told}${error.stack}\n` : told;
}
