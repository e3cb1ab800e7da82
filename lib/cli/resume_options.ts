/** Options on going on where an earlier execution was cut off. @module */
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { duration } from "./duration.ts";
import { pathArgument } from "./path_argument.ts";

/** Parsers of the options, to be spread into an object of options. */
export const resumeOptions = {
  resume: optional(option("--resume", pathArgument("DIR"), {
    description:
      message`Keep a journal in DIR, and go on where an execution with the same journal was cut off.`,
  })),
  checkpointEvery: optional(option("--checkpoint-every", duration, {
    description: message`With --resume: how often the journal is brought up to date. Default: 5s.`,
  })),
};
