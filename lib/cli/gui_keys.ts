/** `ctapipe-flow gui-keys FILE`: keys for a GUI on another machine. @module */
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map } from "@optique/core/modifiers";
import { argument, command } from "@optique/core/primitives";
import { formatKeys, formatPublicKey, makeKeys } from "../telemetry/zeromq/keys.ts";
import { examples } from "./help.ts";
import { stdout } from "./output.ts";
import { pathArgument } from "./path_argument.ts";
import { UserError } from "./user_error.ts";

const options = object({
  file: argument(pathArgument("FILE"), {
    description: message`For the GUI alone; flows get FILE.pub.`,
  }),
});

/** The subcommand's parser; its value makes the keys. */
export const guiKeysCommand = command(
  "gui-keys",
  map(options, (chosen) => () => guiKeys(chosen.file)),
  {
    brief: message`Make keys for a GUI that watches flows of other machines.`,
    footer: examples("gui-keys gui.key", "run flows/example.yaml --gui-key gui.key.pub"),
  },
);

async function guiKeys(file: string): Promise<number> {
  const keys = await makeKeys();
  write(file, formatKeys(keys), 0o600);
  write(`${file}.pub`, formatPublicKey(keys), 0o644);
  stdout.write(
    `${file}: both keys, for the GUI alone:\n` +
      `  ctapipe-flow gui --address tcp://*:5565 --keys ${file}\n` +
      `${file}.pub: the public key, for flows:\n` +
      `  ctapipe-flow run FLOW --gui-address tcp://HOST:5565 --gui-key ${file}.pub\n`,
  );
  return 0;
}

/** Keys that somebody uses are not to be lost by a slip: no file is replaced. */
function write(file: string, text: string, mode: number): void {
  try {
    Deno.writeTextFileSync(file, text, { mode, createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new UserError(`"${file}" exists already`, "choose another name");
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`"${file}" cannot be written: ${reason}`, "choose another place");
  }
}
