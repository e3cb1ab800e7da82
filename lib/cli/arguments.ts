/** From the arguments to something to do. @module */
import { or } from "@optique/core/constructs";
import { runParser } from "@optique/core/facade";
import { formatMessage, type Message, message, text } from "@optique/core/message";
import { extractCommandNames, extractOptionNames } from "@optique/core/usage";
import { didYouMean } from "../graph/suggest.ts";
import { VERSION } from "../version.ts";
import { checkCommand } from "./check.ts";
import { examples } from "./help.ts";
import { stdout } from "./output.ts";
import { runCommand } from "./run.ts";
import { simtelCommand } from "./simtel.ts";
import { stepsCommand } from "./steps.ts";
import { UserError } from "./user_error.ts";

/** What the arguments ask for; gives the exit code. */
export type Action = () => Promise<number>;

const PROGRAM = "ctapipe-flow";
const COMMANDS = {
  run: runCommand,
  check: checkCommand,
  steps: stepsCommand,
  simtel: simtelCommand,
} as const;

const NAMES = [...Object.keys(COMMANDS), "completion"];

/**
 * Understands the arguments. Help, version and completions are printed here already.
 *
 * @throws {UserError} when they make no sense
 */
export function parseArguments(given: readonly string[]): Action {
  const args = withCommand(given);
  const { run, check, steps, simtel } = COMMANDS;
  // The parser asks for this message on its way, also where in the end something else is wrong.
  const explained = new WeakMap<Message, UserError>();
  const parser = or(run, check, steps, simtel, {
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
      throw explained.get(told) ?? new UserError(plain(told), seeHelp(args));
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

function explainUnexpected(args: readonly string[], token: string): UserError {
  const [first = "", second] = args;
  const command = Object.entries(COMMANDS).find(([name]) => name === first)?.[1];
  if (token.startsWith("-")) {
    const name = token.replace(/=.*/s, "");
    const known = command === undefined ? ["--help", "--version"] : optionsOf(command);
    const where = command === undefined ? "" : ` of "${first}"`;
    return new UserError(`unknown option "${name}"${where}`, didYouMean(name, known));
  }
  if (command === undefined) {
    return new UserError(`unknown subcommand "${token}"`, didYouMean(token, NAMES));
  }
  const nested = [...extractCommandNames(command.usage)].filter((name) => name !== first);
  if (token === second && nested.length > 0) {
    return new UserError(`unknown subcommand "${first} ${token}"`, didYouMean(token, nested));
  }
  return new UserError(`unexpected argument "${token}"`, seeHelp(args));
}

function optionsOf(command: (typeof COMMANDS)[keyof typeof COMMANDS]): string[] {
  return [...extractOptionNames(command.usage), "--help"];
}

function plain(error: Message): string {
  const line = formatMessage(error).replaceAll("`", "").replace(/\s*\n\s*/g, " ").replace(
    /\.$/,
    "",
  );
  return line.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function seeHelp(args: readonly string[]): string {
  const name = args.find((arg) => arg in COMMANDS);
  return `see ${PROGRAM} ${name === undefined ? "" : `${name} `}--help`;
}
