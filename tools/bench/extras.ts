/** What is measured besides speed: how long one packet is under way, and memory over time. @module */
import { fileURLToPath } from "node:url";
import type { Mode } from "../../lib/telemetry/report.ts";
import { APART, MULTIPROCESS, SEQUENTIAL } from "./contenders.ts";
import { execute, type Told } from "./sample.ts";
import { median } from "./statistics.ts";

/** How long a packet alone is under way, in µs, medians over the rounds. */
export interface Latency {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
}

/** Memory of the process (RSS) when so many packets had arrived, in KiB, and their rate. */
export interface Memory {
  readonly name: string;
  /** Packets per second over the whole of this long W1. */
  readonly rate: number;
  readonly atKiB: readonly (readonly [packets: number, kiB: number])[];
}

/** What a packet costs, all in all, in µs, whose stage is in its node's Worker or in a cell. */
export interface CellCost {
  readonly name: string;
  /** A message with a number, as in W1. */
  readonly tiny: number;
  /** 297 KB, as in W2. */
  readonly large: number;
}

/** All of them. */
export interface Extras {
  readonly cells: readonly CellCost[];
  readonly latency: readonly Latency[];
  readonly memory: readonly Memory[];
}

const MODES: readonly Mode[] = ["sequential", "multiprocess"];
/** W1 has light steps: apart, its packets cross. */
const WAYS = [["sequential", SEQUENTIAL], ["multiprocess", MULTIPROCESS], [
  "apart",
  APART,
]] as const;
/** One per ms. */
const PACED = { full: 2_000, quick: 300 };
const PACKETS = { full: 1_000_000, quick: 100_000 };

async function ours(...args: string[]): Promise<Told> {
  const file = fileURLToPath(new URL("./ours.ts", import.meta.url));
  const { told } = await execute([Deno.execPath(), "run", "-A", "--no-check", file, ...args]);
  return told!;
}

const CELLS = [["", "in the node's Worker"], ["-worker", "isolation: worker"], [
  "-process",
  "isolation: process",
]] as const;
const IN_CELLS = { full: { W1: 20_000, W2: 1_000 }, quick: { W1: 2_000, W2: 100 } };

/** Lets W1 and W2 go with their stage in a cell. */
export async function measureCells(rounds: number, quick: boolean): Promise<CellCost[]> {
  const packets = IN_CELLS[quick ? "quick" : "full"];
  const found: CellCost[] = [];
  for (const [cell, name] of CELLS) {
    const costOf = async (workload: "W1" | "W2") => {
      const n = packets[workload];
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        times.push((await ours(`${workload}${cell}`, "apart", `${n}`)).ms / n * 1000);
      }
      return median(times);
    };
    found.push({ name, tiny: await costOf("W1"), large: await costOf("W2") });
  }
  return found;
}

/** Sends a packet per ms along one edge and looks how old it is when it arrives. */
export async function measureLatency(rounds: number, quick: boolean): Promise<Latency[]> {
  const n = quick ? PACED.quick : PACED.full;
  const all: Record<Mode, Latency[]> = { sequential: [], multiprocess: [] };
  for (let round = 0; round < rounds; round++) {
    for (const mode of MODES) {
      const { facts } = await ours("latency", mode, `${n}`);
      const { p50, p99 } = facts as { p50: number; p99: number };
      all[mode].push({ name: `ours, ${mode}`, p50, p99 });
    }
  }
  return MODES.map((mode) => ({
    name: `ours, ${mode}`,
    p50: median(all[mode].map(({ p50 }) => p50)),
    p99: median(all[mode].map(({ p99 }) => p99)),
  }));
}

/** Lets W1 go on and notes the memory after a tenth of the packets and after all. */
export async function measureMemory(quick: boolean): Promise<Memory[]> {
  const n = quick ? PACKETS.quick : PACKETS.full;
  const marks = [n / 10, n];
  const found: Memory[] = [];
  for (const [way, name] of WAYS) {
    const { ms, facts } = await ours("W1", way, `${n}`, ...marks.map(String));
    const noted = facts.rssAtKiB as Record<string, number | null>;
    const atKiB = marks.flatMap((mark) => {
      const kiB = noted[mark] ?? null;
      return kiB === null ? [] : [[mark, kiB] as const];
    });
    found.push({ name, rate: n / ms * 1000, atKiB });
  }
  return found;
}
