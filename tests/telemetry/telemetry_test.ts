import assert from "node:assert/strict";
import { z } from "zod";
import { startGui } from "../../lib/cli/_gui.ts";
import { runCli, Session, startCli } from "../../lib/cli/_spawn.ts";
import { Collector } from "../../lib/telemetry/collector.ts";
import type { TelemetryMessage } from "../../lib/telemetry/message.ts";
import { formatMetrics } from "../../lib/telemetry/metrics.ts";
import type { NodeCounts, Report } from "../../lib/telemetry/report.ts";
import { telemetryMessage } from "../../lib/telemetry/schema.ts";
import { freeAddress, gui, isA } from "../../lib/telemetry/zeromq/_fixtures.ts";
import { hasPython, PYTHON, testNeeding } from "../../lib/testing/programs.ts";
import { withFolder } from "../_flows.ts";
import { parseMetrics } from "../_metrics_text.ts";

const FLOW = decodeURIComponent(new URL("flow.yaml", import.meta.url).pathname);
const FATES = ["done", "filtered", "skipped", "failed", "quarantined", "abandoned"] as const;
const COUNTS = [...FATES, "received", "emitted"] as const;

/** The flow, which takes about a second. */
const runArgs = (address: string, mode: string, folder: string, ...more: string[]) => [
  ...["run", FLOW, "--mode", mode, "--gui-address", address, "--quarantine", `${folder}/aside`],
  ...["--report", `${folder}/report.json`, "--progress", "plain", ...more],
];

const readReport = async (folder: string): Promise<Report> =>
  JSON.parse(await Deno.readTextFile(`${folder}/report.json`));

const countsOf = (node: NodeCounts) => Object.fromEntries(COUNTS.map((name) => [name, node[name]]));

function collected(messages: readonly TelemetryMessage[]): Collector {
  const collector = new Collector();
  for (const message of messages) collector.accept(message);
  return collector;
}

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`${mode}: the same numbers everywhere, and the ledger holds for them`, () =>
    withFolder(async (folder) => {
      const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
      const args = runArgs(address, mode, folder, "--metrics-port", "0");
      const child = startCli(args);
      await using session = new Session(child, child.stderr);
      const [, url] = await session.until(/metrics: (http:\S+)/);
      await until((all) => all.filter(({ type }) => type === "progress").length > 2);
      const early = parseMetrics(await (await fetch(url!)).text());
      const { code, text } = await session.end();
      await until(isA("goodbye"));
      await close();
      await child.stdout.cancel();
      assert.equal(code, 0, text);

      const report = await readReport(folder);
      assert.deepEqual(report.warnings, []);
      const [one, ...others] = collected(messages).executions;
      assert.deepEqual(others, []);
      assert.deepEqual(one!.report, report, "the goodbye has the report");
      assert.equal(one!.lost, 0);
      assertLedger(report);
      assertSnapshots(messages, report);
      assert.equal(one!.failures.length, 80, "40 skipped, 40 put aside");
      assert.equal(one!.logs.filter(({ message }) => /^at \d+$/.test(message)).length, 40);
      assert.deepEqual([...new Set(messages.flatMap(unchecked))], [], "the schema knows every key");

      const last = parseMetrics(formatMetrics(collected(messages)));
      assertMetrics(last, report);
      const counters = [...early].filter(([key]) => key.includes("_packets_total"));
      assert.ok(counters.length > 0);
      for (const [key, value] of counters) assert.ok(value <= last.get(key)!, key);
    }));
}

const SCHEMA = z.toJSONSchema(telemetryMessage, { unrepresentable: "any" });

/** Keys of a message that the schema lets pass unseen; what has the type of a map has any keys. */
function unchecked(message: TelemetryMessage): string[] {
  const ofType = SCHEMA.oneOf?.find((one) => constOf(one) === message.type);
  assert.ok(ofType, message.type);
  return keysWithout(message, ofType, message.type);
}

type JsonSchema = z.core.JSONSchema._JSONSchema;

function constOf(schema: JsonSchema): unknown {
  const type = typeof schema === "object" ? schema.properties?.type : undefined;
  return typeof type === "object" ? type.const : undefined;
}

function keysWithout(value: unknown, schema: JsonSchema, path: string): string[] {
  if (typeof value !== "object" || value === null || typeof schema !== "object") return [];
  const either = schema.anyOf ?? schema.oneOf;
  if (either) {
    return either.map((one) => keysWithout(value, one, path)).sort((a, b) =>
      a.length - b.length
    )[0]!;
  }
  if (Array.isArray(value)) {
    const items = Array.isArray(schema.items) ? undefined : schema.items;
    return value.flatMap((item) => items === undefined ? [] : keysWithout(item, items, path));
  }
  const { properties, additionalProperties: rest = {} } = schema;
  return Object.entries(value).flatMap(([key, part]) => {
    const known = properties === undefined ? rest : properties[key];
    return known === undefined ? [`${path}.${key}`] : keysWithout(part, known, `${path}.${key}`);
  });
}

function assertLedger({ nodes, edges, ledger }: Report): void {
  assert.ok(ledger.balanced);
  for (const [id, node] of Object.entries(nodes)) {
    if (node.role === "producer") continue;
    assert.equal(node.received, FATES.reduce((sum, fate) => sum + node[fate], 0), id);
  }
  assert.deepEqual(countsOf(nodes.picky!), {
    ...{ received: 4000, done: 1960, filtered: 2000, skipped: 40, failed: 0, quarantined: 0 },
    ...{ abandoned: 0, emitted: 1960 },
  });
  assert.equal(nodes.other!.quarantined, 40);
  for (const { from, to, sent, received } of edges) assert.equal(sent, received, `${from} ${to}`);
}

/** Snapshots grow, and the last one is the report. */
function assertSnapshots(messages: readonly TelemetryMessage[], report: Report): void {
  const snapshots = messages.flatMap((message) =>
    message.type === "progress" ? [message.snapshot] : []
  );
  for (const [at, { nodes }] of snapshots.entries()) {
    for (const [n, node] of (snapshots[at - 1]?.nodes ?? []).entries()) {
      for (const name of COUNTS) assert.ok(node[name] <= nodes[n]![name], `${node.id} ${name}`);
    }
  }
  const last = snapshots.at(-1)!;
  for (const node of last.nodes) {
    assert.deepEqual(countsOf(node), countsOf(report.nodes[node.id]!), node.id);
    assert.equal(node.state, "finished");
  }
  assert.deepEqual(last.edges ?? report.edges, report.edges);
}

function assertMetrics(series: ReadonlyMap<string, number>, report: Report): void {
  const value = (metric: string, labels: string) => {
    const found = [...series].filter(([key]) =>
      key.startsWith(`ctapipe_flow_${metric}{`) && key.includes(labels)
    );
    assert.equal(found.length, 1, `${metric} ${labels}`);
    return found[0]![1];
  };
  for (const [id, node] of Object.entries(report.nodes)) {
    for (const fate of FATES) {
      assert.equal(value("packets_total", `node="${id}",fate="${fate}"`), node[fate]);
    }
    assert.equal(value("received_packets_total", `node="${id}"`), node.received);
    assert.equal(value("emitted_packets_total", `node="${id}"`), node.emitted);
    assert.equal(value("busy_seconds_total", `node="${id}"`), node.busyMs / 1000);
  }
  for (const { from, port, to, sent, received } of report.edges) {
    const edge = `from="${from}",port="${port}",to="${to}"`;
    assert.equal(value("edge_packets_total", `${edge},end="sent"`), sent);
    assert.equal(value("edge_packets_total", `${edge},end="received"`), received);
  }
}

Deno.test("without a GUI a flow ends as it would, and its report says that nobody listened", () =>
  withFolder(async (folder) => {
    const address = await freeAddress();
    const { code, stderr } = await runCli(runArgs(address, "multiprocess", folder));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^warning: telemetry: no GUI was at tcp:/m);
    assert.deepEqual((await readReport(folder)).warnings, [`telemetry: no GUI was at ${address}`]);
  }));

Deno.test("two flows at once tell one GUI", () =>
  withFolder(async (folder) => {
    const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
    const ended = await Promise.all(["sequential", "multiprocess"].map(async (mode) => {
      await Deno.mkdir(`${folder}/${mode}`);
      return await runCli(runArgs(address, mode, `${folder}/${mode}`));
    }));
    await until((all) => all.filter(({ type }) => type === "goodbye").length === 2);
    await close();
    assert.deepEqual(ended.map(({ code }) => code), [0, 0]);
    const executions = collected(messages).executions;
    assert.deepEqual(executions.map(({ hello }) => hello!.mode).sort(), [
      "multiprocess",
      "sequential",
    ]);
    for (const { liveness, report, hello } of executions) {
      assert.equal(liveness, "finished");
      assert.deepEqual(report, await readReport(`${folder}/${hello!.mode}`));
    }
  }));

Deno.test("a flow that is interrupted says so in its goodbye", () =>
  withFolder(async (folder) => {
    const { address, messages, until, close } = await gui("tcp://127.0.0.1:*");
    const child = startCli(runArgs(address, "multiprocess", folder, "--set", "beat.restMs=1000"));
    await using session = new Session(child, child.stderr);
    await until((all) =>
      all.some((message) => message.type === "log" && message.message === "at 0")
    );
    child.kill("SIGINT");
    const { code } = await session.end();
    await until(isA("goodbye"));
    await close();
    await child.stdout.cancel();
    assert.equal(code, 130);
    const [one] = collected(messages).executions;
    assert.equal(one?.report?.status, "interrupted");
    assert.deepEqual(one?.report, await readReport(folder));
  }));

Deno.test("a view has the same metrics, and those of a flow that was killed say that it is dead", () =>
  withFolder(async (folder) => {
    const view = await startGui();
    const metrics = async () => {
      const response = await fetch(new URL("/metrics", view.url));
      assert.equal(response.status, 200);
      return parseMetrics(await response.text());
    };
    const inState = (state: string, series: ReadonlyMap<string, number>) =>
      [...series].some(([key, value]) => key.includes(`state="${state}"`) && value === 1);
    const reached = async (state: string) => {
      for (const latest = performance.now() + 30_000; performance.now() < latest;) {
        const series = await metrics();
        if (inState(state, series)) return series;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.fail(`no flow is ${state}`);
    };
    const { code, stderr } = await runCli(runArgs(view.address, "multiprocess", folder));
    assert.equal(code, 0, stderr);
    assertMetrics(await reached("finished"), await readReport(folder));

    const child = startCli(
      runArgs(view.address, "sequential", `${folder}/other`, "--set", "beat.restMs=1000"),
    );
    await reached("running");
    child.kill("SIGKILL"); // the program ends soon after, without a goodbye
    await reached("dead");
    await Promise.all([child.stdout.cancel(), child.stderr.cancel(), child.status]);
    assert.equal(await view.end(), 0);
  }));

/** The script in the document, listening at some address. */
function documentedScript(address: string): string {
  const document = new URL("../../docs/specs/telemetry.md", import.meta.url);
  const [, script] = /```python\n([\s\S]*?)```/.exec(Deno.readTextFileSync(document))!;
  assert.ok(script!.includes('"tcp://127.0.0.1:5565"'));
  return script!.replace("tcp://127.0.0.1:5565", address);
}

testNeeding(
  hasPython("zmq") ? null : "python3-zmq",
  "a GUI in Python, as the document has it, is told; killed, it leaves its place to another",
  () =>
    withFolder(async (folder) => {
      const address = await freeAddress();
      const python = new Deno.Command(PYTHON, {
        args: ["-c", documentedScript(address)],
        stdout: "piped",
      }).spawn();
      await using first = new Session(python, python.stdout);
      const child = startCli(
        runArgs(
          address,
          "multiprocess",
          folder,
          "--set",
          "beat.restMs=100",
          "--log-level",
          "error",
        ),
      );
      await using session = new Session(child, child.stderr);
      await first.until(/^beat running 0 of 0$/m);
      await first.until(/^take running [1-9]\d* of [1-9]\d*$/m);
      python.kill("SIGKILL");
      const { messages, until, close } = await gui(address);
      await until(isA("progress"));
      assert.equal(messages[0]?.type, "hello");
      assert.ok(isA("log")(messages), "lines that were written before it was there");
      const { code, text } = await session.end();
      await until(isA("goodbye"));
      await close();
      await child.stdout.cancel();
      assert.equal(code, 0, text);
      assert.equal(collected(messages).executions[0]?.liveness, "finished");
    }),
);

Deno.test("a step has no right to native code, although the program uses it", () =>
  withFolder(async (folder) => {
    const step = `import { defineStep, number } from "ctapipe-flow/step";
      export default defineStep({
        name: "asks", kind: "producer", summary: "Asks for rights", outputs: { out: number },
        run(_, { log }) {
          for (const name of ["ffi", "run", "net"]) {
            log.info(name + " " + Deno.permissions.querySync({ name }).state);
          }
          return 1;
        },
      });`;
    const flow = `name: asks\nnodes:\n  asks: { step: ./asks.ts, next: lines }
  lines: { step: string_writer, params: { filename: lines.txt } }\n`;
    await Deno.writeTextFile(`${folder}/asks.ts`, step);
    await Deno.writeTextFile(`${folder}/flow.yaml`, flow);
    const address = await freeAddress();
    const { code, stderr } = await runCli(["run", "flow.yaml", "--gui-address", address], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    for (const name of ["ffi", "run", "net"]) {
      assert.match(stderr, new RegExp(`asks\\[0\\]: ${name} (prompt|denied)$`, "m"));
    }
  }));

Deno.test("what --gui needs and has not is told before anything is executed", async () => {
  const few = ["read", "write", "env", "run"].map((kind) => `--allow-${kind}`);
  const cases = [
    [["--gui"], few, /error: --gui needs ZeroMQ, which is native code, and the right/],
    [["--gui-address", "localhost:5565"], ["-A"], /"localhost:5565" is no address such as tcp:/],
    [["--gui-key", "missing.pub"], ["-A"], /error: the key in "missing\.pub" cannot be read/],
    [["--gui-key", FLOW], ["-A"], /error: ".*flow\.yaml" holds no public key of a GUI/],
    [["--metrics-port", "1"], [...few, "--allow-net=127.0.0.1:80"], /\/metrics cannot be served/],
  ] as const;
  for (const [args, permissions, message] of cases) {
    const { code, stderr } = await runCli(["run", FLOW, ...args], { permissions });
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

Deno.test("the rights that are granted one by one are enough for --gui", () =>
  withFolder(async (folder) => {
    const kinds = ["read", "write", "env", "run", "net", "sys", "ffi"];
    const { address, until, close } = await gui("tcp://127.0.0.1:*");
    const { code, stderr } = await runCli(runArgs(address, "sequential", folder), {
      permissions: kinds.map((kind) => `--allow-${kind}`),
    });
    assert.equal(code, 0, stderr);
    await until(isA("goodbye"));
    await close();
  }));
