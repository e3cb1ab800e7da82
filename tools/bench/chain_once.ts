/**
 * One execution of the science chain: `deno run -A tools/bench/chain_once.ts VARIANT FOLDER`, of all
 * files in a folder. Tells the time and the work of all of `runFlow`, so that starting Workers counts.
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { loadFlow } from "../../lib/dsl/mod.ts";
import { runFlow, type SeatingWishes } from "../../lib/engine/mod.ts";
import { stepCatalog } from "../../lib/registry/mod.ts";
import type { Tally } from "./chain_steps.ts";
import { memoryKiB } from "./result.mjs";

/** What is compared: the reader alone, and ways of executing the chain. */
export const VARIANTS = {
  reader: { mode: "sequential", stages: "" },
  "reader, only what the chain needs": { mode: "sequential", stages: "", lean: true },
  "chain, sequential": { mode: "sequential", stages: "dl1", lean: true },
  "three steps, sequential": { mode: "sequential", stages: "steps", lean: true },
  "chain, 2 replicas": { mode: "multiprocess", stages: "dl1", lean: true },
  "chain, 2 replicas side by side": {
    mode: "multiprocess",
    stages: "dl1",
    lean: true,
    together: ["reader", "dl1"],
  },
  "three steps, 2 replicas": { mode: "multiprocess", stages: "steps", lean: true },
} as const satisfies Record<
  string,
  {
    mode: "sequential" | "multiprocess";
    stages: "" | "dl1" | "steps";
    lean?: boolean;
    together?: readonly string[];
  }
>;

/** The name of a variant. */
export type Variant = keyof typeof VARIANTS;

/** What an execution took. */
export interface Taken extends Tally {
  readonly ms: number;
  /** Work of all threads, in ms. */
  readonly cpuMs: number;
  readonly rssKiB: number;
}

const STAGES = {
  "": "",
  dl1: "  dl1: { step: dl1, replicas: REPLICAS, params: PARAMS, next: end }\n",
  steps: "  dl1: { step: calibrate, replicas: REPLICAS, params: PARAMS, next: clean }\n" +
    "  clean: { step: clean_image, next: hillas }\n  hillas: { step: hillas, next: end }\n",
};

/** The flow of a variant, as an author writes it. */
export function flowOf(variant: Variant, folder: string): string {
  const { mode, stages, ...rest } = VARIANTS[variant];
  const lean = "lean" in rest ? ", trueImages: false, pixelTiming: false" : "";
  const replicas = mode === "multiprocess" ? 2 : 1;
  return [
    "name: chain",
    "nodes:",
    `  files: { step: list_files, params: { pattern: "${folder}/*" }, next: reader }`,
    `  reader: { step: read_simtel, replicas: ${replicas}, next: ${stages ? "dl1" : "end"},`,
    `    params: { root: "${folder}", onTruncated: warn${lean} } }`,
    STAGES[stages].replaceAll("REPLICAS", `${replicas}`)
      .replaceAll("PARAMS", "{ extractor: local_peak }"),
    `  end: { step: ./chain_steps.ts#${stages ? "images" : "events"} }`,
  ].join("\n");
}

/** The reader may read files; what shares its Workers may then, too. */
function wishesOf(variant: Variant): SeatingWishes {
  const wish = VARIANTS[variant];
  return "together" in wish ? { together: [wish.together], shareGrants: true } : {};
}

async function execute(variant: Variant, folder: string): Promise<Taken> {
  const base = new URL("chain.yaml", import.meta.url).href;
  const text = flowOf(variant, folder);
  const { graph, diagnostics } = await loadFlow(text, { file: "chain.yaml" }, stepCatalog(), base);
  if (graph === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  let tally: Tally = { count: 0, intensity: 0 };
  const [start, work] = [performance.now(), cpuUsage()];
  const { status, errors } = await runFlow(graph, {
    mode: VARIANTS[variant].mode,
    ...wishesOf(variant),
    base,
    onLog: ({ node, message }) => {
      if (node === "end") tally = JSON.parse(message);
    },
  });
  const ms = performance.now() - start;
  const { user, system } = cpuUsage(work);
  if (status !== "done") throw new Error(errors.map(({ message }) => message).join("\n"));
  return { ...tally, ms, cpuMs: (user + system) / 1000, rssKiB: memoryKiB("VmHWM") ?? 0 };
}

if (import.meta.main) {
  const [variant, folder] = Deno.args as [Variant, string];
  console.log(JSON.stringify(await execute(variant, folder)));
}
