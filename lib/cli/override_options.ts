/** Options that change a flow for once, the same wherever a flow is loaded. @module */
import { type Message, message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import type { OverrideOption } from "../dsl/mod.ts";

const repeatable = (name: OverrideOption, metavar: `NODE${string}`, description: Message) =>
  multiple(option(name, string({ metavar }), { description }));

/** Parsers of the options, to be spread into an object of options. */
export const overrideOptions = {
  set: repeatable(
    "--set",
    "NODE.PARAM=VALUE",
    message`Set a param of a node. Paths are relative to the working directory. Repeatable.`,
  ),
  replicas: repeatable(
    "--replicas",
    "NODE=N",
    message`Set how many copies of a node work side by side. Repeatable.`,
  ),
  queueLimit: repeatable(
    "--queue-limit",
    "NODE=N",
    message`Set how many packets may wait before a node. Repeatable.`,
  ),
};

/** What the options gave: texts such as `reader.filename=x.simtel.zst` and `dump=2`. */
export interface OverrideChoices {
  readonly set: readonly string[];
  readonly replicas: readonly string[];
  readonly queueLimit: readonly string[];
}

/** The texts by option, as a flow is loaded with them. */
export function overridesOf(
  { set, replicas, queueLimit }: OverrideChoices,
): Record<OverrideOption, readonly string[]> {
  return { "--set": set, "--replicas": replicas, "--queue-limit": queueLimit };
}
