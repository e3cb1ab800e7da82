/**
 * One whole screen of a terminal: the alternate buffer, in which only lines that differ are written
 * anew, all at once where the terminal knows how to.
 *
 * @module
 */
import type { Output } from "../output.ts";

/** Alternate buffer, no cursor, and lines that are too long end at the edge. */
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l";
/** Undoes it, in whatever state the terminal is. */
export const LEAVE_SCREEN = "\x1b[?2026l\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h";
/** Terminals that know this mode show nothing before it ends. */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";

/** A screen that is drawn again and again. */
export class Screen {
  #drawn: readonly string[] = [];
  #size = "";
  #isOpen = false;

  constructor(readonly output: Pick<Output, "write" | "size">) {}

  /** Whether it is shown. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes the terminal. */
  enter(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.forget();
    this.output.write(ENTER);
  }

  /** Nothing is known any more of what the terminal shows: all is drawn anew. */
  forget(): void {
    this.#drawn = [];
    this.#size = "";
  }

  /** Shows lines, from the first row on; those that have not changed are not written. */
  draw(lines: readonly string[]): void {
    if (!this.#isOpen) return;
    const { columns, rows } = this.output.size();
    const size = `${columns} ${rows}`;
    const isSame = size === this.#size;
    const shown = lines.slice(0, rows);
    const last = shown.length - 1;
    // where the cursor stays, Deno erases the line when it loads modules: it is always written
    const changed = shown.flatMap((line, at) =>
      isSame && line === this.#drawn[at] && at !== last
        ? []
        : [`\x1b[${at + 1};1H\x1b[0m\x1b[2K${line}\x1b[0m`]
    );
    const below = isSame && this.#drawn.length <= shown.length ? "" : "\x1b[0J";
    this.#drawn = shown;
    this.#size = size;
    this.output.write(BEGIN + changed.join("") + below + END);
  }

  /** Gives the terminal back as it was. */
  leave(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.output.write(LEAVE_SCREEN);
  }
}
