/**
 * What is known of an execution when its process ends without a word: out of memory, killed, crashed.
 * The process that executes keeps it in a small file; its parent makes the report of it.
 *
 * @module
 */
import { dirname } from "node:path";
import type { Execution } from "../engine/contract.ts";
import type { Report, Snapshot } from "../telemetry/report.ts";

/** Environment variable with the path of the file, set by the parent. */
export const LAST_STATE = "CTAPIPE_FLOW_LAST_STATE";

/** From one time to the next, in ms; at first so little, then twice as long each time, up to the most. */
const KEEP = { first: 125, most: 1000 };

/** What the file holds. */
export interface LastState {
  /** The report of an execution that fails at that moment. */
  readonly report: Report;
  /** Who was doing what. */
  readonly snapshot: Snapshot;
  /** Absolute path of the file that the report is for; null if nobody asked for one. */
  readonly file: string | null;
  /** How to go on from there. */
  readonly goOn: string;
}

/** Keeps the state of an execution, from now on until it is disposed of. */
export function keepLastState(
  execution: Execution,
  told: Pick<LastState, "file" | "goOn">,
): Disposable {
  const path = Deno.env.get(LAST_STATE);
  if (path === undefined) return { [Symbol.dispose]() {} };
  const keep = () =>
    write(path, { report: execution.unfinished(), snapshot: execution.snapshot(), ...told });
  let timer: ReturnType<typeof setTimeout>;
  const keepOn = (pauseMs: number) => {
    keep();
    timer = setTimeout(() => keepOn(Math.min(2 * pauseMs, KEEP.most)), pauseMs);
  };
  keepOn(KEEP.first);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

/** How to go on after an execution of `run` with these arguments. */
export function goOnAfter(args: readonly string[]): string {
  return args.some((arg) => arg === "--resume" || arg.startsWith("--resume="))
    ? "the same command again goes on where this one got to"
    : "with --resume DIR, an execution can go on after such an end";
}

/** Nothing is to be told any more: the report is where it belongs. */
export function forgetLastState(): void {
  const path = Deno.env.get(LAST_STATE);
  if (path !== undefined) remove(path);
}

/** Nobody is there any more to be told, nor to remove the folder. */
export function dropLastState(): void {
  const path = Deno.env.get(LAST_STATE);
  if (path !== undefined) remove(dirname(path));
}

/** What was kept last; null if nothing was. */
export function readLastState(path: string): LastState | null {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch {
    return null;
  }
}

/** Whole or not at all. The execution goes on if the disk is full: it is only for the worst case. */
function write(path: string, state: LastState): void {
  try {
    Deno.writeTextFileSync(`${path}.new`, JSON.stringify(state));
    Deno.renameSync(`${path}.new`, path);
  } catch {
    remove(path); // what is there would be too old
  }
}

function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch {
    // There is none.
  }
}
