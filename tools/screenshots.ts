/**
 * Takes the pictures of the browser view in `docs/images/`, of real flows: `deno run -A
 * tools/screenshots.ts`. Needs Chromium, and a minute.
 *
 * @module
 */
import { chromium, type Page } from "playwright-core";
import { startGui } from "../lib/cli/_gui.ts";
import { runCli, startCli } from "../lib/cli/_spawn.ts";
import type { FlowRow } from "../lib/gui/protocol.ts";
import { CHROMIUM } from "../lib/testing/programs.ts";

const ROOT = new URL("../", import.meta.url);
const path = (name: string) => decodeURIComponent(new URL(name, ROOT).pathname);
const IMAGES = path("docs/images/");
const FILES = 200;
const PATIENCE_MS = 60_000;

/** A picture: how wide, which colours, and what is done before it is taken. */
interface Shot {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly prepare: (page: Page) => Promise<void>;
}

const pick = (page: Page, flow: string) =>
  page.locator(`[data-flow="${flow}"] .pick`).first().click();
const cardOf = (page: Page, node: string) => page.locator(`[data-node="${node}"]`).first();

const SHOTS: Readonly<Record<string, Shot>> = {
  view: { prepare: async (page) => await pick(page, "gamma_array") },
  view_dark: { scheme: "dark", prepare: async (page) => await pick(page, "gamma_array") },
  view_node: {
    height: 900,
    prepare: async (page) => {
      await pick(page, "gamma_array");
      await cardOf(page, "calibrate").click();
      await page.locator(".panel .curve").nth(2).waitFor();
    },
  },
  view_packet: {
    height: 900,
    prepare: async (page) => {
      await pick(page, "gamma_array");
      await cardOf(page, "hillas").click();
      await page.locator(".edges button", { hasText: "out → cuts" }).click();
      await page.locator(".camera canvas").waitFor();
      await page.getByRole("button", { name: "Hold" }).click();
    },
  },
  view_side_by_side: {
    prepare: async (page) => {
      await pick(page, "gamma_array");
      await page.locator('[data-flow="lst_analysis"] .beside').click();
    },
  },
  view_phone: {
    width: 390,
    height: 844,
    prepare: async (page) => await pick(page, "gamma_array"),
  },
};

/** Makes raw data of an array, and many names for them. */
async function makeData(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/data`);
  const name = (n: number) => `${folder}/data/run_${`${n}`.padStart(4, "0")}.simtel.zst`;
  const set = { "simulator.showers": 60, "simulator.energyMin": 0.5, "writer.filename": name(1) };
  await runCli(["run", path("flows/09_simulate.yaml"), ...setting(set), "--progress", "none"]);
  for (let n = 2; n <= FILES; n++) await Deno.link(name(1), name(n));
}

const setting = (values: Record<string, string | number>) =>
  Object.entries(values).flatMap(([key, value]) => ["--set", `${key}=${value}`]);

/** Starts what is to be seen: a flow that goes on, one that has failed packets, one that is done. */
function startFlows(folder: string, address: string): Deno.ChildProcess[] {
  const quarantine = ["--quarantine", `${folder}/aside`];
  const told = ["--gui-address", address, "--progress", "none", "--allow-control"];
  const array = setting({
    "files.pattern": `${folder}/data/*.simtel.zst`,
    "reader.root": `${folder}/data`,
    "dl1.filename": `${folder}/dl1.parquet`,
    "dl2.filename": `${folder}/dl2.parquet`,
  });
  const both = ["--mode", "multiprocess"];
  return [
    startCli([
      "run",
      path("flows/dl1.yaml"),
      ...told,
      ...setting({
        "hdf5.filename": `${folder}/demo.h5`,
        "parquet.filename": `${folder}/demo.parquet`,
      }),
    ]),
    startCli(["run", path("tests/gui/lst.yaml"), ...told, ...quarantine, ...both]),
    startCli(["run", path("tests/gui/array.yaml"), ...told, ...array, ...both]),
  ];
}

/** Until each of these flows has gone on for a while, or ended. */
async function untilUnderWay(url: string, flows: number): Promise<void> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    late.throwIfAborted();
    const rows: FlowRow[] = await (await fetch(`${url}api/flows`)).json();
    const ready = rows.filter(({ elapsedMs, silentMs }) => elapsedMs > 12_000 || silentMs === null);
    if (ready.length === flows) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const gui = await startGui();
  await makeData(folder);
  const flows = startFlows(folder, gui.address);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    await untilUnderWay(gui.url, flows.length);
    await Deno.mkdir(IMAGES, { recursive: true });
    for (
      const [name, { width = 1280, height = 720, scheme = "light", prepare }] of Object.entries(
        SHOTS,
      )
    ) {
      const viewport = { width, height };
      const context = await browser.newContext({
        viewport,
        colorScheme: scheme,
        deviceScaleFactor: 1.5,
      });
      const page = await context.newPage();
      await page.goto(gui.url);
      await prepare(page);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `${IMAGES}${name}.png` });
      await context.close();
    }
  } finally {
    await browser.close();
    for (const flow of flows) {
      try {
        flow.kill("SIGKILL");
      } catch {
        // It has ended.
      }
    }
    await gui.end();
    await Deno.remove(folder, { recursive: true });
  }
  Deno.exit(0); // outputs of the flows that nobody reads
}
