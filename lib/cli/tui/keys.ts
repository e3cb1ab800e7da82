/** Keys that are pressed while a flow is executed. @module */

/** A letter, or `up`, `down`, `first`, `last`, `enter`, `escape`. */
export type Key = string;

const SEQUENCES: Readonly<Record<string, Key>> = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[H": "first",
  "\x1b[1~": "first",
  "\x1b[F": "last",
  "\x1b[4~": "last",
  "\x1b[5~": "first",
  "\x1b[6~": "last",
  "\r": "enter",
  "\n": "enter",
  "\x1b": "escape",
};

/** The keys in what a terminal sent at once; sequences that mean nothing here are left out. */
export function keysIn(text: string): Key[] {
  // deno-lint-ignore no-control-regex
  const strokes = text.match(/\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)?|[^\x1b]/gu) ?? [];
  return strokes.flatMap((stroke) => {
    const known = SEQUENCES[stroke];
    if (known !== undefined) return [known];
    return stroke.startsWith("\x1b") ? [] : [stroke];
  });
}

/**
 * Calls `onKey` for every key until disposed of. Without a keyboard nothing is called. Ctrl-C and
 * Ctrl-Z stay signals: the terminal only gives letters at once, and does not show them.
 */
export function listenForKeys(onKey: (key: Key) => void): Disposable {
  if (!Deno.stdin.isTerminal()) return { [Symbol.dispose]() {} };
  let isOver = false;
  const listen = async () => {
    const buffer = new Uint8Array(64);
    const decoder = new TextDecoder();
    while (!isOver) {
      const n = await Deno.stdin.read(buffer);
      if (n === null || isOver) return;
      for (const key of keysIn(decoder.decode(buffer.subarray(0, n), { stream: true }))) onKey(key);
    }
  };
  setCbreak(true);
  listen().catch(() => {}); // the terminal is gone: nobody presses keys any more
  return {
    [Symbol.dispose]() {
      isOver = true;
      setCbreak(false);
    },
  };
}

/** Has the terminal give keys one by one, or lines again. Does nothing where that is not possible. */
export function setCbreak(on: boolean): void {
  try {
    Deno.stdin.setRaw(on, { cbreak: on && Deno.build.os !== "windows" });
  } catch {
    // It is gone.
  }
}
