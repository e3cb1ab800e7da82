/**
 * Requests to end that reach the process as signals, each counted once.
 *
 * Ctrl-C in a terminal reaches the supervising parent and this process; `kill` reaches one of them.
 * The parent hands on what it gets as another signal, so the two routes are counted apart, and the
 * number of requests is the larger count: right in both cases, without a clock. `timeout` signals
 * its child and then the child's group; a repeat within {@link REPEAT_MS} on one route is no request.
 *
 * @module
 */

/** Signals by which users and systems ask for an end. */
export const REQUESTS = Deno.build.os === "windows"
  ? ["SIGINT"] as const
  : ["SIGINT", "SIGTERM"] as const;

/** The signal as which the supervising parent hands on a request. */
export const FORWARDED = "SIGUSR2";

/** Two signals on one route that are closer than this (in ms) are one request. */
export const REPEAT_MS = 100;

/** How a request arrived: at this process, or through its parent. */
export type Route = "direct" | "forwarded";

/** Counts requests that may arrive on two routes. */
export class RequestCounter {
  readonly #routes: Record<Route, { count: number; last: number }> = {
    direct: { count: 0, last: -Infinity },
    forwarded: { count: 0, last: -Infinity },
  };

  /** How often an end was asked for so far. */
  get requests(): number {
    return Math.max(this.#routes.direct.count, this.#routes.forwarded.count);
  }

  /**
   * Notes a signal.
   *
   * @param now a monotonic time in ms
   * @returns whether it was a new request
   */
  note(route: Route, now: number): boolean {
    const before = this.requests;
    const entry = this.#routes[route];
    if (now - entry.last >= REPEAT_MS) entry.count++;
    entry.last = now;
    return this.requests > before;
  }
}

/**
 * Calls `onRequest(1)` for the first request to end, `onRequest(2)` for the second, and so on, until
 * disposed of. Meanwhile the signals do not end the process by themselves.
 */
export function listenForRequests(onRequest: (n: number) => void): Disposable {
  const counter = new RequestCounter();
  const note = (route: Route) => {
    if (counter.note(route, performance.now())) onRequest(counter.requests);
  };
  const direct = () => note("direct");
  const forwarded = () => note("forwarded");
  for (const signal of REQUESTS) Deno.addSignalListener(signal, direct);
  if (Deno.build.os !== "windows") Deno.addSignalListener(FORWARDED, forwarded);
  return {
    [Symbol.dispose]() {
      for (const signal of REQUESTS) Deno.removeSignalListener(signal, direct);
      if (Deno.build.os !== "windows") Deno.removeSignalListener(FORWARDED, forwarded);
    },
  };
}

/** Until somebody asks for an end. */
export async function untilInterrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _listening = listenForRequests(() => resolve());
  await promise;
}
