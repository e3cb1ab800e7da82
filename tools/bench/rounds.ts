/** Lets contenders take turns. @module */
import type { Contender } from "./contenders.ts";
import { type Sample, Skipped, takeSample, Wrong } from "./sample.ts";

/** A contender that is out, and why. */
export interface Out {
  readonly workload: string;
  readonly contender: string;
  readonly reason: string;
  /** Whether it came out wrong, rather than being unable to take part here. */
  readonly wrong: boolean;
}

/** What all rounds gave. */
export interface Results {
  readonly samples: readonly Sample[];
  readonly out: readonly Out[];
}

/** How one turn is taken; the real one is {@link takeSample}. */
export type Turn = (contender: Contender, round: number, quick: boolean) => Promise<Sample>;

/** How the rounds go. */
export interface RoundOptions {
  readonly rounds: number;
  readonly quick: boolean;
  /** Told of each turn before it begins. */
  readonly onTurn?: (contender: Contender, round: number) => void;
  readonly turn?: Turn;
}

/**
 * Everybody once, then everybody again, workload by workload: a slow moment of the machine hits all
 * alike. Who can't take part or comes out wrong is out for the rest of that workload.
 */
export async function compete(
  contenders: readonly Contender[],
  { rounds, quick, onTurn, turn = takeSample }: RoundOptions,
): Promise<Results> {
  const samples: Sample[] = [];
  const out = new Map<Contender, Out>();
  for (const group of Map.groupBy(contenders, ({ workload }) => workload).values()) {
    for (let round = 0; round < rounds; round++) {
      for (const contender of group) {
        if (out.has(contender)) continue;
        onTurn?.(contender, round);
        try {
          samples.push(await turn(contender, round, quick));
        } catch (error) {
          if (!(error instanceof Skipped || error instanceof Wrong)) throw error;
          const { workload, name } = contender;
          const wrong = error instanceof Wrong;
          out.set(contender, { workload, contender: name, reason: error.message, wrong });
        }
      }
    }
  }
  const wrong = new Set([...out].flatMap(([contender, { wrong }]) => wrong ? [contender] : []));
  const isWrong = (sample: Sample) =>
    [...wrong].some(({ workload, name }) =>
      workload === sample.workload && name === sample.contender
    );
  return { samples: samples.filter((sample) => !isWrong(sample)), out: [...out.values()] };
}
