/**
 * Measures: `deno task bench [--rounds N] [--only W1,W3] [--quick] [--json FILE] [--write]`.
 *
 * W1–W5 and single edges in both engines beside peers, how long one packet is under way, memory
 * over time, what users wait for, and the science chain (`--only chain`). What a figure includes is told in `docs/performance.md`, into
 * which `--write` puts the tables.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CONTENDERS } from "./bench/contenders.ts";
import { printChain } from "./bench/chain.ts";
import { type Extras, measureCells, measureLatency, measureMemory } from "./bench/extras.ts";
import { Figures, judge } from "./bench/goals.ts";
import { machineFacts, machineLine } from "./bench/machine.ts";
import { preparePeers } from "./bench/peers.ts";
import { compete } from "./bench/rounds.ts";
import { standingsOf } from "./bench/standings.ts";
import { between, resultText } from "./bench/table.ts";
import { measureWaits, printReaderSpeed } from "./bench/waits.ts";
import { type Workload, WORKLOADS } from "./bench/workloads.ts";

const DOCUMENT = new URL("../docs/performance.md", import.meta.url);

/** What is measured besides the workloads. */
const OTHERS = ["latency", "memory", "cells", "waits", "reader", "chain"] as const;

/** Something that `--only` may name. */
export type Part = Workload | typeof OTHERS[number];

/** What the arguments say. */
export interface Options {
  readonly rounds: number;
  readonly quick: boolean;
  readonly parts: ReadonlySet<Part>;
  readonly json: string | null;
  readonly write: boolean;
  readonly python: string;
}

/** Reads the arguments. @throws {Error} for an argument that makes no sense, saying which */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      write: { type: "boolean", default: false },
      python: { type: "string", default: "/usr/bin/python3" },
    },
  });
  const { quick, json = null, write, python } = values;
  const rounds = Number(values.rounds ?? (quick ? 1 : 7));
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds ${values.rounds}: must be a number from 1`);
  }
  return { rounds, quick, parts: partsOf(values.only, quick), json, write, python };
}

/** Whether a part is one of the data plane's. */
const isPlane = (part: Part): boolean => !["waits", "reader", "chain"].includes(part);

/** With `--quick` what users wait for is left out unless it is asked for. */
function partsOf(only: string | undefined, quick: boolean): Set<Part> {
  const all: readonly Part[] = [...WORKLOADS, ...OTHERS];
  if (only === undefined) {
    return new Set(quick ? all.filter(isPlane) : all);
  }
  return new Set(
    only.split(",").map((name) => {
      const part = all.find((each) => each.toLowerCase() === name.trim().toLowerCase());
      if (part === undefined) throw new Error(`--only ${name}: must be of ${all.join(", ")}`);
      return part;
    }),
  );
}

async function measureExtras({ rounds, quick, parts }: Options): Promise<Extras> {
  return {
    cells: parts.has("cells") ? await measureCells(rounds, quick) : [],
    latency: parts.has("latency") ? await measureLatency(rounds, quick) : [],
    memory: parts.has("memory") ? await measureMemory(quick) : [],
  };
}

/** The data plane. @returns whether nobody came out wrong */
async function measureDataPlane(options: Options): Promise<boolean> {
  const { rounds, quick, parts, json, write, python } = options;
  const unable = await preparePeers(python);
  if (unable !== null) console.error(`peers under Node: ${unable}`);
  const machine = await machineFacts(python);
  const chosen = CONTENDERS.filter(({ workload }) => parts.has(workload));
  const { samples, out } = await compete(chosen, {
    rounds,
    quick,
    onTurn: ({ workload, name }, round) =>
      console.error(`${workload} round ${round + 1}/${rounds}: ${name}`),
  });
  const figures = new Figures(standingsOf(samples), await measureExtras(options));
  const goals = judge(figures);
  const { standings, extras } = figures;
  const size = quick ? ", small workloads (`--quick`): too short for judgement" : "";
  const head = `Measured on ${machineLine(machine)}. Rounds: ${rounds}${size}.`;
  const text = `${head}\n\n${resultText(figures, goals, out)}`;
  console.log(text);
  if (json !== null) {
    const result = { schema: "ctapipe-flow/bench/1", machine, rounds, quick };
    const all = { ...result, goals, standings, extras, out, samples };
    await Deno.writeTextFile(json, `${JSON.stringify(all, null, 2)}\n`);
  }
  if (write) await writeDocument(text);
  return !out.some(({ wrong }) => wrong);
}

/** Puts the tables into the document, and formats it as `deno task ok` wants it. */
async function writeDocument(text: string): Promise<void> {
  await Deno.writeTextFile(DOCUMENT, between(await Deno.readTextFile(DOCUMENT), text));
  const args = ["fmt", "--quiet", fileURLToPath(DOCUMENT)];
  await new Deno.Command(Deno.execPath(), { args }).output();
}

async function printWaits(rounds: number): Promise<void> {
  for (const [name, ms] of await measureWaits(rounds)) {
    console.log(`${name.padEnd(48)} ${ms.toFixed(0).padStart(6)} ms`);
  }
  console.log();
}

if (import.meta.main) {
  let options: Options;
  try {
    options = parseOptions(Deno.args);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(2);
  }
  const { parts, rounds } = options;
  const plane = [...parts].some(isPlane);
  const well = !plane || await measureDataPlane(options);
  if (parts.has("waits")) await printWaits(rounds);
  if (parts.has("chain")) await printChain(rounds, options.quick);
  const read = !parts.has("reader") || await printReaderSpeed();
  Deno.exit(well && read ? 0 : 1);
}
