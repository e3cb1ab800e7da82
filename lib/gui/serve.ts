/** The server of the browser view. @module */
import { guiApp } from "./app.ts";
import type { Board } from "./board.ts";
import { isLoopback } from "./guard.ts";

/** Where it is served when nobody says otherwise. */
export const GUI_HOST = "127.0.0.1";
/** Likewise. */
export const GUI_PORT = 5566;

/** How to serve it. */
export interface ServeOptions {
  /** Name or address to listen on; a token is asked for unless it is loopback's. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port?: number;
  /** Gives figures in Prometheus' text format; without it there is no `/metrics`. */
  readonly metrics?: () => string;
}

/** A server that runs. */
export interface Served extends AsyncDisposable {
  /** What to open, with the token if one is needed. */
  readonly url: string;
  /** Pages that listen now. */
  readonly pages: number;
  /** Ends it; connections of pages are cut. */
  close(): Promise<void>;
}

/**
 * Serves the view of a board.
 *
 * @throws {Deno.errors.AddrInUse} if something else listens there
 * @throws {Deno.errors.AddrNotAvailable} if the machine has no such address
 */
export function serveGui(board: Board, options: ServeOptions = {}): Served {
  const { host = GUI_HOST, port = GUI_PORT, metrics } = options;
  const token = isLoopback(host) ? null : newToken();
  const gone = new AbortController();
  let pages = 0;
  const app = guiApp(board, {
    host,
    port: () => server.addr.port,
    token,
    onPage: (gone) => {
      pages++;
      gone.finally(() => pages--);
    },
    ...(metrics !== undefined && { metrics }),
  });
  const server = Deno.serve(
    { hostname: host.replace(/^\[|\]$/g, ""), port, signal: gone.signal, onListen: () => {} },
    app.fetch,
  );
  const shown = isLoopback(host) ? host : isAny(host) ? Deno.hostname() : host;
  const bracketed = shown.includes(":") && !shown.startsWith("[") ? `[${shown}]` : shown;
  const close = async () => {
    gone.abort();
    await server.finished;
  };
  return {
    url: `http://${bracketed}:${server.addr.port}/${token === null ? "" : `?token=${token}`}`,
    get pages() {
      return pages;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const isAny = (host: string) => host === "0.0.0.0" || host === "::" || host === "[::]";

/** 128 bits from the operating system. */
function newToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) =>
    byte.toString(16).padStart(2, "0")
  ).join("");
}
