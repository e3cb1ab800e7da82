/** The browser view, as the subcommands open it. @module */
import { type Asker, CollectorBoard } from "../gui/collector_board.ts";
import { serveGui, type ServeOptions } from "../gui/serve.ts";
import { Collector } from "../telemetry/collector.ts";
import { formatMetrics } from "../telemetry/metrics.ts";
import type { Sink } from "../telemetry/teller.ts";
import { UserError } from "./user_error.ts";

/** A view that is served. */
export interface View extends AsyncDisposable {
  /** What to open in a browser. */
  readonly url: string;
  /** What it shows: whatever this is told. */
  readonly collector: Collector;
  /** Tells it. */
  readonly sink: Sink;
}

/** How to serve it. */
export interface ViewOptions {
  readonly host: string;
  readonly port: number;
  /** Hands requests on; without it none are taken. */
  readonly asker?: Asker | undefined;
  /** What it shows; default: a new one, that knows of nothing yet. */
  readonly collector?: Collector;
}

/** Pages that listen have so long to hear how it ended. */
const LAST_WORDS_MS = 300;

/**
 * Serves a view of what a collector knows.
 *
 * @throws {UserError} if nothing can be served there
 */
export function openView(
  { host, port, asker, collector = new Collector() }: ViewOptions,
): View {
  const board = new CollectorBoard(collector, asker);
  try {
    const served = serve(board, { host, port, metrics: () => formatMetrics(collector) });
    return {
      url: served.url,
      collector,
      sink: { send: (message) => collector.accept(message) },
      async [Symbol.asyncDispose]() {
        if (served.pages > 0) await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
        await served.close();
        board[Symbol.dispose]();
      },
    };
  } catch (error) {
    board[Symbol.dispose]();
    throw error;
  }
}

function serve(board: CollectorBoard, options: ServeOptions & { host: string; port: number }) {
  const { host, port } = options;
  try {
    return serveGui(board, options);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UserError(
        `something else listens on port ${port} of ${host}`,
        "choose another port, or 0 for any free one",
      );
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new UserError("the view needs the right to serve", "start it with deno run -A");
    }
    if (
      error instanceof Deno.errors.AddrNotAvailable || error instanceof Deno.errors.PermissionDenied
    ) {
      throw new UserError(
        `${host}:${port} cannot be listened on: ${error.message}`,
        "choose an address of this machine, such as 127.0.0.1 or 0.0.0.0, or another port",
      );
    }
    throw error;
  }
}
