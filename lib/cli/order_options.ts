/** Options on an order of events that can be repeated. @module */
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { flag, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import type { ExecuteOptions } from "../engine/mod.ts";
import { UserError } from "./user_error.ts";

/** Parsers of the options, to be spread into an object of options. */
export const orderOptions = {
  deterministic: withDefault(
    flag("--deterministic", {
      description:
        message`Replicas take turns in one Worker, in an order that a seed decides: to repeat a failure that depends on it.`,
    }),
    false,
  ),
  seed: optional(option("--seed", integer({ min: 0, max: 2 ** 32 - 1, metavar: "N" }), {
    description:
      message`With --deterministic: repeat the order of an execution that told this seed.`,
  })),
};

/** What the options gave. */
export interface OrderChoices {
  readonly deterministic: boolean;
  readonly seed: number | undefined;
}

/**
 * The choice as an engine takes it.
 *
 * @throws {UserError} for a seed that decides nothing
 */
export function orderOf(
  { deterministic, seed }: OrderChoices,
): Pick<ExecuteOptions, "deterministic" | "seed"> {
  if (seed !== undefined && !deterministic) {
    throw new UserError("--seed decides nothing without --deterministic", "add --deterministic");
  }
  return { deterministic, ...(seed !== undefined && { seed }) };
}
