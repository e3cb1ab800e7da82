/** Executes the cases of a fault campaign, one after the other; each is drawn by its seed alone. @module */
import fc from "fast-check";
import { type InsideCase, insideCase, insideText, tryInside } from "./_inside.ts";
import { add, emptyTally, type Tally } from "./_tally.ts";

/** Any case: plain JSON. */
export type ChaosCase = InsideCase;

/** A case that failed. */
export interface Failed {
  readonly seed: number;
  /** What was not as it must be, of the smallest case found. */
  readonly message: string;
  /** The smallest case found. */
  readonly smallest: ChaosCase;
}

/** Smaller cases are looked for no longer than this. */
const SHRINK_MS = 60_000;

/** Executes a case. @throws {Error} if something is not as it must be */
export function tryCase(one: ChaosCase): Promise<Tally> {
  return tryInside(one);
}

/** What a case is, for people. */
export function textOfCase(one: ChaosCase): string {
  return insideText(one);
}

/** Draws the case of a seed and executes it; if it fails, looks for a smaller one that does, too. */
export async function trySeed(seed: number, sum: Tally, repeat: number): Promise<Failed | null> {
  let failedAt: number | null = null;
  const property = fc.asyncProperty(insideCase, async (one) => {
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
  const details = await fc.check(property, { seed, numRuns: 1 });
  if (!details.failed) return null;
  const [smallest] = details.counterexample!;
  const { message } = details.errorInstance as Error;
  return { seed, message, smallest };
}

/** What to say of a case that failed. */
export function complaint({ seed, message, smallest }: Failed): string {
  return [
    message,
    textOfCase(smallest),
    `replay: deno task chaos --seed ${seed}   (--repeat 20 if it does not happen every time)`,
    `the smallest found, for regressions.jsonl:\n${JSON.stringify(smallest)}`,
  ].join("\n");
}

/** Executes the cases of `cases` seeds. */
export async function runCases(
  { from, cases, repeat }: { from: number; cases: number; repeat: number },
  onCase: (done: number) => void,
  onFailed: (failed: Failed) => void,
): Promise<{ sum: Tally; failed: Failed[] }> {
  const sum = emptyTally();
  const failed: Failed[] = [];
  for (let at = 0; at < cases; at++) {
    const one = await trySeed(from + at, sum, repeat);
    if (one) {
      failed.push(one);
      onFailed(one);
    }
    onCase(at + 1);
  }
  return { sum, failed };
}
