/**
 * Keys of a GUI that is on another machine: with them all is encrypted, and flows know whom they
 * tell. A GUI has a pair; flows have its public key, and make a pair of their own each time.
 *
 * @module
 */

/** A pair for CURVE, each 40 characters of Z85. */
export interface KeyPair {
  /** What flows need. */
  readonly publicKey: string;
  /** What only the GUI may know. */
  readonly secretKey: string;
}

/** Name of the format. */
const SCHEMA = "ctapipe-flow/gui-keys/1";
const Z85 = /^[0-9a-zA-Z.:+=^!/*?&<>()[\]{}@%$#-]{40}$/;

/** Makes a pair. */
export async function makeKeys(): Promise<KeyPair> {
  const { curveKeyPair } = await import("zeromq");
  return curveKeyPair();
}

/** A pair as the file of a GUI holds it. */
export function formatKeys({ publicKey, secretKey }: KeyPair): string {
  return `${JSON.stringify({ schema: SCHEMA, publicKey, secretKey }, null, 2)}\n`;
}

/** The pair in the file of a GUI; null if there is none. */
export function parseKeys(text: string): KeyPair | null {
  try {
    const { schema, publicKey, secretKey } = JSON.parse(text);
    const isPair = schema === SCHEMA && Z85.test(publicKey) && Z85.test(secretKey);
    return isPair ? { publicKey, secretKey } : null;
  } catch {
    return null;
  }
}

/** A public key as the file for flows holds it. */
export function formatPublicKey({ publicKey }: Pick<KeyPair, "publicKey">): string {
  return `${publicKey}\n`;
}

/** The public key in a file for flows, or in that of a GUI; null if there is none. */
export function parsePublicKey(text: string): string | null {
  const key = text.trim();
  return Z85.test(key) ? key : parseKeys(text)?.publicKey ?? null;
}
