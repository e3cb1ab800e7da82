/** The last log lines, for a screen on which there is room for some of them. @module */
import { printable } from "../../graph/render/labels.ts";
import type { LogLine } from "../../engine/contract.ts";
import { formatLog } from "../log_lines.ts";

/** Lines that are kept. */
const MOST = 500;

/** Keeps lines, and knows which of them nobody has seen in the terminal's own scroll-back. */
export class RecentLog {
  #lines: string[] = [];
  #unseen: string[] = [];
  #lost = 0;

  /** The last lines, the newest last. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Adds what a step or the engine wrote. @returns its lines as they are shown */
  add(line: LogLine, color: boolean): string[] {
    return this.addText(
      line.message.replace(/\n$/, "").split("\n").map((message) =>
        formatLog({ ...line, message: printable(message) }, color)
      ),
    );
  }

  /** Adds lines. @returns them */
  addText(lines: string[]): string[] {
    this.#lines = [...this.#lines, ...lines].slice(-MOST);
    this.#unseen.push(...lines);
    this.#lost += Math.max(0, this.#unseen.length - MOST);
    this.#unseen = this.#unseen.slice(-MOST);
    return lines;
  }

  /** The lines that were added since this was asked last, and how many more there were. */
  takeUnseen(): { readonly lines: string[]; readonly lost: number } {
    const taken = { lines: this.#unseen, lost: this.#lost };
    [this.#unseen, this.#lost] = [[], 0];
    return taken;
  }
}
