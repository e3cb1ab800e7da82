/** Lines with styles, cut to what fits. @module */
import { textWidth } from "../table.ts";

// deno-lint-ignore no-control-regex
const PIECE = /\x1b\[[0-9;]*m|[^\x1b]/gu;

/** A line, styles and all, cut so that it takes at most so many columns. */
export function cutStyled(line: string, width: number): string {
  if (textWidth(line) <= width) return line;
  let room = Math.max(0, width - 1);
  const pieces = (line.match(PIECE) ?? []).filter((piece) => {
    if (piece.startsWith("\x1b")) return true;
    room -= piece.length;
    return room >= 0;
  });
  const styles = pieces.findLastIndex((piece) => !piece.startsWith("\x1b")) + 1;
  return `${pieces.slice(0, styles).join("")}…${pieces.slice(styles).join("")}`;
}
