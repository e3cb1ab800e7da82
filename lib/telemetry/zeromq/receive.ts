/**
 * Takes what comes to a socket. Under Deno the ZeroMQ addon's own way to wait stops for ever after a
 * pause (`shim_test.ts` shows whether it still does), so that sockets are asked again and again: often
 * while something comes, and fifty times per second while nothing does.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { Pull } from "zeromq";

/** Empty looks that follow at once, before the first pause. */
const EAGER_LOOKS = 20;
/** The longest pause, in ms, if nobody says otherwise. */
const MOST_PAUSE_MS = 20;

/** Whether an error says that a socket had nothing, or took nothing. */
export function isAgain(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}

/**
 * Calls `take` with each frame that comes, until the socket is closed.
 *
 * @param socket made with `receiveTimeout: 0`: then nothing ever waits in the addon
 * @param mostPauseMs between two looks
 * @returns resolves when the socket is closed
 */
export async function receiveFrames(
  socket: Pull,
  take: (frame: Uint8Array) => void,
  mostPauseMs: number = MOST_PAUSE_MS,
): Promise<void> {
  let empty = 0;
  while (!socket.closed) {
    try {
      const frames = await socket.receive();
      empty = 0;
      for (const frame of frames) take(frame);
    } catch (error) {
      if (socket.closed) return;
      if (!isAgain(error)) throw error;
      await pause(empty++, mostPauseMs);
    }
  }
}

function pause(empty: number, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (empty < EAGER_LOOKS) setImmediate(resolve);
    else setTimeout(resolve, Math.min(mostMs, 1 + (empty - EAGER_LOOKS) / 10));
  });
}
