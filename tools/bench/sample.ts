/** Lets a contender work once, in a process of its own. @module */
import type { Contender } from "./contenders.ts";
import type { ArrayTraffic } from "../../lib/telemetry/report.ts";
import { cpuTimes, othersShare } from "./cpu.ts";
import { type Deviation, expectedSum, FACTS } from "./workloads.ts";

/** One turn of one contender. */
export interface Sample {
  readonly workload: string;
  readonly contender: string;
  readonly round: number;
  /** Messages. */
  readonly n: number;
  /** From "all ready" to "the consumer saw the last", as the contender says; null if it does not. */
  readonly ms: number | null;
  /** From before the process was started to after its end. */
  readonly wallMs: number;
  /** From before the first Worker or process to the result, inside the process; null if not said. */
  readonly inProcessMs: number | null;
  /** The most memory that the process, or all of its processes together, ever had. */
  readonly rssKiB: number | null;
  /** Processor time of others as a share of the wall time. */
  readonly others: number;
  /** What else the contender said. */
  readonly facts: Facts;
}

/** What a contender says besides count, sum and time. */
export interface Facts extends Deviation {
  readonly inProcessMs?: number;
  readonly wallMs?: number;
  /** Bytes of arrays that left the producer, by what became of them on the way. */
  readonly arrayBytes?: ArrayTraffic;
  readonly [name: string]: unknown;
}

/** What the last line of a contender says. */
export interface Told {
  readonly count: number;
  readonly sum: number;
  readonly ms: number;
  readonly rssKiB: number | null;
  readonly facts: Facts;
}

/** A contender that can't take part here, and why. */
export class Skipped extends Error {}

/** A contender that counted or added up wrongly, or failed. */
export class Wrong extends Error {}

/** No turn may take longer than this, in ms. */
const TIMEOUT = 180_000;

/** How a process went. */
export interface Ended {
  readonly told: Told | null;
  readonly wallMs: number;
  readonly others: number;
}

/**
 * Starts a process and waits for its end.
 *
 * @throws {Skipped} if it says that it can't, or does not exist
 * @throws {Wrong} if it fails or says nothing
 */
export async function execute(command: readonly string[], silent = false): Promise<Ended> {
  const [executable = "", ...args] = command;
  const before = cpuTimes();
  const start = performance.now();
  const { success, signal, stdout, stderr } = await output(executable, args);
  const wallMs = performance.now() - start;
  const after = cpuTimes();
  const others = before && after ? othersShare(before, after, wallMs / 1000) : 0;
  if (!success) throw new Wrong(`failed: ${signal ?? firstError(stderr)}`);
  if (silent) return { told: null, wallMs, others };
  const last = new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Wrong("said nothing");
  const told = JSON.parse(last) as Told | { readonly skip: string };
  if ("skip" in told) throw new Skipped(told.skip);
  return { told, wallMs, others };
}

async function output(executable: string, args: string[]): Promise<Deno.CommandOutput> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    return await new Deno.Command(executable, { args, signal, env: { NO_COLOR: "1" } }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Skipped(`${executable} is not there`);
    throw error;
  }
}

/** The line that says most, rather than a stack. */
function firstError(stderr: Uint8Array): string {
  const lines = new TextDecoder().decode(stderr).split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /\b\w*Error\b|^error/.test(line)) ?? lines.at(-1) ??
    "no reason given";
}

/**
 * One turn, its count and its sum verified.
 *
 * @throws {Skipped | Wrong} see {@link execute}
 */
export async function takeSample(
  contender: Contender,
  round: number,
  quick: boolean,
): Promise<Sample> {
  const { workload, name, command, share = 1, silent = false } = contender;
  const size = FACTS[workload].n;
  const n = Math.max(1, Math.round((quick ? size.quick : size.full) * share));
  const { told, wallMs, others } = await execute(command(n), silent);
  if (told !== null) verify(contender, n, told);
  const facts = told?.facts ?? {};
  return {
    workload,
    contender: name,
    round,
    n,
    ms: told?.ms ?? null,
    wallMs,
    inProcessMs: facts.inProcessMs ?? facts.wallMs ?? null,
    rssKiB: told?.rssKiB ?? null,
    others,
    facts,
  };
}

/** @throws {Wrong} if a message was lost, doubled or changed */
export function verify({ workload }: Contender, n: number, { count, sum, facts }: Told): void {
  if (count !== n) throw new Wrong(`${count} messages arrived instead of ${n}`);
  const expected = expectedSum(workload, n, facts);
  if (sum !== expected) throw new Wrong(`the sum is ${sum} instead of ${expected}`);
}
