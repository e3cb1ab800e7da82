import assert from "node:assert/strict";
import type { FlowRow } from "../../lib/gui/protocol.ts";
import { startGui } from "../../lib/cli/_gui.ts";
import { startCli } from "../../lib/cli/_spawn.ts";
import { testNeeding } from "../../lib/testing/programs.ts";
import type { Locator } from "playwright-core";
import { missingBrowser, TestBrowser } from "./_browser.ts";

const LST = decodeURIComponent(new URL("lst.yaml", import.meta.url).pathname);

/** A flow in a process of its own, which tells a view how it goes; what it writes is dropped. */
class TellingFlow {
  readonly child: Deno.ChildProcess;
  readonly #silent: Promise<unknown>;

  constructor(address: string, ...args: string[]) {
    this.child = startCli(["run", LST, "--gui-address", address, ...args]);
    const { stdout, stderr } = this.child;
    this.#silent = Promise.all(
      [stdout, stderr].map((stream) => stream.pipeTo(new WritableStream())),
    );
  }

  /** Whatever has become of it; its program ends soon after its supervisor. */
  async end(): Promise<void> {
    try {
      this.child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.child.status;
    await this.#silent;
  }
}

testNeeding(
  missingBrowser,
  "two processes: both are seen, who comes late sees all, who is killed is shown as lost",
  async () => {
    const folder = await Deno.makeTempDir();
    const gui = await startGui();
    const quarantine = ["--quarantine", folder];
    const one = new TellingFlow(gui.address, "--mode", "multiprocess", ...quarantine);
    const two = new TellingFlow(gui.address, "--mode", "sequential", ...quarantine);
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
      one.child.kill("SIGTERM");
      await early.locator('.flow-row[data-state="interrupted"]').waitFor();
      const view = early.locator('.flow-view[data-state="interrupted"]');
      await view.locator('[data-node="hillas"]').click();
      await early.locator(".panel .curve canvas").first().waitFor();
      await early.reload();
      await early.locator(".panel .troubles li").first().waitFor();
      browser.assertQuiet();
    } finally {
      await Promise.all([one.end(), two.end()]);
      assert.equal(await gui.end(), 0);
      await Deno.remove(folder, { recursive: true });
    }
  },
);

testNeeding(
  missingBrowser,
  "a flow that takes requests: paused, resumed, given a replica, looked into, drained",
  async () => {
    const folder = await Deno.makeTempDir();
    const gui = await startGui();
    const settings = ["--mode", "multiprocess", "--quarantine", folder];
    const open = new TellingFlow(gui.address, "--allow-control", ...settings);
    const shut = new TellingFlow(gui.address, "--mode", "sequential", "--quarantine", folder);
    try {
      await using browser = await TestBrowser.start();
      const page = await browser.open(gui.url);
      const row = (mode: string) => page.locator(".flow-row").filter({ hasText: mode });
      await row("multiprocess").locator(".state.running").waitFor();
      await row("sequential").locator(".pick").click();
      await page.locator('.flow-view [data-node="hillas"]').click();
      await page.locator(".panel .curve").first().waitFor();
      assert.equal(
        await page.locator(".controls").count(),
        0,
        "no buttons where nothing may be asked",
      );

      await row("multiprocess").locator(".pick").click();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.locator(".chip.paused").waitFor();
      await page.getByRole("button", { name: "Resume" }).click();
      await page.locator(".chip.running").waitFor();

      await page.locator('.flow-view [data-node="hillas"]').click();
      await page.getByText("2 of at most 3").waitFor();
      await page.getByRole("button", { name: "one replica more" }).click();
      await page.getByText("3 of at most 3").waitFor();
      await page.locator(".figures").filter({ hasText: /busy\s*3\/3/ }).waitFor();

      await page.locator(".edges button", { hasText: "out → energy" }).click();
      await page.locator('.camera[data-pixels="721"]').waitFor();
      assert.match(
        await page.locator(".camera").innerText(),
        /event \d+ · telescope \d · LST HexCam/,
      );
      assert.ok(await isPainted(page.locator(".camera canvas")));
      await page.locator(".tree").getByText("Float64Array[721]").first().waitFor();
      await page.locator(".tree .histogram:visible").first().waitFor();
      await page.getByRole("button", { name: "an older one" }).click();
      await page.getByRole("button", { name: "Follow" }).waitFor();

      await page.getByRole("button", { name: "Drain" }).click();
      await page.locator('.flow-row[data-state="interrupted"]').waitFor();
      await page.locator(".verdict").getByText("Ended: interrupted.").waitFor();
      browser.assertQuiet();
      assert.equal((await open.child.status).code, 130);
    } finally {
      await Promise.all([open.end(), shut.end()]);
      assert.equal(await gui.end(), 0);
      await Deno.remove(folder, { recursive: true });
    }
  },
);

/** Whether a canvas has many colours on it. */
async function isPainted(canvas: Locator): Promise<boolean> {
  const colours = await canvas.evaluate((element) => {
    // deno-lint-ignore no-explicit-any
    const drawn = element as any;
    const { data } = drawn.getContext("2d").getImageData(0, 0, drawn.width, drawn.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  return colours > 100;
}

/** Kills the program of the flow that is executed in a mode; its supervisor then ends, too. */
async function kill(gui: string, mode: string): Promise<void> {
  const rows: FlowRow[] = await (await fetch(`${gui}api/flows`)).json();
  Deno.kill(rows.find((row) => row.mode === mode)!.pid, "SIGKILL");
}
