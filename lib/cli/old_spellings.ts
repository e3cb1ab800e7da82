/** Arguments as users of the old framework write them, turned into today's. @module */
import { UserError } from "./user_error.ts";

/** Levels of Python's logging, by name and by number, and those that take their place. */
const LEVELS: Readonly<Record<string, string>> = {
  "0": "debug",
  "10": "debug",
  "20": "info",
  "30": "warning",
  "40": "error",
  "50": "error",
  critical: "error",
  debug: "debug",
  error: "error",
  fatal: "error",
  info: "info",
  notset: "debug",
  warn: "warning",
  warning: "warning",
};

/** What one argument becomes. */
interface Turned {
  readonly args?: readonly string[];
  /** The flow that it names. */
  readonly flow?: string;
  /** Where a view is told, if one is to be told. */
  readonly address?: string;
}

/** Options by name, without dashes: what they become, given their value. */
const OPTIONS: Readonly<Record<string, (value: string, written: string) => Turned>> = {
  config: (flow) => ({ flow }),
  gui,
  gui_address: guiAddress,
  "log-level": (value) => ({
    args: [`--log-level=${LEVELS[value.toLowerCase()] ?? value}`],
  }),
  "Flow.mode": (value) => ({ args: [`--mode=${value}`] }),
  "Flow.gui": gui,
  "Flow.gui_address": guiAddress,
  "PipeGui.port": (_, written) => {
    const message = `${written}: the view is a program of its own`;
    throw new UserError(message, "start it with: ctapipe-flow gui");
  },
};

const GUI = "--gui";

/** Options whose value may also be the next argument. */
const APART = ["--config", "--log-level"];

/**
 * Turns old spellings of `run` into today's; whatever is not one is left as it is.
 *
 * `--Class.trait=value` becomes the value of `--set` as it stands, dashes included: mistakes in it
 * are then told in the user's own spelling.
 *
 * @throws {UserError} for what no argument of today can stand for
 */
export function oldSpellings(given: readonly string[]): readonly string[] {
  const [first = ""] = given;
  if (!isRun(first)) return given;
  const end = given.includes("--") ? given.indexOf("--") : given.length;
  const turned = joined(given.slice(0, end)).map(turn);
  const flows = turned.flatMap(({ flow }) => flow ?? []);
  const args = [...withAddress(turned), ...given.slice(end)];
  const command = flows.length === 0 ? [] : ["run", ...flows];
  return [...command, ...(command.length > 0 && first === "run" ? args.slice(1) : args)];
}

/** The arguments of today, in which a view is told once. */
function withAddress(turned: readonly Turned[]): string[] {
  const args = turned.flatMap(({ args = [] }) => args);
  const address = turned.findLast(({ address }) => address !== undefined)?.address;
  const told = address === undefined ? GUI : `--gui-address=${address}`;
  return args.flatMap((arg, at) => arg !== GUI ? arg : args.indexOf(GUI) === at ? told : []);
}

/** Whether arguments that begin so are those of `run`, named or not. */
const isRun = (first: string) => first === "run" || /^-|[./\\]/.test(first);

/** Puts values that stand apart behind their options. */
function joined(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    if (APART.includes(args[at - 1] ?? "") && !arg.startsWith("-")) return [];
    if (!APART.includes(arg)) return [arg];
    const value = args[at + 1];
    if (value !== undefined && !value.startsWith("-")) return [`${arg}=${value}`];
    return [arg];
  });
}

function turn(arg: string): Turned {
  const [, name, value] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
  if (arg === "--config") throw new UserError("--config takes a file", "write --config=FILE");
  if (name === undefined || value === undefined) return { args: [arg] };
  if (Object.hasOwn(OPTIONS, name)) return OPTIONS[name]!(value, arg);
  return { args: /^[A-Za-z_][\w-]*\../.test(name) ? [`--set=${arg}`] : [arg] };
}

function gui(value: string, written: string): Turned {
  if (/^(false|0)$/i.test(value)) return {};
  if (!/^(true|1)$/i.test(value)) throw new UserError(`${written}: this is True or False`);
  return { args: [GUI] };
}

/** Without a view the address was of no meaning; with one it is that of today, with its transport. */
function guiAddress(value: string): Turned {
  return { address: /^\w+:\/\//.test(value) ? value : `tcp://${value}` };
}
