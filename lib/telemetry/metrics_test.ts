import assert from "node:assert/strict";
import { parseMetrics } from "../../tests/_metrics_text.ts";
import { nodeReport } from "../cli/_fixtures.ts";
import {
  counted,
  goodbye,
  hello,
  log,
  nodeSnapshot,
  ONE,
  OTHER,
  progress,
  report,
} from "./_fixtures.ts";
import { Collector } from "./collector.ts";
import { bucketOf, DURATION_BUCKETS } from "./durations.ts";
import type { TelemetryMessage } from "./message.ts";
import { formatMetrics, METRICS } from "./metrics.ts";
import { serveMetrics } from "./metrics_server.ts";

function collectorOf(...messages: TelemetryMessage[]): Collector {
  const collector = new Collector();
  for (const message of messages) collector.accept(message);
  return collector;
}

const parsed = (...messages: TelemetryMessage[]) =>
  parseMetrics(formatMetrics(collectorOf(...messages)));

const ID = `flow="some_flow",execution="${ONE}"`;

Deno.test("nothing is told of nobody", () => assert.equal(formatMetrics(new Collector()), ""));

Deno.test("counters are those of the last snapshot, of each execution", () => {
  const series = parsed(
    hello(0),
    counted(1, 500, 50),
    log(7),
    hello(0, OTHER),
    counted(1, 100, 7, OTHER),
  );
  const value = (text: string) => series.get(text);
  assert.equal(value(`ctapipe_flow_packets_total{${ID},node="dump",fate="done"}`), 50);
  assert.equal(value(`ctapipe_flow_packets_total{${ID},node="dump",fate="failed"}`), 0);
  assert.equal(value(`ctapipe_flow_received_packets_total{${ID},node="dump"}`), 50);
  assert.equal(value(`ctapipe_flow_emitted_packets_total{${ID},node="reader"}`), 50);
  assert.equal(value(`ctapipe_flow_busy_seconds_total{${ID},node="dump"}`), 0.125);
  assert.equal(value(`ctapipe_flow_queue_limit_packets{${ID},node="dump"}`), 100);
  assert.equal(
    value(
      `ctapipe_flow_edge_packets_total{${ID},from="reader",port="out",to="dump",end="received"}`,
    ),
    50,
  );
  assert.equal(value(`ctapipe_flow_telemetry_lost_total{${ID}}`), 5);
  assert.equal(value(`ctapipe_flow_state{${ID},state="running"}`), 1);
  const other = `flow="some_flow",execution="${OTHER}"`;
  assert.equal(value(`ctapipe_flow_packets_total{${other},node="dump",fate="done"}`), 7);
});

Deno.test("of an execution that is over the closed books count, and nothing waits any more", () => {
  const last = goodbye(2);
  const nodes = { dump: nodeReport({ received: 52, done: 51, abandoned: 1 }) };
  const series = parsed(hello(0), counted(1, 500, 50), {
    ...last,
    report: { ...report({ nodes }), wallMs: 750 },
  });
  assert.equal(series.get(`ctapipe_flow_packets_total{${ID},node="dump",fate="done"}`), 51);
  assert.equal(series.get(`ctapipe_flow_packets_total{${ID},node="dump",fate="abandoned"}`), 1);
  assert.equal(series.get(`ctapipe_flow_elapsed_seconds{${ID}}`), 0.75);
  assert.equal(series.get(`ctapipe_flow_state{${ID},state="finished"}`), 1);
  assert.equal([...series.keys()].some((key) => key.includes("queue_packets")), false);
});

Deno.test("durations are a histogram that grows to the count of packets", () => {
  const durations: number[] = new Array(DURATION_BUCKETS).fill(0);
  durations[bucketOf(0.002)] = 5; // 2 µs
  durations[bucketOf(20)] = 3; // 20 ms
  durations[DURATION_BUCKETS - 1] = 1;
  const node = nodeSnapshot({ id: "dump", done: 9, busyMs: 1500, durations });
  const series = parsed(hello(0), progress(1, { elapsedMs: 1, nodes: [node] }));
  const name = "ctapipe_flow_packet_duration_seconds";
  const buckets = [...series].filter(([key]) => key.startsWith(`${name}_bucket`)).map(
    ([key, count]) => ({
      le: Number(/le="([^"]+)"/.exec(key)![1]!.replace("+Inf", "1e999")),
      count,
    }),
  );
  const below = (seconds: number) => buckets.find(({ le }) => le >= seconds)!.count;
  assert.deepEqual(buckets, buckets.toSorted((a, b) => a.le - b.le));
  assert.deepEqual([below(1e-6), below(1e-5), below(0.1), below(Infinity)], [0, 5, 8, 9]);
  assert.equal(series.get(`${name}_count{${ID},node="dump"}`), 9);
  assert.equal(series.get(`${name}_sum{${ID},node="dump"}`), 1.5);
});

Deno.test("names may hold what they like", () => {
  const named = { ...hello(0), flow: 'a "b"\\\nc{d="e"} 1' };
  const series = parsed(named);
  const key = [...series.keys()].find((key) => key.startsWith("ctapipe_flow_info"))!;
  assert.ok(key.includes(String.raw`flow="a \"b\"\\\nc{d=\"e\"} 1"`), key);
});

Deno.test("every metric is in the document", async () => {
  const document = await Deno.readTextFile(
    new URL("../../docs/specs/telemetry.md", import.meta.url),
  );
  for (const { name, type } of METRICS) {
    assert.match(document, new RegExp(`^\\| \`${name}\` +\\| ${type} `, "m"), name);
  }
});

Deno.test("metrics are served on this machine, to who calls it by its name", async () => {
  const server = serveMetrics(collectorOf(hello(0)), 0);
  const { host, port } = new URL(server.url);
  // By hand, as `fetch` lets nobody choose the host.
  const ask = async (line: string, name = host) => {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
    const request = `${line} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(request));
    return await new Response(connection.readable).text();
  };
  assert.match(await ask("GET /metrics", "evil.example"), /^HTTP\/1.1 421 /);
  assert.match(await ask("GET /metrics", `localhost:${port}`), /^HTTP\/1.1 200 /);
  assert.match(await ask("POST /metrics"), /^HTTP\/1.1 405 /);
  assert.match(await ask("GET /"), /^HTTP\/1.1 404 /);
  const response = await fetch(server.url);
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assert.ok(parseMetrics(await response.text()).size > 0);
  await server.close();
});
