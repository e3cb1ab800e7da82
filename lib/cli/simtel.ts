/** `ctapipe-flow simtel info FILE`: what is in a sim_telarray file. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, withDefault } from "@optique/core/modifiers";
import { argument, command, flag } from "@optique/core/primitives";
import type { SimtelErrorCode } from "../simtel/mod.ts";
import { examples } from "./help.ts";
import { stderr, stdout } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import { explainUnreadable } from "./paths.ts";
import { formatMistake } from "./user_error.ts";

const options = object({
  file: argument(pathArgument("FILE"), {
    description: message`A sim_telarray file, compressed with zstd or gzip or not at all.`,
  }),
  json: withDefault(
    flag("--json", { description: message`Print every figure as JSON.` }),
    false,
  ),
});

const info = command("info", map(options, (chosen) => () => simtelInfoOf(chosen)), {
  brief: message`Show the header, the telescopes and the events of a sim_telarray file.`,
  footer: examples("simtel info gamma.simtel.zst", "simtel info gamma.simtel.zst --json"),
  errors: { notFound: message`"simtel" needs a subcommand: info` },
});

/** The subcommand's parser; its value prints the figures of a file. */
export const simtelCommand = command("simtel", info, {
  brief: message`Look into sim_telarray files.`,
  footer: examples("simtel info gamma.simtel.zst"),
});

const WRONG_FILE: readonly SimtelErrorCode[] = ["not-eventio", "big-endian"];

interface InfoOptions {
  readonly file: string;
  readonly json: boolean;
}

async function simtelInfoOf({ file, json }: InfoOptions): Promise<number> {
  try {
    if ((await Deno.stat(file)).isDirectory) throw new Deno.errors.IsADirectory();
    (await Deno.open(file)).close();
  } catch (error) {
    throw explainUnreadable("file", file, error);
  }
  const { formatSimtelInfo, SimtelError, simtelInfo } = await import("../simtel/mod.ts");
  try {
    const figures = await simtelInfo(file);
    stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : formatSimtelInfo(figures));
    if (figures.damage !== null) {
      const message = `${file}: ${figures.damage}`;
      stderr.write(formatMistake({ message, hint: null }, stderr.color));
    }
    return figures.truncation === null && figures.damage === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SimtelError)) throw error;
    stderr.write(formatMistake({ message: `${file}: ${error.message}`, hint: null }, stderr.color));
    // The wrong file is a mistake in the arguments; a damaged one is not.
    return WRONG_FILE.includes(error.code) ? 2 : 1;
  }
}
