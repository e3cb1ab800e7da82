import assert from "node:assert/strict";
import type { FlowRow } from "../../lib/gui/protocol.ts";
import { startGui } from "../../lib/cli/_gui.ts";
import { startCli } from "../../lib/cli/_spawn.ts";
import { testNeeding } from "../../lib/testing/programs.ts";
import { missingBrowser, TestBrowser } from "./_browser.ts";

const LST = decodeURIComponent(new URL("lst.yaml", import.meta.url).pathname);

/** A flow of its own process, which tells a view how it goes. */
function startTelling(address: string, ...args: string[]): Deno.ChildProcess {
  const child = startCli(["run", LST, "--gui-address", address, ...args]);
  child.stderr.pipeTo(new WritableStream()).catch(() => {});
  child.stdout.pipeTo(new WritableStream()).catch(() => {});
  return child;
}

testNeeding(
  missingBrowser,
  "two processes: both are seen, who comes late sees all, who is killed is shown as lost",
  async () => {
    const folder = await Deno.makeTempDir();
    const gui = await startGui();
    const quarantine = ["--quarantine", folder];
    const one = startTelling(gui.address, "--mode", "multiprocess", ...quarantine);
    const two = startTelling(gui.address, "--mode", "sequential", ...quarantine);
    try {
      await using browser = await TestBrowser.start();
      const early = await browser.open(gui.url);
      const row = (mode: string) => early.locator(".flow-row").filter({ hasText: mode });
      await row("multiprocess").locator(".state.running").waitFor();
      await row("sequential").locator(".state.running").waitFor();

      await row("sequential").locator(".pick").click();
      await early.locator('[data-bottleneck="hillas"]').waitFor();
      const late = await browser.open(early.url());
      await late.locator('[data-bottleneck="hillas"]').waitFor();

      await kill(gui.url, "sequential");
      const began = performance.now();
      await early.locator('.flow-row[data-state="lost"]').filter({ hasText: "sequential" })
        .waitFor();
      assert.ok(performance.now() - began < 6000, "within seconds");
      await early.locator(".verdict.is-lost").waitFor();
      await row("multiprocess").locator(".state.running").waitFor();

      await row("multiprocess").locator(".pick").click();
      one.kill("SIGTERM");
      await early.locator('.flow-row[data-state="interrupted"]').waitFor();
      const view = early.locator('.flow-view[data-state="interrupted"]');
      await view.locator('[data-node="hillas"]').click();
      await early.locator(".panel .curve canvas").first().waitFor();
      await early.reload();
      await early.locator(".panel .troubles li").first().waitFor();
      browser.assertQuiet();
    } finally {
      await Promise.all([end(one), end(two)]);
      assert.equal(await gui.end(), 0);
      await Deno.remove(folder, { recursive: true });
    }
  },
);

/** Kills the program of the flow that is executed in a mode; its supervisor then ends, too. */
async function kill(gui: string, mode: string): Promise<void> {
  const rows: FlowRow[] = await (await fetch(`${gui}api/flows`)).json();
  Deno.kill(rows.find((row) => row.mode === mode)!.pid, "SIGKILL");
}

/** Whatever has become of it: its program ends soon after it. */
async function end(supervisor: Deno.ChildProcess): Promise<void> {
  try {
    supervisor.kill("SIGKILL");
  } catch {
    // It has ended.
  }
  await supervisor.status;
}
