/**
 * How smooth the browser view is: `deno run -A tools/bench/view.ts`. A real flow of 101 nodes tells
 * a page ten times per second how it goes; what is measured is how long Chromium, without a window,
 * takes for its frames.
 *
 * @module
 */
import { CollectorBoard } from "../../lib/gui/collector_board.ts";
import { serveGui } from "../../lib/gui/serve.ts";
import { Collector } from "../../lib/telemetry/collector.ts";
import { graphOfText } from "../../tests/_flows.ts";
import { TestBrowser } from "../../tests/gui/_browser.ts";
import { feed } from "../../tests/gui/_feed.ts";

const BASE = new URL("../../tests/gui/lst.yaml", import.meta.url);
const CHAIN = ["calibrate", "extract", "clean", "hillas", "timing", "quality"];
const TELESCOPES = 16;
const FRAMES = 600;

/** A chain of six nodes for each of sixteen telescopes, between a producer and a consumer. */
function hundredNodes(): string {
  const chains = Array.from({ length: TELESCOPES }, (_, telescope) =>
    CHAIN.map((name, at) => {
      const next = at + 1 < CHAIN.length ? `${CHAIN[at + 1]}_${telescope}` : "stereo";
      return `  ${name}_${telescope}: { step: ./steps.ts#work, params: { ms: 0 }, next: ${next} }`;
    }).join("\n"));
  const firsts = (rest: number) =>
    Array.from({ length: TELESCOPES }, (_, n) => n).filter((n) => (n % 4 === 0 ? 0 : 1) === rest)
      .map((n) => `calibrate_${n}`);
  return `name: hundred_nodes
nodes:
  reader: { step: ./steps.ts#shots, params: { restMs: 10 }, next: { large: large, small: small } }
  large: { step: ./steps.ts#work, params: { ms: 0 }, next: { out: [${firsts(0)}] } }
  small: { step: ./steps.ts#work, params: { ms: 0 }, next: { out: [${firsts(1)}] } }
${chains.join("\n")}
  stereo: { step: ./steps.ts#work, params: { ms: 0 }, next: dl2 }
  dl2: { step: ./steps.ts#sink }
`;
}

/** How long the page took for each of some frames, in ms. */
const framesOf = (count: number) =>
  new Promise<number[]>((resolve) => {
    const took: number[] = [];
    let last = performance.now();
    // deno-lint-ignore no-explicit-any
    const next = (globalThis as any).requestAnimationFrame;
    const note = (now: number) => {
      took.push(now - last);
      last = now;
      if (took.length < count) next(note);
      else resolve(took);
    };
    next(note);
  });

if (import.meta.main) {
  const collector = new Collector();
  using board = new CollectorBoard(collector);
  await using served = serveGui(board, { port: 0 });
  const graph = await graphOfText(hundredNodes(), BASE);
  const { execution, finished } = feed(collector, graph, BASE.href, "sequential");
  await using browser = await TestBrowser.start();
  const page = await browser.open(served.url);
  await page.locator('[data-node="dl2"]').waitFor();
  const took = (await page.evaluate(framesOf, FRAMES)).toSorted((a, b) => a - b);
  const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
  const part = (share: number) => took[Math.floor(share * (took.length - 1))]!.toFixed(1);
  console.log(
    `${graph.nodes.length} nodes, ten updates per second: ${(1000 / mean).toFixed(1)} frames per ` +
      `second; half of the frames took ${part(0.5)} ms at most, 99 % ${part(0.99)} ms, all ${
        part(1)
      } ms`,
  );
  execution.abort();
  await finished;
}
