/** A real browser, and what its console complains of. @module */
import assert from "node:assert/strict";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM, hasProgram } from "../../lib/testing/programs.ts";

/** What is missing for tests in a browser; null if all is there. */
export const missingBrowser: string | null = hasProgram(CHROMIUM) ? null : CHROMIUM;

/** How long a page is waited for, in ms. */
const PATIENCE_MS = 15_000;

/** Opens pages, and closes them in the end. */
export class TestBrowser implements AsyncDisposable {
  readonly #complaints: string[] = [];
  private constructor(readonly browser: Browser) {}

  /** Starts Chromium without a window. */
  static async start(): Promise<TestBrowser> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    return new TestBrowser(browser);
  }

  /** Opens a page in a profile of its own. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1280, height: 720 };
    const context = await this.browser.newContext({ viewport, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("console", (line) => {
      if (["error", "warning"].includes(line.type())) this.#complaints.push(line.text());
    });
    page.on("pageerror", (error) => this.#complaints.push(error.message));
    await page.goto(url);
    return page;
  }

  /** Fails if any page has complained since this was called last. */
  assertQuiet(): void {
    assert.deepEqual(this.#complaints.splice(0), []);
  }

  /** Closes all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }
}
