/** Executes the cases of a fault campaign, one after the other; each is drawn by its seed alone. @module */
import fc from "fast-check";
import { type InputCase, inputCase, inputText, tryInputs } from "./_inputs.ts";
import { type InsideCase, insideCase, insideText, tryInside } from "./_inside.ts";
import { type ProgramCase, programCase, programText, tryProgram } from "./_program.ts";
import { type ResumedCase, resumedCase, resumedText, tryResumed } from "./_resumed.ts";
import { add, emptyTally, type Tally } from "./_tally.ts";

/** Any case: plain JSON. */
export type ChaosCase = InsideCase | ProgramCase | InputCase | ResumedCase;

/** A case that failed. */
export interface Failed {
  readonly seed: number;
  /** What was not as it must be, of the smallest case found. */
  readonly message: string;
  /** The smallest case found. */
  readonly smallest: ChaosCase;
}

/** Smaller cases are looked for no longer than this. */
const SHRINK_MS = 15_000;

/** Executes a case. @throws {Error} if something is not as it must be */
export function tryCase(one: ChaosCase): Promise<Tally> {
  if (one.layer === "inputs") return tryInputs(one);
  if (one.layer === "resumed") return tryResumed(one);
  return one.layer === "inside" ? tryInside(one) : tryProgram(one);
}

/** What a case is, for people. */
export function textOfCase(one: ChaosCase): string {
  if (one.layer === "inputs") return inputText(one);
  if (one.layer === "resumed") return resumedText(one);
  return one.layer === "inside" ? insideText(one) : programText(one);
}

/** The kind of case that a seed stands for: one in so many starts processes. */
function drawnBy(seed: number): fc.Arbitrary<ChaosCase> {
  if (seed % PROGRAM_EVERY === 0) return programCase;
  if (seed % PROGRAM_EVERY === 4 && seed % 3 === 0) return resumedCase;
  return seed % PROGRAM_EVERY === 1 && seed % 3 === 0 ? inputCase : insideCase;
}
const PROGRAM_EVERY = 8;

/** Whether a seed's case is drawn from small and extreme values mostly, not from all alike. */
const isEdgy = (seed: number): boolean => seed % 5 === 0;

/** Draws the case of a seed and executes it; if it fails, looks for a smaller one that does, too. */
export async function trySeed(seed: number, sum: Tally, repeat: number): Promise<Failed | null> {
  let failedAt: number | null = null;
  const property = fc.asyncProperty(drawnBy(seed), async (one) => {
    if (failedAt !== null && performance.now() - failedAt > SHRINK_MS) return;
    try {
      for (let i = 0; i < repeat; i++) {
        const tally = await tryCase(one);
        if (failedAt === null) add(sum, tally);
      }
    } catch (error) {
      failedAt ??= performance.now();
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: 1, unbiased: !isEdgy(seed) });
  if (!details.failed) return null;
  const [smallest] = details.counterexample!;
  const { message } = details.errorInstance as Error;
  return { seed, message, smallest };
}

/** What to say of a case that failed. */
export function complaint({ seed, message, smallest }: Failed): string {
  const kept = { why: "…", seed, case: smallest };
  return [
    message,
    textOfCase(smallest),
    `replay: deno task chaos --seed ${seed}   (--repeat 20 if it does not happen every time)`,
    `the smallest found, for regressions.jsonl:\n${JSON.stringify(kept)}`,
  ].join("\n");
}

/** Which cases, and how often each. */
export interface Choice {
  /** The first seed. */
  readonly from: number;
  readonly cases: number;
  /** From seed to seed. Default 1. */
  readonly step?: number;
  readonly repeat: number;
}

/** Executes cases. */
export async function runCases(
  { from, cases, repeat, step = 1 }: Choice,
  onCase: (done: number) => void,
  onFailed: (failed: Failed) => void,
): Promise<{ sum: Tally; failed: Failed[] }> {
  const sum = emptyTally();
  const failed: Failed[] = [];
  for (let at = 0; at < cases; at++) {
    const one = await trySeed(from + at * step, sum, repeat);
    if (one) {
      failed.push(one);
      onFailed(one);
    }
    onCase(at + 1);
  }
  return { sum, failed };
}
