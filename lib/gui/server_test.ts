import assert from "node:assert/strict";
import { counted, hello, ONE, replicaSnapshot } from "../telemetry/_fixtures.ts";
import { failure, nodeReport, report } from "../cli/_fixtures.ts";
import { Collector } from "../telemetry/collector.ts";
import type { NodeFact } from "../telemetry/message.ts";
import { NO_GRANTS } from "../graph/model.ts";
import { guiApp } from "./app.ts";
import { type Asker, CollectorBoard } from "./collector_board.ts";
import type { FlowRow, NodeDetail, PageMessage, PageRequest } from "./protocol.ts";
import { serveGui } from "./serve.ts";

const node = (id: string, role: NodeFact["role"]): NodeFact => ({
  id,
  role,
  step: "some_step",
  replicas: 1,
  maxReplicas: 2,
  queueLimit: 100,
  params: {},
  permissions: NO_GRANTS,
});
const nodes = [node("reader", "producer"), node("dump", "consumer")];
const edges = [{ from: "reader", port: "out", to: "dump" }];

/** A board of one flow that is through with 100 packets after two seconds. */
function makeBoard(asker?: Asker) {
  const collector = new Collector();
  const board = new CollectorBoard(collector, asker);
  collector.accept({ ...hello(0), nodes, edges });
  for (const [seq, ms, done] of [[1, 0, 0], [2, 1000, 40], [3, 2000, 100]] as const) {
    const { snapshot, ...rest } = counted(seq, ms, done);
    const told = snapshot.nodes.map((each) => ({ ...each, perReplica: [replicaSnapshot({})] }));
    collector.accept({ ...rest, snapshot: { ...snapshot, nodes: told } });
  }
  return { board, collector };
}

const LOCAL = { host: "127.0.0.1", port: () => 5566, token: null };
const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://127.0.0.1:5566${path}`, { headers: { host: "127.0.0.1:5566", ...headers } });

Deno.test("every answer has the policy that nothing of others is loaded, executed or framed", async () => {
  using board = makeBoard().board;
  const app = guiApp(board, LOCAL);
  for (const path of ["/", "/page.js", "/page.css", "/api/flows", "/nothing"]) {
    const response = await app.fetch(get(path));
    await response.body?.cancel();
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe|\*/, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(response.headers.get("access-control-allow-origin"), null, path);
  }
  const page = await (await app.fetch(get("/"))).text();
  assert.doesNotMatch(
    page,
    /<script>|<style|style=|https?:/,
    "nothing inline, nothing from elsewhere",
  );
});

Deno.test("only files of the page are served, whatever the path", async () => {
  using board = makeBoard().board;
  const app = guiApp(board, LOCAL);
  for (
    const path of [
      "/../deno.json",
      "/%2e%2e/deno.json",
      "/..%2fdeno.json",
      "/page.js/../../cli.ts",
      "//etc/passwd",
      "/built/page.js",
    ]
  ) {
    const response = await app.fetch(get(path));
    await response.body?.cancel();
    assert.equal(response.status, 404, path);
  }
});

Deno.test("a name that is not ours is refused: it may have been led here", async () => {
  using board = makeBoard().board;
  const status = async (host: string, listens = "127.0.0.1") => {
    const app = guiApp(board, { ...LOCAL, host: listens });
    const response = await app.fetch(get("/api/flows", { host }));
    await response.body?.cancel();
    return response.status;
  };
  for (const host of ["localhost:8000", "127.0.0.1", "[::1]:5566", "LOCALHOST"]) {
    assert.equal(await status(host), 200, host);
  }
  for (
    const host of ["evil.example", "evil.example:5566", "127.0.0.1.evil.example", "192.168.1.7", ""]
  ) {
    assert.equal(await status(host), 421, host);
  }
  for (const host of ["192.168.1.7:5566", "[fe80::1]:5566", Deno.hostname()]) {
    assert.equal(await status(host, "0.0.0.0"), 200, host);
  }
  assert.equal(await status("evil.example", "0.0.0.0"), 421);
});

Deno.test("where others can connect, a token is asked for, and a cookie keeps it", async () => {
  using board = makeBoard().board;
  const app = guiApp(board, { ...LOCAL, host: "0.0.0.0", token: "secret" });
  const fetched = async (path: string, headers = {}) => {
    const response = await app.fetch(get(path, headers));
    await response.body?.cancel();
    return response;
  };
  for (const path of ["/", "/page.js", "/api/flows", "/api/stream", "/?token=wrong", "/?token="]) {
    assert.equal((await fetched(path)).status, 401, path);
  }
  const let_in = await fetched("/?token=secret");
  assert.equal(let_in.status, 302);
  assert.equal(let_in.headers.get("location"), "/");
  const cookie = let_in.headers.get("set-cookie")!;
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  const known = { cookie: cookie.split(";")[0]! };
  assert.equal((await fetched("/api/flows", known)).status, 200);
  assert.equal((await fetched("/api/flows", { cookie: "ctapipe_flow_5566=other" })).status, 401);
  assert.equal((await fetched("/api/flows", { authorization: "Bearer secret" })).status, 200);
});

Deno.test("requests are taken from the page only, checked, and handed on where a flow takes them", async () => {
  const asked: PageRequest[] = [];
  const asker: Asker = {
    takes: () => true,
    ask: (_, request) => (asked.push(request), Promise.resolve({ ok: true, reason: null })),
  };
  using board = makeBoard(asker).board;
  const post = async (on: CollectorBoard, body: unknown, headers: Record<string, string> = {}) => {
    const init = {
      method: "POST",
      headers: { host: "127.0.0.1:5566", origin: "http://127.0.0.1:5566", ...headers },
      body: JSON.stringify(body),
    };
    const url = `http://127.0.0.1:5566/api/flows/${ONE}/control`;
    const response = await guiApp(on, LOCAL).fetch(new Request(url, init));
    return { status: response.status, ...await response.json() };
  };
  const pause = { request: "pause" };
  assert.equal((await post(board, pause, { origin: "http://evil.example" })).status, 403);
  assert.equal((await post(board, pause, { origin: "null" })).status, 403);
  assert.equal((await post(board, pause, { "sec-fetch-site": "same-site" })).status, 403);
  assert.equal((await post(board, { request: "explode" })).status, 400);
  assert.equal((await post(board, { request: "replicas", node: "dump" })).status, 400);
  assert.equal((await post(board, { request: "pause", filling: "x".repeat(100_000) })).status, 413);
  assert.deepEqual(asked, []);
  assert.deepEqual(await post(board, pause), { status: 200, ok: true, reason: null });
  assert.deepEqual(asked.map(({ request }) => request), ["pause"]);

  using deaf = makeBoard().board;
  const refused = await post(deaf, pause);
  assert.equal(refused.ok, false);
  assert.match(refused.reason, /--allow-control/);
});

Deno.test("the stream tells late comers all, and then what changes", async () => {
  const { board, collector } = makeBoard();
  using _board = board;
  await using served = serveGui(board, { port: 0 });
  const response = await fetch(`${served.url}api/stream?follow=${ONE}`);
  const messages = messagesIn(response.body!);
  const next = async <T extends PageMessage["type"]>(type: T) => {
    for (;;) {
      const { value } = await messages.next();
      if (value!.type === type) return value as Extract<PageMessage, { type: T }>;
    }
  };
  const list = await next("flows");
  assert.deepEqual(list.flows.map(({ id, rate, state }) => ({ id, rate, state })), [
    { id: ONE, rate: 50, state: "running" },
  ]);
  assert.deepEqual((await next("facts")).facts.nodes.map(({ id }) => id), ["reader", "dump"]);
  const { tick } = await next("tick");
  assert.deepEqual(tick.nodes.map(({ id, done, rate }) => ({ id, done, rate })), [
    { id: "reader", done: 0, rate: 50 },
    { id: "dump", done: 100, rate: 50 },
  ]);
  assert.equal(tick.edges[0]!.rate, 50);
  collector.accept(counted(4, 3000, 170));
  assert.equal((await next("tick")).tick.nodes[1]!.done, 170);
  await messages.return(undefined);
});

Deno.test("a node's panel has its history and its replicas; unknown ones are not found", async () => {
  using board = makeBoard().board;
  const app = guiApp(board, LOCAL);
  const detail: NodeDetail = await (await app.fetch(get(`/api/flows/${ONE}/nodes/dump`))).json();
  assert.deepEqual(detail.history.t, [1, 2]);
  assert.deepEqual(detail.history.rate, [40, 60]);
  assert.equal(detail.replicas.length, 1);
  for (const path of [`${ONE}/nodes/other`, "other/nodes/dump", `${ONE}/samples/1`]) {
    assert.equal((await app.fetch(get(`/api/flows/${path}`))).status, 404, path);
  }
});

Deno.test("who falls silent is shown as lost, and who ends as ended", async () => {
  let now = 1_000_000;
  const collector = new Collector(() => now);
  using board = new CollectorBoard(collector, undefined, () => now);
  collector.accept({ ...hello(0), nodes, edges });
  collector.accept(counted(1, 1000, 10));
  const rows = async () =>
    await (await guiApp(board, LOCAL).fetch(get("/api/flows"))).json() as FlowRow[];
  assert.equal((await rows())[0]!.state, "running");
  now += 4000;
  collector.look();
  const [lost] = await rows();
  assert.deepEqual([lost!.state, lost!.silentMs, lost!.rate], ["lost", 4000, 0]);
});

Deno.test("a report is shown like an execution that has ended", async () => {
  const collector = new Collector();
  using board = new CollectorBoard(collector);
  const reported = report({
    flow: "yesterday",
    wallMs: 2000,
    status: "failed",
    nodes: {
      reader: nodeReport({ role: "producer", emitted: 50 }),
      dump: nodeReport({ role: "consumer", received: 50, done: 49, failed: 1 }),
    },
    edges: [{ from: "reader", port: "out", to: "dump", sent: 50, received: 50 }],
    errors: [failure({ node: "dump", packet: "reader#3" })],
    series: {
      atMs: [500, 1000, 2000],
      nodes: {
        dump: {
          done: [5, 20, 50],
          queued: [1, 2, 0],
          busyMs: [0, 0, 0],
          beganMs: 0,
          endedMs: 2000,
        },
      },
    },
  });
  const file = "/a folder/of/reports/r.json";
  collector.open(reported, file);
  const [row] = board.rows();
  assert.deepEqual([row!.flow, row!.state, row!.silentMs], ["yesterday", "failed", null]);
  const tick = board.tick(file)!;
  assert.deepEqual(tick.nodes.map(({ state, rate }) => [state, rate]), [
    ["finished", 25],
    ["failed", 24.5],
  ]);
  assert.equal(tick.edges[0]!.sent, 50);
  const path = `/api/flows/${encodeURIComponent(file)}/nodes/dump`;
  const detail: NodeDetail = await (await guiApp(board, LOCAL).fetch(get(path))).json();
  assert.deepEqual(detail.failures.map(({ packet, aside }) => ({ packet, aside })), [
    { packet: "reader#3", aside: null },
  ]);
  assert.deepEqual(detail.history.t, [0.5, 1, 2]);
  assert.deepEqual(detail.history.rate, [10, 30, 30]);
});

async function* messagesIn(stream: ReadableStream<Uint8Array>): AsyncGenerator<PageMessage> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as never)) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) yield JSON.parse(block.replace(/^data: /, ""));
  }
}
