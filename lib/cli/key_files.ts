/** Keys of a GUI, in files. @module */
import { type KeyPair, parseKeys, parsePublicKey } from "../telemetry/zeromq/keys.ts";
import { UserError } from "./user_error.ts";

const MAKE = "make keys with: ctapipe-flow gui-keys FILE";

/**
 * The public key of a GUI, which flows need.
 *
 * @throws {UserError} if the file cannot be read or holds none
 */
export async function readPublicKey(file: string): Promise<string> {
  const key = parsePublicKey(await read(file));
  if (key === null) throw new UserError(`"${file}" holds no public key of a GUI`, MAKE);
  return key;
}

/**
 * Both keys, which the GUI needs.
 *
 * @throws {UserError} if the file cannot be read or does not hold them
 */
export async function readKeys(file: string): Promise<KeyPair> {
  const keys = parseKeys(await read(file));
  if (keys === null) throw new UserError(`"${file}" does not hold the keys of a GUI`, MAKE);
  return keys;
}

async function read(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the key in "${file}" cannot be read: ${reason}`);
  }
}
