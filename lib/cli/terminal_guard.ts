/** Gives the terminal back, however the program comes to its end. @module */

let restore: (() => void) | null = null;

/** Notes what gives the terminal back, until disposed of; it may be called more than once. */
export function guardTerminal(giveBack: () => void): Disposable {
  restore = giveBack;
  addEventListener("unload", giveBack);
  return {
    [Symbol.dispose]() {
      restore = null;
      removeEventListener("unload", giveBack);
    },
  };
}

/** Gives it back now, before something is told that must stay readable. */
export function restoreTerminal(): void {
  restore?.();
}
