/** From the arguments to something to do. @module */
import { object, or } from "@optique/core/constructs";
import { runParser } from "@optique/core/facade";
import { type Message, message, text } from "@optique/core/message";
import { map } from "@optique/core/modifiers";
import { flag } from "@optique/core/primitives";
import type { Usage } from "@optique/core/usage";
import { VERSION } from "../version.ts";
import { type CommandName, COMMANDS, isCommand, NAMES } from "./commands.ts";
import { examples } from "./help.ts";
import { helpAll } from "./help_all.ts";
import { oldSpellings } from "./old_spellings.ts";
import { stdout } from "./output.ts";
import {
  choiceMeant,
  explainUnexpected,
  HELP_ALL,
  plain,
  seeHelp,
  unknownOption,
} from "./typos.ts";
import { UserError } from "./user_error.ts";

/** What the arguments ask for; gives the exit code. */
export type Action = () => Promise<number>;

const PROGRAM = "ctapipe-flow";
const helpAllFlag = object({
  all: flag(HELP_ALL, {
    description: message`Show help and the params of every step; with FLOW, those of its nodes.`,
  }),
});

/**
 * Understands the arguments. Help, version and completions are printed here already.
 *
 * @throws {UserError} when they make no sense
 */
export function parseArguments(given: readonly string[]): Action {
  const args = withCommand(oldSpellings(given));
  const [first = ""] = args;
  if (isCommand(first) && args.includes(HELP_ALL)) {
    if (first !== "run") throw unknownOption(first, HELP_ALL);
    return helpThen([first], flowIn(args.slice(1)));
  }
  const { run, check, convert, graph, steps, schema } = COMMANDS;
  const { gui, report, quarantine, simtel, plot, "gui-keys": guiKeys } = COMMANDS;
  // The parser asks for this message on its way, also where in the end something else is wrong.
  const explained = new WeakMap<Message, UserError>();
  const all = map(helpAllFlag, () => helpThen([], undefined));
  const flows = or(run, check, convert, graph, steps, schema);
  const results = or(gui, report, quarantine, simtel, plot, guiKeys);
  const parser = or(flows, results, all, {
    errors: {
      unexpectedInput(token) {
        const mistake = explainUnexpected(args, token);
        const told = [text(mistake.message)];
        explained.set(told, mistake);
        return told;
      },
      noMatch: message`neither a flow nor a subcommand is given`,
    },
  });
  const shown = (exitCode = 0): Action => () => Promise.resolve(exitCode);
  return runParser(parser, PROGRAM, args, {
    colors: stdout.color,
    ...(stdout.isTerminal && { maxWidth: Math.max(60, stdout.size().columns) }),
    termWidth: "auto",
    showDefault: true,
    showChoices: true,
    commandList: "top-level",
    usageLine: [{ type: "ellipsis" }],
    aboveError: "none",
    stdout: (text) => stdout.write(`${text}\n`),
    stderr: () => {}, // `onError` tells it.
    help: { option: { names: ["-h", "--help"] }, onShow: shown },
    version: { value: `${PROGRAM} ${VERSION}`, option: true, onShow: shown },
    completion: { command: true, onShow: shown },
    brief: message`A dataflow engine for Cherenkov telescope data.`,
    description: message`"${text(PROGRAM)} FLOW" is short for "${text(PROGRAM)} run FLOW".`,
    footer: examples(
      "flows/example.yaml",
      "check flows/example.yaml",
      "steps simtel_reader",
      "simtel info gamma.simtel.zst",
    ),
    onError(_exitCode: number, error?: Message): never {
      const told = error ?? message`wrong arguments`;
      throw explained.get(told) ?? new UserError(plain(told), choiceMeant(told) ?? seeHelp(args));
    },
  });
}

/**
 * Puts `run` before arguments that begin with a flow or with an option of `run`. A first word that
 * is neither a subcommand nor looks like a file is left alone: it is a mistyped subcommand.
 */
export function withCommand(args: readonly string[]): readonly string[] {
  const [first] = args;
  if (first === undefined || NAMES.includes(first)) return args;
  if (first.startsWith("-")) {
    return ["--help", "--version"].includes(first) || args.length === 1 ? args : ["run", ...args];
  }
  return /[./\\]/.test(first) ? ["run", ...args] : args;
}

/** The help of a subcommand, or of the whole, and the params of steps below it. */
function helpThen(command: readonly CommandName[], flow: string | undefined): Action {
  return async () => {
    await parseArguments([...command, "--help"])();
    stdout.write("\n");
    return await helpAll(flow);
  };
}

/** The flow among arguments of `run` that nobody has checked. */
function flowIn(args: readonly string[]): string | undefined {
  const valued = withValue(COMMANDS.run.usage);
  return args.find((arg, at) => !arg.startsWith("-") && !valued.includes(args[at - 1] ?? ""));
}

/** Names of the options that a value follows. */
function withValue(usage: Usage): readonly string[] {
  return usage.flatMap((term) => {
    if (term.type === "option") return term.metavar === undefined ? [] : term.names;
    return "terms" in term ? withValue(term.terms.flat()) : [];
  });
}
