/** What a collector of OpenTelemetry gets from the command line. @module */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli, testData } from "../lib/cli/_spawn.ts";
import type { Report } from "../lib/telemetry/report.ts";

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly events?: readonly { readonly name: string }[];
}

interface Metric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly Point[] };
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly asInt?: string;
  readonly asDouble?: number;
}

interface LogRecord {
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
}

// deno-lint-ignore no-explicit-any
type Batch = any;

/** Everything that was exported, and the execution's report. */
interface Exported {
  readonly code: number;
  readonly stderr: string;
  readonly report: Report;
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  /** The last that was told of each. */
  readonly metrics: readonly Metric[];
}

/** Executes a flow that exports to a collector which is there for it. */
async function exported(flow: string, ...args: string[]): Promise<Exported> {
  const batches: { path: string; body: Batch }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    batches.push({ path: new URL(request.url).pathname, body: await request.json() });
    return Response.json({});
  });
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "run.json");
    const { code, stderr } = await runCli([
      "run",
      testData(flow),
      "--progress=none",
      "--report",
      file,
      `--otel=http://127.0.0.1:${server.addr.port}`,
      ...args,
    ], { env: { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" } });
    const parts = (path: string, outer: string, scopes: string, inner: string) =>
      batches.filter((batch) => batch.path === path).flatMap(({ body }) =>
        body[outer].flatMap((one: Batch) => one[scopes].flatMap((scope: Batch) => scope[inner]))
      );
    const all: Metric[] = parts("/v1/metrics", "resourceMetrics", "scopeMetrics", "metrics");
    const names = [...new Set(all.map(({ name }) => name))];
    return {
      code,
      stderr,
      report: JSON.parse(await Deno.readTextFile(file)),
      spans: parts("/v1/traces", "resourceSpans", "scopeSpans", "spans"),
      logs: parts("/v1/logs", "resourceLogs", "scopeLogs", "logRecords"),
      metrics: names.map((name) => all.findLast((metric) => metric.name === name)!),
    };
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

const tell = (attributes: readonly Attribute[], key: string) =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];
const packetOf = ({ attributes }: Span) => tell(attributes, "ctapipe_flow.packet");

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`${mode}: spans of a packet follow each other from node to node`, async () => {
    const { code, report, spans } = await exported(
      "trace.yaml",
      "--otel-sample=1",
      "--mode",
      mode,
    );
    assert.equal(code, 0);
    assert.equal(report.nodes.sink!.done, 60);
    for (let seq = 0; seq < 20; seq++) {
      const own = spans.filter((span) =>
        String(packetOf(span)).startsWith(`numbers#${seq}.`) ||
        packetOf(span) === `numbers#${seq}`
      );
      const counts = Object.groupBy(own, ({ name }) => name);
      const [root] = counts.numbers!;
      const [thrice] = counts.thrice!;
      assert.deepEqual(
        Object.entries(counts).map(([name, spans]) => [name, spans!.length]).sort(),
        [["numbers", 1], ["pass", 3], ["sink", 3], ["thrice", 1]],
      );
      assert.equal(new Set(own.map(({ traceId }) => traceId)).size, 1, "one trace");
      assert.equal(root!.parentSpanId, "");
      assert.equal(thrice!.parentSpanId, root!.spanId);
      assert.ok(counts.pass!.every(({ parentSpanId }) => parentSpanId === thrice!.spanId));
      const passed = counts.pass!.map(({ spanId }) => spanId);
      assert.ok(counts.sink!.every(({ parentSpanId }) => passed.includes(parentSpanId)));
    }
    const executions = new Set(
      spans.map(({ attributes }) => tell(attributes, "ctapipe_flow.execution")),
    );
    assert.equal(executions.size, 1);
  });
}

Deno.test("figures that are exported are those of the ledger, log lines name node and packet", async () => {
  const { code, report, spans, metrics, logs } = await exported(
    "says.yaml",
    "--mode=multiprocess",
    "--otel-sample=1",
    "--log-level=info",
  );
  assert.equal(code, 1);
  const points = (name: string) => metrics.find((one) => one.name === name)?.sum?.dataPoints ?? [];
  const fates = points("ctapipe_flow_packets_total").filter(({ attributes }) =>
    tell(attributes, "node") === "says"
  ).map(({ attributes, asInt, asDouble }) => [tell(attributes, "fate"), Number(asInt ?? asDouble)]);
  const { done, failed } = report.nodes.says!;
  assert.deepEqual([done, failed], [1, 1]);
  const told = Object.fromEntries(fates);
  assert.deepEqual([told.done, told.failed, told.skipped], [done, failed, 0]);

  const records = logs.map((
    { severityText, body },
  ) => [severityText, JSON.parse(body.stringValue)]);
  assert.ok(
    records.some(([level, { node, packet, message }]) =>
      level === "WARN" && node === "says" && packet === "numbers#0" && message === "prints 1"
    ),
    JSON.stringify(records),
  );
  assert.ok(records.some(([level, { code }]) => level === "ERROR" && code === "run_failed"));
  const broken = spans.filter(({ status }) => status?.code === 2);
  assert.deepEqual(broken.map((span) => [span.name, packetOf(span)]), [["says", "numbers#1"]]);
  assert.deepEqual(broken[0]!.events?.map(({ name }) => name), ["exception"]);
});

Deno.test("only a share is traced, the same packets in every node; steps elsewhere are traced, too", async () => {
  const { code, report, spans } = await exported(
    "trace.yaml",
    "--otel-sample=0.3",
    "--isolation=worker",
  );
  assert.equal(code, 0);
  assert.equal(report.nodes.sink!.done, 60);
  const packets = (node: string) =>
    new Set(
      spans.filter(({ name }) => name === node).map((span) => String(packetOf(span)).split(".")[0]),
    );
  const traced = packets("numbers");
  assert.ok(traced.size > 0 && traced.size < 15, String(traced.size));
  for (const node of ["thrice", "pass", "sink"]) assert.deepEqual(packets(node), traced);
});

Deno.test("without --otel nothing is exported, and a mistyped address is refused", async () => {
  const { code, stderr } = await runCli([testData("trace.yaml"), "--otel", "localhost:4318"]);
  assert.equal(code, 2);
  assert.match(stderr, /is no address such as http:\/\/localhost:4318/);
});
