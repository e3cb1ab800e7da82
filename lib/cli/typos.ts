/** What is said of arguments that make no sense: the nearest that would. @module */
import { formatMessage, type Message } from "@optique/core/message";
import { extractCommandNames, extractOptionNames } from "@optique/core/usage";
import { didYouMean, nearest } from "../graph/suggest.ts";
import { type CommandName, COMMANDS, isCommand, NAMES } from "./commands.ts";
import { UserError } from "./user_error.ts";

/** Lists the params of steps; `run` has it as well. */
export const HELP_ALL = "--help-all";
/** Options before any subcommand. */
const GLOBAL = ["--help", HELP_ALL, "--version"];

/** A word that nothing takes. @param args all arguments @param token the word */
export function explainUnexpected(args: readonly string[], token: string): UserError {
  const [first = "", second] = args;
  const command = isCommand(first) ? first : null;
  if (token.startsWith("-")) return unknownOption(command, token.replace(/=.*/s, ""));
  if (command === null) {
    return new UserError(`unknown subcommand "${token}"`, didYouMean(token, NAMES));
  }
  const nested = nestedIn(command);
  if (token === second && nested.length > 0) {
    return new UserError(`unknown subcommand "${first} ${token}"`, didYouMean(token, nested));
  }
  return new UserError(`unexpected argument "${token}"`, seeHelp(args));
}

/** An option that a subcommand, or (null) the program itself, does not have. */
export function unknownOption(command: CommandName | null, name: string): UserError {
  const known = command === null ? GLOBAL : optionsOf(command);
  const others = (Object.keys(COMMANDS) as CommandName[]).filter((other) => other !== command);
  const owners = (option: string) =>
    inWords(
      others.filter((other) => optionsOf(other).includes(option))
        .map((other) => `"${fullName(other)}"`),
    );
  const far = nearest(name, others.flatMap(optionsOf));
  const hint = owners(name) !== ""
    ? `"${name}" is an option of ${owners(name)}`
    : nearest(name, known) === null && far !== null
    ? `did you mean "${far}"? It is an option of ${owners(far)}`
    : didYouMean(name, known);
  const where = command === null ? "" : ` of "${fullName(command)}"`;
  return new UserError(`unknown option "${name}"${where}`, hint);
}

const inWords = (names: readonly string[]) => names.join(", ").replace(/, ([^,]*)$/, " and $1");

function optionsOf(command: CommandName): string[] {
  const own = [...extractOptionNames(COMMANDS[command].usage), "--help"];
  return command === "run" ? [...own, HELP_ALL] : own;
}

function nestedIn(command: CommandName): string[] {
  return [...extractCommandNames(COMMANDS[command].usage)].filter((name) => name !== command);
}

/** With the subcommand in it, as long as there is only one. */
function fullName(command: CommandName): string {
  const nested = nestedIn(command);
  return nested.length === 1 ? `${command} ${nested[0]}` : command;
}

/** What was meant by a value that is none of an option's choices. */
export function choiceMeant(error: Message): string | null {
  const values = error.flatMap((term) => term.type === "value" ? [term.value] : []);
  // The parser names the given value last; where it knows no such shell, first.
  const given = /unsupported shell/.test(plain(error)) ? values.shift() : values.pop();
  const near = given === undefined ? null : nearest(given, values);
  return near === null ? null : `did you mean "${near}"?`;
}

/** A message of the parser as one line. */
export function plain(error: Message): string {
  const line = formatMessage(error).replaceAll("`", "").replace(/\s*\n\s*/g, " ").replace(
    /\.$/,
    "",
  );
  return line.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** Where to read on. */
export function seeHelp(args: readonly string[]): string {
  const name = args.find(isCommand);
  return `see ctapipe-flow ${name === undefined ? "" : `${name} `}--help`;
}
