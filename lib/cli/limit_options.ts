/** Options that end an execution before its producers are through, or when nothing goes on. @module */
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import type { ExecuteOptions } from "../engine/mod.ts";
import { duration } from "./duration.ts";

/** Parsers of the options, to be spread into an object of options. */
export const limitOptions = {
  maxPackets: optional(option("--max-packets", integer({ min: 1, metavar: "N" }), {
    description: message`Let each producer stop after N packets.`,
  })),
  deadline: optional(option("--deadline", duration, {
    description:
      message`After so long, such as 90s or 1h30m, finish what is in flight and end as failed.`,
  })),
  stallAfter: optional(option("--stall-after", duration, {
    description: message`If nothing at all moves for so long, fail and say who waits for whom.`,
  })),
};

/** What the options gave; spans in ms. */
export interface LimitChoices {
  readonly maxPackets: number | undefined;
  readonly deadline: number | undefined;
  readonly stallAfter: number | undefined;
}

/** The limits as an engine takes them. */
export function limitsOf(
  { maxPackets, deadline, stallAfter }: LimitChoices,
): Pick<ExecuteOptions, "maxPackets" | "deadlineMs" | "stallAfterMs"> {
  return {
    ...(maxPackets !== undefined && { maxPackets }),
    ...(deadline !== undefined && { deadlineMs: deadline }),
    ...(stallAfter !== undefined && { stallAfterMs: stallAfter }),
  };
}
