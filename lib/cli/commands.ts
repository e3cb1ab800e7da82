/** The subcommands. @module */
import { checkCommand } from "./check.ts";
import { convertCommand } from "./convert.ts";
import { graphCommand } from "./graph.ts";
import { plotCommand } from "./plot.ts";
import { guiKeysCommand } from "./gui_keys.ts";
import { guiCommand } from "./gui.ts";
import { quarantineCommand } from "./quarantine.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { schemaCommand } from "./schema.ts";
import { simtelCommand } from "./simtel.ts";
import { stepsCommand } from "./steps.ts";

/** Every subcommand by its name, in the order of the help. */
export const COMMANDS = {
  run: runCommand,
  check: checkCommand,
  convert: convertCommand,
  graph: graphCommand,
  gui: guiCommand,
  steps: stepsCommand,
  schema: schemaCommand,
  quarantine: quarantineCommand,
  report: reportCommand,
  simtel: simtelCommand,
  plot: plotCommand,
  "gui-keys": guiKeysCommand,
} as const;

/** The name of a subcommand. */
export type CommandName = keyof typeof COMMANDS;

/** Whether a word is the name of a subcommand. */
export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** Names of everything that may stand first. */
export const NAMES: readonly string[] = [...Object.keys(COMMANDS), "completion"];
