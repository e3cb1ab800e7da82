import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Locator, Page } from "playwright-core";
import { nodeReport, report } from "../../lib/cli/_fixtures.ts";
import { CollectorBoard } from "../../lib/gui/collector_board.ts";
import { serveGui } from "../../lib/gui/serve.ts";
import { Collector } from "../../lib/telemetry/collector.ts";
import { testNeeding } from "../../lib/testing/programs.ts";
import { graphOfText } from "../_flows.ts";
import { missingBrowser, TestBrowser } from "./_browser.ts";
import { feed } from "./_feed.ts";

const LST = new URL("lst.yaml", import.meta.url);
const lst = async (name: string) =>
  await graphOfText(Deno.readTextFileSync(LST).replace("lst_analysis", name), LST);

/** The first number in what an element shows. */
const numberIn = async (element: Locator) =>
  Number((await element.innerText()).replace(/[^\d.]/g, ""));

/** Waits until a number on the page has grown. */
async function untilMore(page: Page, selector: string): Promise<void> {
  const element = page.locator(selector).first();
  await element.waitFor();
  const before = await numberIn(element);
  await page.waitForFunction(
    ({ selector, before }) => {
      // deno-lint-ignore no-explicit-any
      const text = (globalThis as any).document.querySelector(selector)?.innerText ?? "";
      return Number(text.replace(/[^\d.]/g, "")) > before;
    },
    { selector, before },
  );
}

testNeeding(
  missingBrowser,
  "the page: flows side by side, who is slow and why, a node, a reload",
  async () => {
    const collector = new Collector();
    using board = new CollectorBoard(collector);
    await using served = serveGui(board, { port: 0 });
    await using browser = await TestBrowser.start();
    const page = await browser.open(served.url);
    await page.getByText("No flow has reported yet").waitFor();

    const flows = [
      feed(collector, await lst("by_many"), LST.href, "multiprocess"),
      feed(collector, await lst("by_one"), LST.href, "sequential"),
    ];
    try {
      const row = (name: string) => page.locator(`.flow-row[data-flow="${name}"]`);
      const view = (name: string) => page.locator(`.flow-view[data-flow="${name}"]`);
      await row("by_one").locator(".pick").click();
      await row("by_many").locator(".beside").click();
      for (const name of ["by_one", "by_many"]) {
        await untilMore(page, `.flow-view[data-flow="${name}"] [data-node="dl2"] .through`);
        assert.equal(await view(name).locator(".card").count(), 7, name);
      }
      const slow = view("by_many").locator('.react-flow__node[data-id="hillas"]');
      // deno-lint-ignore no-explicit-any
      await slow.evaluate((element) => (element as any).isOld = true);
      await untilMore(page, '.flow-view[data-flow="by_many"] [data-node="dl2"] .through');
      // deno-lint-ignore no-explicit-any
      assert.ok(await slow.evaluate((element) => (element as any).isOld), "no card is made anew");

      const badge = view("by_many").locator('[data-bottleneck="hillas"]');
      await badge.filter({ hasText: /^hillas: 2\/2 busy.*; \d nodes wait for it$/ }).waitFor();
      assert.equal(await view("by_many").locator('[data-node="hillas"] .badge').count(), 1);

      await badge.click();
      const panel = page.locator(".panel");
      await panel.getByText("stager · ./steps.ts#work").waitFor();
      await panel.locator(".troubles li").first().waitFor();
      assert.match(
        await panel.locator(".troubles").innerText(),
        /reader#\d+[^]*quarantined[^]*pedestal/,
      );
      await panel.locator(".replicas tbody tr").nth(1).waitFor();
      await panel.locator(".logs li").first().waitFor();
      await panel.locator(".curve canvas").first().waitFor();
      assert.match(await panel.locator(".settings").first().innerText(), /failEvery\s+40/);

      await page.reload();
      await panel.locator(".curve canvas").first().waitFor();
      assert.equal(await page.locator(".flow-view").count(), 2, "both are still shown");
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });

      const dump = view("by_many").locator('.react-flow__node[data-id="dl2"]');
      await dump.focus();
      await page.keyboard.press("Enter");
      await panel.getByText("consumer · ./steps.ts#sink").waitFor();
      browser.assertQuiet();
    } finally {
      for (const { execution } of flows) execution.abort();
      await Promise.all(flows.map(({ finished }) => finished));
    }
    await page.locator('.flow-row[data-flow="by_many"][data-state="interrupted"]').waitFor();
    browser.assertQuiet();
  },
);

testNeeding(missingBrowser, "a report that is opened in the page stays in it", async () => {
  const collector = new Collector();
  using board = new CollectorBoard(collector);
  await using served = serveGui(board, { port: 0 });
  await using browser = await TestBrowser.start();
  const page = await browser.open(served.url);
  const nodes = {
    reader: nodeReport({ role: "producer", emitted: 50 }),
    dump: nodeReport({ role: "consumer", received: 50, done: 50 }),
  };
  const edges = [{ from: "reader", port: "out", to: "dump", sent: 50, received: 50 }];
  const text = JSON.stringify(report({ flow: "yesterday", nodes, edges }));
  const file = (name: string, content: string) => {
    const buffer = Buffer.from(content);
    return { name, mimeType: "application/json", buffer };
  };
  const input = page.locator('.open-report input[type="file"]');
  await input.setInputFiles(file("other.json", "{}"));
  await page.getByText("other.json is no report").waitFor();
  await input.setInputFiles(file("r.json", text));
  await page.locator('.flow-view[data-flow="yesterday"] [data-node="dump"]').click();
  await page.locator(".figures").filter({ hasText: /received\s*50/ }).waitFor();
  await page.locator(".verdict").getByText("every packet is accounted for").waitFor();
  assert.deepEqual(collector.executions, []);
  browser.assertQuiet();
});

testNeeding(
  missingBrowser,
  "with a token: its address opens the page once and for all, others see nothing",
  async () => {
    using board = new CollectorBoard(new Collector());
    await using served = serveGui(board, { host: "0.0.0.0", port: 0 });
    await using browser = await TestBrowser.start();
    const { port, search } = new URL(served.url);
    const here = `http://127.0.0.1:${port}/`;
    const page = await browser.open(here + search);
    await page.locator(".link.on").waitFor();
    assert.equal(page.url(), here, "the token is not in the address any more");
    await page.goto(here);
    await page.locator(".link.on").waitFor();
    browser.assertQuiet();
    const stranger = await browser.open(here);
    await stranger.getByText("use the address that was printed").waitFor();
  },
);
