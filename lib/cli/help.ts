/** Pieces of the help texts. @module */
import { lineBreak, type Message, message, text } from "@optique/core/message";

/** A footer that shows example command lines, given without the program's name. */
export function examples(...lines: readonly string[]): Message {
  return [
    text("Examples:"),
    ...lines.flatMap((line) => [lineBreak(), text(`  ctapipe-flow ${line}`)]),
  ];
}

/** What FLOW means, the same in every subcommand. */
export const FLOW_HELP: Message =
  message`Flow file: .yaml, .json, .jsonc or .ts. Paths in it are relative to its folder.`;
