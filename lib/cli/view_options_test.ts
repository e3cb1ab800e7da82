import assert from "node:assert/strict";
import type { FlowRow } from "../gui/protocol.ts";
import { Session, startCli, testData } from "./_spawn.ts";

/** Starts a flow with a view; gives what it prints and where the view is. */
async function startViewed(...args: string[]) {
  const child = startCli(["run", testData("count.yaml"), ...args]);
  await child.stdout.cancel();
  const session = new Session(child, child.stderr);
  const [, url = ""] = await session.until(/view: (http\S+)\n/);
  return { session, url };
}

/** What the view knows of its flow. */
async function rowAt(url: string): Promise<FlowRow> {
  const [row] = await (await fetch(`${url}api/flows`)).json();
  return row;
}

Deno.test("run --view: the flow is at the address that is printed, as long as it goes on", async () => {
  const slow = ["--set", "numbers.to=1000", "--set", "numbers.restMs=20"];
  const { session, url } = await startViewed("--view-port", "0", ...slow);
  await using _session = session;
  await session.until(/at 2/);
  let row = await rowAt(url);
  while (row.state === "starting") row = await rowAt(url);
  assert.deepEqual([row.flow, row.state, row.mode], ["count", "running", "sequential"]);
  assert.equal(row.control, false);
  const refused = await fetch(`${url}api/flows/${row.id}/control`, {
    method: "POST",
    headers: { origin: url.replace(/\/$/, "") },
    body: JSON.stringify({ request: "pause" }),
  });
  assert.match((await refused.json()).reason, /--allow-control/);
  session.child.kill("SIGTERM");
  assert.equal((await session.end()).code, 130);
  await assert.rejects(fetch(url), "the view has ended with it");
});

Deno.test("run --keep-view: what has ended is shown until somebody ends the view", async () => {
  const { session, url } = await startViewed("--keep-view", "--view-port", "0");
  await using _session = session;
  await session.until(/stays at http/);
  assert.equal((await rowAt(url)).state, "done");
  session.child.kill("SIGTERM");
  assert.equal((await session.end()).code, 0);
});
