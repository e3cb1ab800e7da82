import assert from "node:assert/strict";
import { nodeReport } from "../cli/_fixtures.ts";
import { failure, report, snapshotOf } from "./_fixtures.ts";
import type { TelemetryMessage } from "./message.ts";
import type { Report, SetAside } from "./report.ts";
import { readMessage } from "./schema.ts";
import { Teller } from "./teller.ts";

const GRAPH = { schema: "ctapipe-flow/graph/1", name: "some_flow", nodes: [], edges: [] } as const;
const ASIDE: SetAside = {
  packet: "reader#1",
  replica: 0,
  entry: null,
  attempts: 1,
  code: "step_failed",
  phase: "run",
  message: "no pixels",
  hint: null,
};

/** A teller, what it has told, and a way to wait for more. */
function telling() {
  const told: TelemetryMessage[] = [];
  let look = () => {};
  let closed = 0;
  const sink = {
    dropped: 3,
    send(message: TelemetryMessage) {
      told.push(message);
      look();
    },
    close: () => Promise.resolve(void closed++),
  };
  const facts = { graph: GRAPH, host: "here", pid: 7 };
  const teller = new Teller(facts, [sink]);
  const until = (isThere: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => isThere() && resolve();
      look();
    });
  return { teller, told, until, closed: () => closed };
}

const line = (message: string) => ({ level: "info", node: "dump", replica: 0, message }) as const;
const typesOf = (told: readonly TelemetryMessage[]) => told.map(({ type }) => type);

Deno.test("the hello is first, then what was logged before it, then how it goes", async () => {
  const { teller, told, until, closed } = telling();
  teller.log(line("early"));
  assert.equal(told.length, 0);
  teller.watch({ snapshot: () => snapshotOf({ elapsedMs: 1 }), unfinished: () => report({}) });
  await until(() => told.some(({ type }) => type === "progress"));
  assert.deepEqual(typesOf(told), ["hello", "log", "progress"]);
  const [hello] = told;
  assert.ok(hello?.type === "hello");
  assert.deepEqual([hello.flow, hello.host, hello.pid, hello.control], [
    "some_flow",
    "here",
    7,
    null,
  ]);
  assert.equal(hello.dropped, 3, "as the sink says");
  await teller.end(report({ status: "done" }));
  assert.deepEqual(typesOf(told).slice(-2), ["progress", "goodbye"]);
  assert.deepEqual(told.map(({ seq }) => seq), told.map((_, at) => at), "no number is left out");
  assert.equal(new Set(told.map(({ execution }) => execution)).size, 1);
  assert.equal(closed(), 1);
  for (const message of told) {
    assert.deepEqual(readMessage(new TextEncoder().encode(JSON.stringify(message))), message);
  }
});

Deno.test("the hello is said again, for those who come late", async () => {
  const { teller, told, until } = telling();
  teller.watch({ snapshot: () => snapshotOf({}), unfinished: () => report({}) });
  await until(() => typesOf(told).filter((type) => type === "hello").length === 2);
  const between = typesOf(told).slice(1, typesOf(told).lastIndexOf("hello"));
  assert.deepEqual(between, new Array(19).fill("progress"), "in 2 s");
  await teller.end(report({}));
});

Deno.test("every failure is told once, also what was done without, and what comes last", async () => {
  const { teller, told, until } = telling();
  let now: Report = report({ errors: [failure({ packet: "reader#1" })] });
  teller.watch({ snapshot: () => snapshotOf({}), unfinished: () => now });
  const failures = () => told.filter((message) => message.type === "failure");
  await until(() => failures().length === 1);
  now = report({
    errors: [...now.errors, failure({ packet: "reader#2" })],
    nodes: { dump: nodeReport({ setAside: [ASIDE] }) },
  });
  await until(() => failures().length === 3);
  await teller.end(report({ ...now, errors: [...now.errors, failure({ packet: "reader#3" })] }));
  assert.deepEqual(failures().map(({ failure }) => failure?.packet), [
    "reader#1",
    "reader#2",
    undefined,
    "reader#3",
  ]);
  assert.deepEqual(failures()[2], { ...failures()[2], node: "dump", aside: ASIDE });
});

Deno.test("a step that logs without end does not take the process over", async () => {
  const { teller, told } = telling();
  teller.watch({ snapshot: () => snapshotOf({}), unfinished: () => report({}) });
  for (let n = 0; n < 5000; n++) teller.log(line("x".repeat(100_000)));
  const lines = told.filter((message) => message.type === "log");
  assert.equal(lines.length, 1000);
  assert.equal(lines[0]?.message.length, 16 * 1024 + 1);
  assert.equal(teller.dropped, 3 + 4000);
  await teller.end(report({}));
});

Deno.test("whatever is said of a failure, a listener takes it", async () => {
  const { teller, told } = telling();
  teller.watch({ snapshot: () => snapshotOf({}), unfinished: () => report({}) });
  const long = "\u0001".repeat(1_000_000);
  const setAside = [{ ...ASIDE, message: long, hint: long }];
  await teller.end(report({
    errors: [failure({ message: long, hint: long, stack: long })],
    nodes: { dump: nodeReport({ setAside }) },
  }));
  const failures = told.filter((message) => message.type === "failure");
  assert.equal(failures.length, 2);
  for (const message of failures) {
    assert.ok(readMessage(new TextEncoder().encode(JSON.stringify(message))));
  }
});

Deno.test("packets and what came of requests are told as they are", async () => {
  const { teller, told } = telling();
  teller.watch({ snapshot: () => snapshotOf({}), unfinished: () => report({}) });
  const edge = { from: "reader", port: "out", to: "dump" };
  teller.sample({ ...edge, packet: "reader#1", value: { n: 1 } });
  teller.control({ action: "drain", ok: true, reason: null });
  assert.deepEqual(typesOf(told), ["hello", "sample", "control"]);
  await teller.end(report({}));
});
