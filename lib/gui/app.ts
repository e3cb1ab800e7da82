/** The routes of the browser view. @module */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { MOST_REQUEST_BYTES, readRequest } from "../telemetry/control.ts";
import { TELEMETRY } from "../telemetry/message.ts";
import { METRICS_TYPE } from "../telemetry/metrics.ts";
import { ASSETS } from "./assets.ts";
import type { Board } from "./board.ts";
import { headers, knownHost, knowsToken, sameOrigin } from "./guard.ts";
import { tell } from "./stream.ts";

/** How it may be reached. */
export interface AppOptions {
  /** Name or address that the server listens on. */
  readonly host: string;
  /** Where it listens in the end. */
  readonly port: () => number;
  /** Who does not know it sees nothing; null: everybody who can connect may look. */
  readonly token: string | null;
  /** Gives figures in Prometheus' text format; without it there is no `/metrics`. */
  readonly metrics?: () => string;
  /** Is called when a page begins to listen, with what resolves when it is gone. */
  readonly onPage?: (gone: Promise<void>) => void;
}

const MOST_FOLLOWED = 16;

/** Builds the application; it keeps no state of its own. */
export function guiApp(board: Board, { host, port, token, metrics, onPage }: AppOptions): Hono {
  const app = new Hono();
  app.use(headers, knownHost(host));
  if (token !== null) app.use(knowsToken(token, port));

  for (const [path, { type, body }] of ASSETS) {
    app.get(path, (c) => c.body(body, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  app.get("/api/stream", (c) => {
    const follow = (c.req.queries("follow") ?? []).slice(0, MOST_FOLLOWED);
    return streamSSE(c, (stream) => {
      const gone = tell(stream, board, follow);
      onPage?.(gone);
      return gone;
    });
  });
  app.get("/api/flows", (c) => c.json(board.rows()));
  app.get("/api/flows/:id/nodes/:node", (c) => {
    const detail = board.node(c.req.param("id"), c.req.param("node"));
    return detail === null ? c.notFound() : c.json(detail);
  });
  app.get("/api/flows/:id/samples/:edge", (c) => {
    const samples = board.samples(c.req.param("id"), Number(c.req.param("edge")));
    return samples === null ? c.notFound() : c.json(samples);
  });
  const limit = bodyLimit({
    maxSize: MOST_REQUEST_BYTES,
    onError: (c) => c.json({ ok: false, reason: "the request is too large" }, 413),
  });
  app.post("/api/flows/:id/control", sameOrigin, limit, async (c) => {
    const id = c.req.param("id");
    const asked = await c.req.json().catch(() => null);
    const envelope = { ...asked, schema: TELEMETRY, execution: id };
    const request = readRequest(new TextEncoder().encode(JSON.stringify(envelope)));
    if (request === null) return c.json({ ok: false, reason: "this is no request" }, 400);
    return c.json(await board.ask(id, request));
  });
  if (metrics !== undefined) {
    app.get("/metrics", (c) => c.body(metrics(), 200, { "content-type": METRICS_TYPE }));
  }
  app.notFound((c) => c.text("there is nothing here\n", 404));
  return app;
}
