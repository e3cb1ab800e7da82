/** Steps whose place in flows is settled while their work is not done yet. @module */

/** What a step that can be placed and checked, but not executed, says and does. */
export interface Announced {
  readonly announced: true;
  init(): undefined;
  run(): undefined;
}

/**
 * The mark by which a flow's check knows, and verbs that say at the start of an execution that there
 * is nothing behind them.
 *
 * @param name of the step
 */
export function announced(name: string): Announced {
  const refuse = (): never => {
    throw new Error(`step ${name} is announced, but not part of this version`);
  };
  return { announced: true, init: refuse, run: refuse };
}
