/** The browser view, as the subcommands open it. @module */
import { type Asker, CollectorBoard } from "../gui/collector_board.ts";
import { serveGui } from "../gui/serve.ts";
import { Collector } from "../telemetry/collector.ts";
import { UserError } from "./user_error.ts";

/** A view that is served. */
export interface View extends AsyncDisposable {
  /** What to open in a browser. */
  readonly url: string;
  /** What it shows: whatever this is told. */
  readonly collector: Collector;
}

/** How to serve it. */
export interface ViewOptions {
  readonly host: string;
  readonly port: number;
  /** Hands requests on; without it none are taken. */
  readonly asker?: Asker;
}

/**
 * Serves a view of what a new collector knows.
 *
 * @throws {UserError} if nothing can be served there
 */
export function openView({ host, port, asker }: ViewOptions): View {
  const collector = new Collector();
  const board = new CollectorBoard(collector, asker);
  try {
    const served = serveGui(board, { host, port });
    return {
      url: served.url,
      collector,
      async [Symbol.asyncDispose]() {
        await served.close();
        board[Symbol.dispose]();
      },
    };
  } catch (error) {
    board[Symbol.dispose]();
    throw unusable(error, host, port);
  }
}

function unusable(error: unknown, host: string, port: number): unknown {
  if (error instanceof Deno.errors.AddrInUse) {
    return new UserError(
      `something else listens on port ${port} of ${host}`,
      "choose another one with --port N, or any free one with --port 0",
    );
  }
  if (
    error instanceof Deno.errors.AddrNotAvailable || error instanceof Deno.errors.PermissionDenied
  ) {
    return new UserError(
      `${host}:${port} cannot be listened on: ${error.message}`,
      "choose an address of this machine with --host, such as 127.0.0.1 or 0.0.0.0",
    );
  }
  if (error instanceof Deno.errors.NotCapable) {
    return new UserError("the view needs the right to serve: start it with deno run -A");
  }
  return error;
}
