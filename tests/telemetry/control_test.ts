import assert from "node:assert/strict";
import { Push } from "zeromq";
import { startGui } from "../../lib/cli/_gui.ts";
import { Session, startCli } from "../../lib/cli/_spawn.ts";
import type { FlowRow, PageAnswer } from "../../lib/gui/protocol.ts";
import type { Wish } from "../../lib/telemetry/control.ts";
import { Collector } from "../../lib/telemetry/collector.ts";
import type { ExecutionState } from "../../lib/telemetry/execution_state.ts";
import { TELEMETRY } from "../../lib/telemetry/message.ts";
import type { Report } from "../../lib/telemetry/report.ts";
import { Asker } from "../../lib/telemetry/zeromq/asker.ts";
import { listen } from "../../lib/telemetry/zeromq/receiver.ts";
import { withFolder } from "../_flows.ts";

const FLOW = decodeURIComponent(new URL("endless.yaml", import.meta.url).pathname);
const PATIENCE_MS = 60_000;

/** Executes a flow that a GUI is told of, and lets `body` watch and ask. */
function watched(
  more: readonly string[],
  body: (state: ExecutionState, asker: Asker, until: Until) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    const collector = new Collector();
    const onMessage = collector.accept.bind(collector);
    await using receiver = await listen({ address: "tcp://127.0.0.1:*", onMessage });
    const path = `${folder}/report.json`;
    const args = ["run", FLOW, "--gui-address", receiver.address, "--report", path, ...more];
    const child = startCli(args);
    await using session = new Session(child, child.stderr);
    const until: Until = (what, isSo) => soon(collector, what, isSo);
    await until("a first snapshot", () => (collector.executions[0]?.snapshot ?? null) !== null);
    const [state] = collector.executions;
    await body(state!, new Asker(collector, Deno.hostname(), PATIENCE_MS), until);
    await until("the goodbye", () => state!.report !== null);
    const { code, text } = await session.end();
    assert.equal(code, 130, text);
    await child.stdout.cancel();
    const report: Report = JSON.parse(await Deno.readTextFile(path));
    assert.deepEqual(state!.report, report);
    assert.ok(report.ledger.balanced);
  });
}

type Until = (what: string, isSo: () => boolean) => Promise<void>;

async function soon(collector: Collector, what: string, isSo: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => reject(new Error(`it did not come: ${what}`)), PATIENCE_MS);
  const end = collector.subscribe(() => isSo() && resolve(), 10);
  try {
    if (!isSo()) await promise;
  } finally {
    clearTimeout(late);
    end();
  }
}

const done = { ok: true, reason: null };
const nodeOf = (state: ExecutionState, id: string) =>
  state.snapshot!.nodes.find((node) => node.id === id)!;

for (const mode of ["sequential", "multiprocess"]) {
  Deno.test(`${mode}: who watches pauses, goes on, scales, looks, and ends`, () =>
    watched(["--mode", mode, "--allow-control"], async (state, asker, until) => {
      assert.match(state.hello!.control!, /^tcp:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(asker.takes(state), true);

      assert.deepEqual(await asker.ask(state, { request: "pause" }), done);
      await until("a pause", () => state.snapshot!.paused);
      assert.deepEqual(await asker.ask(state, { request: "resume" }), done);
      const { emitted } = nodeOf(state, "beat");
      await until("more", () => !state.snapshot!.paused && nodeOf(state, "beat").emitted > emitted);

      const three = { request: "replicas", node: "work", replicas: 3 } as const;
      assert.deepEqual(await asker.ask(state, three), done);
      await until(
        "work for all",
        () => nodeOf(state, "work").perReplica.every(({ through }) => through > 0),
      );
      assert.equal(nodeOf(state, "work").replicas, 3);
      assert.equal(state.hello!.nodes[1]!.maxReplicas, 3);
      const { ok, reason } = await asker.ask(state, { ...three, replicas: 4 });
      assert.deepEqual([ok, /1 to 3 replicas/.test(reason!)], [false, true]);

      const edge = { from: "beat", port: "out", to: "work" };
      const look = { request: "sample", ...edge, rate: 10 } as const;
      assert.deepEqual(await asker.ask(state, look), done);
      await until("packets", () => state.samples(edge).length >= 2);
      for (const { packet, value } of state.samples(edge)) assert.equal(packet, `beat#${value}`);

      assert.deepEqual(await asker.ask(state, { request: "drain" }), done);
      await until("the goodbye", () => state.report !== null);
      assert.deepEqual(
        state.report!.controls!.map((line) => [line.action, line.ok]),
        [
          ["pause", true],
          ["resume", true],
          ["replicas of work: 3", true],
          ["replicas of work: 4", false],
          ["look at beat.out -> work", true],
          ["drain", true],
        ],
      );
      assert.equal(state.controls.length, 6);
    }));
}

Deno.test("requests for another execution, and what is no request, change nothing", () =>
  watched(["--allow-control"], async (state, asker) => {
    const socket = new Push({ linger: 0 });
    socket.connect(state.hello!.control!);
    const execution = crypto.randomUUID();
    for (
      const frame of [
        "no JSON",
        "{}",
        JSON.stringify({ schema: TELEMETRY, execution, request: "abort" }),
        JSON.stringify({ schema: TELEMETRY, execution: state.id, request: "explode" }),
        JSON.stringify({ schema: TELEMETRY, request: "abort" }),
        new Uint8Array(100_000),
      ]
    ) await socket.send(frame);
    assert.deepEqual(await asker.ask(state, { request: "pause" }), done);
    socket.close();
    assert.equal(state.report, null);
    assert.deepEqual(await asker.ask(state, { request: "abort" }), done);
  }));

Deno.test("without --allow-control nobody is asked, and who asks all the same is not heard", () =>
  watched([], async (state, asker, until) => {
    assert.equal(state.hello!.control, null);
    assert.equal(asker.takes(state), false);
    const { ok, reason } = await asker.ask(state, { request: "abort" });
    assert.deepEqual([ok, reason], [false, "this flow takes no requests from here"]);
    await until("more", () => nodeOf(state, "take").done > 20);
    Deno.kill(state.hello!.pid, "SIGINT");
  }));

Deno.test("from a page: the view hands on what it is asked, to flows that allow it", async () => {
  const gui = await startGui();
  const children = [["--allow-control"], []].map((more) =>
    startCli(["run", FLOW, "--gui-address", gui.address, ...more])
  );
  const ends = children.flatMap(({ stdout, stderr }) =>
    [stdout, stderr].map((stream) => stream.pipeTo(new WritableStream()))
  );
  const rows = async (): Promise<FlowRow[]> => await (await fetch(`${gui.url}api/flows`)).json();
  const ask = async (id: string, wish: Wish): Promise<PageAnswer> => {
    const headers = { "content-type": "application/json", origin: new URL(gui.url).origin };
    const body = JSON.stringify(wish);
    const response = await fetch(`${gui.url}api/flows/${id}/control`, {
      method: "POST",
      headers,
      body,
    });
    return await response.json();
  };
  const rowOf = async (control: boolean, isSo: (row: FlowRow) => boolean): Promise<FlowRow> => {
    for (const since = performance.now(); performance.now() - since < PATIENCE_MS;) {
      const found = (await rows()).find((row) => row.control === control && isSo(row));
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it did not come: ${JSON.stringify(await rows())}`);
  };
  const open = await rowOf(true, ({ state }) => state === "running");
  const shut = await rowOf(false, ({ state, id }) => state === "running" && id !== open.id);
  assert.deepEqual(await ask(open.id, { request: "pause" }), done);
  await rowOf(true, ({ state }) => state === "paused");
  assert.deepEqual(await ask(open.id, { request: "resume" }), done);
  const refused = await ask(shut.id, { request: "drain" });
  assert.deepEqual([refused.ok, /--allow-control/.test(refused.reason!)], [false, true]);
  assert.deepEqual(await ask(open.id, { request: "drain" }), done);
  await rowOf(false, ({ state, id }) => id === open.id && state === "interrupted");
  Deno.kill(shut.pid, "SIGINT");
  for (const { status } of children) assert.equal((await status).code, 130);
  await Promise.all(ends);
  assert.equal(await gui.end(), 0);
});
