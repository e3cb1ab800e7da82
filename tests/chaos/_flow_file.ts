/** Writes a random graph as a flow file whose results go to files. @module */
import { join, relative } from "node:path";
import { nextOf, paramsOf, settingsOf } from "../campaign/_authored.ts";
import type { CampaignNode } from "../campaign/_graph.ts";

const STEPS = decodeURIComponent(new URL("./_file_steps.ts", import.meta.url).pathname);

/** Where a consumer's results are, in the folder of its case. */
export const resultsOf = (folder: string, id: string): string => join(folder, "out", `${id}.jsonl`);

/** Writes `flow.jsonc` into a folder, and gives its path. */
export async function writeFlow(folder: string, nodes: readonly CampaignNode[]): Promise<string> {
  const entries = nodes.map((node) => [node.id, authored(node, folder)]);
  const path = join(folder, "flow.jsonc");
  const flow = { name: "chaos", nodes: Object.fromEntries(entries) };
  await Deno.writeTextFile(path, JSON.stringify(flow, null, 2));
  return path;
}

/** A node as an author writes it. */
function authored(node: CampaignNode, folder: string): object {
  const { id, step, replicas, queueLimit } = node;
  if (step === "note") {
    return { step: "jsonl_writer", params: { filename: `out/${id}.jsonl` }, queueLimit };
  }
  return {
    step: `./${relative(folder, STEPS)}#${step}`,
    params: paramsOf(node),
    next: nextOf(node),
    ...(step !== "count" && { replicas, queueLimit }),
    ...settingsOf(node),
  };
}

/**
 * Lines as the campaign's consumers log them, of what is in a consumer's file; null without one. A
 * last line that is cut off is left out.
 */
export async function linesIn(path: string, id: string): Promise<string[] | null> {
  const text = await Deno.readTextFile(path).catch(() => null);
  if (text === null) return null;
  return text.split("\n").slice(0, -1).map((line) => {
    const { trail, hops } = JSON.parse(line);
    return `${id} got ${trail} = none by ${hops} ${id}[0]`;
  });
}
