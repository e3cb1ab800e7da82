/** Options on who shares a Worker with whom, and memory, the same for `run` and `check`. @module */
import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import { flag, option } from "@optique/core/primitives";
import { choice, string } from "@optique/core/valueparser";
import type { ExecuteOptions, SeatingWishes } from "../engine/mod.ts";
import { type Isolation, ISOLATIONS } from "../graph/node_options.ts";
import { size } from "./size.ts";
import type { Mode } from "../telemetry/report.ts";

/** The values of `--mode`. */
export const MODES: readonly Mode[] = ["sequential", "multiprocess"];

/** The parser of `--mode`. */
export const modeOption = optional(option("--mode", choice(MODES, { metavar: "MODE" }), {
  description:
    message`One replica after the other, or side by side. Default: sequential, or what an old file says.`,
}));

/** Parsers of the others, to be spread into an object of options. */
export const placementOptions = {
  together: multiple(option("--together", string({ metavar: "NODE,NODE" }), {
    description: message`Nodes that are to share a Worker, in mode multiprocess. Repeatable.`,
  })),
  shareGrants: withDefault(
    flag("--share-grants", {
      description: message`Nodes of --together may touch what any of them may.`,
    }),
    false,
  ),
  apart: withDefault(
    flag("--apart", {
      description: message`A Worker for every replica, also of light steps; mode multiprocess.`,
    }),
    false,
  ),
  isolation: optional(option("--isolation", choice(ISOLATIONS, { metavar: "KIND" }), {
    description:
      message`Execute each step in a Worker, or in a process, of its own, unless its node says otherwise.`,
  })),
  maxMemory: optional(option("--max-memory", size, {
    description:
      message`Bytes that may wait between Workers, all together, such as 500MB; steps' own not counted.`,
  })),
  explain: withDefault(
    flag("--explain", {
      description: message`Show which nodes share a Worker, why, and what memory is for.`,
    }),
    false,
  ),
};

/** What the options gave: lists of ids such as `shunt,dump`. */
export interface PlacementChoices {
  readonly together: readonly string[];
  readonly shareGrants: boolean;
  readonly apart: boolean;
  readonly isolation: Isolation | undefined;
  /** In bytes. */
  readonly maxMemory: number | undefined;
}

/** The wishes as an engine takes them. */
export function wishesOf(
  { together, shareGrants, apart, isolation, maxMemory }: PlacementChoices,
): SeatingWishes & Pick<ExecuteOptions, "maxMemoryBytes"> {
  const lists = together.map((list) => list.split(",").map((id) => id.trim()));
  return {
    together: lists.map((ids) => ids.filter((id) => id !== "")),
    ...(shareGrants && { shareGrants }),
    apart,
    ...(isolation && { isolation }),
    ...(maxMemory !== undefined && { maxMemoryBytes: maxMemory }),
  };
}
