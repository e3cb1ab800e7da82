/** Serves `/metrics` to a Prometheus. @module */
import type { Collector } from "./collector.ts";
import { formatMetrics, METRICS_TYPE } from "./metrics.ts";

/** Who serves. */
export interface MetricsServer {
  /** Where, such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  /** Ends it. */
  close(): Promise<void>;
}

/**
 * Serves on the loopback interface, to those that call it by one of its names: a page that some
 * other name has led here gets nothing.
 *
 * @param port 0 for any that is free
 * @throws {Deno.errors.AddrInUse} if the port is taken
 */
export function serveMetrics(collector: Collector, port: number): MetricsServer {
  const options = { hostname: "127.0.0.1", port, onListen() {} };
  const server = Deno.serve(options, (request) => answer(request, collector));
  return {
    url: `http://127.0.0.1:${server.addr.port}/metrics`,
    close: () => server.shutdown(),
  };
}

const NAMES: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

function answer(request: Request, collector: Collector): Response {
  const { hostname, pathname } = new URL(request.url);
  if (!NAMES.includes(hostname)) return new Response("wrong host\n", { status: 421 });
  if (pathname !== "/metrics") return new Response("see /metrics\n", { status: 404 });
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("GET only\n", { status: 405, headers: { allow: "GET, HEAD" } });
  }
  return new Response(formatMetrics(collector), { headers: { "content-type": METRICS_TYPE } });
}
