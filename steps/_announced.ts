/** Steps whose place in flows is settled while their work is not done yet. @module */

/** The verbs of a step that can be placed and checked, but not executed. */
export interface Announced {
  init(): undefined;
  run(): undefined;
}

/**
 * Verbs that say, at the start of an execution, that there is nothing behind them.
 *
 * @param name of the step
 */
export function announced(name: string): Announced {
  const refuse = (): never => {
    throw new Error(`step ${name} is announced, but not part of this version`);
  };
  return { init: refuse, run: refuse };
}
