import assert from "node:assert/strict";
import type { FlowRow } from "../gui/protocol.ts";
import { failure, nodeReport, report } from "./_fixtures.ts";
import { startGui } from "./_gui.ts";
import { runCli } from "./_spawn.ts";

Deno.test("gui: serves until it is interrupted, and ends with 0", async () => {
  const gui = await startGui();
  assert.match(gui.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.match(await (await fetch(gui.url)).text(), /<div id="page">/);
  assert.deepEqual(await (await fetch(`${gui.url}api/flows`)).json(), []);
  assert.equal(await gui.end(), 0);
});

Deno.test("gui --open: reports are flows that have ended", async () => {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  const nodes = { reader: nodeReport({ role: "producer" }), dump: nodeReport({ failed: 1 }) };
  await Deno.writeTextFile(
    file,
    JSON.stringify(report({ flow: "one", status: "failed", nodes, errors: [failure({})] })),
  );
  const gui = await startGui(["--open", file]);
  const rows: FlowRow[] = await (await fetch(`${gui.url}api/flows`)).json();
  assert.deepEqual(rows.map(({ flow, state, failed }) => [flow, state, failed]), [[
    "one",
    "failed",
    1,
  ]]);
  await gui.end();
  await Deno.remove(file);
});

Deno.test("gui --host: others need the token that is printed", async () => {
  const gui = await startGui(["--host", "0.0.0.0"]);
  const { port, searchParams } = new URL(gui.url);
  assert.match(searchParams.get("token")!, /^[0-9a-f]{32}$/);
  const here = `http://127.0.0.1:${port}/`;
  const refused = await fetch(here);
  assert.equal(refused.status, 401);
  assert.match(await refused.text(), /the address that was printed/);
  const known = await fetch(`${here}?token=${searchParams.get("token")}`, { redirect: "manual" });
  await known.body?.cancel();
  assert.equal(known.status, 302);
  await gui.end();
});

Deno.test("gui: what cannot be served or opened is told in two lines, 2", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String((taken.addr as Deno.NetAddr).port);
  const told: [args: string[], message: RegExp][] = [
    [
      ["--port", port],
      /something else listens on port \d+ of 127\.0\.0\.1\n {2}hint: choose another port/,
    ],
    [
      ["--host", "192.0.2.1"],
      /192\.0\.2\.1:5566 cannot be listened on.*\n {2}hint: .*address of this machine/,
    ],
    [["--open", "deno.json"], /"deno.json" is not a report: .*\n {2}hint: .*--report FILE\.json/],
  ];
  told.push([
    ["--port", "0", "--address", `tcp://127.0.0.1:${port}`],
    /tcp:\/\/127\.0\.0\.1:\d+ cannot be listened at: .*\n {2}hint: .*--address/,
  ]);
  for (const [args, message] of told) {
    const { code, stderr } = await runCli(["gui", ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});
