/** Where a GUI listens. @module */

/** Where flows look for a GUI if nobody says otherwise, as those of the predecessor did. */
export const DEFAULT_ADDRESS = "tcp://localhost:5565";

const ADDRESS = /^tcp:\/\/(\[[0-9a-f:.]+\]|[\w.-]+|\*):(\d{1,5}|\*)$/i;

/**
 * What is wrong with an address as ZeroMQ writes it, as a sentence; null if nothing is.
 *
 * @param use who listens may have `*` for any interface, and for any free port
 */
export function addressFault(address: string, use: "listen" | "connect"): string | null {
  const [, host, port] = ADDRESS.exec(address) ?? [];
  const isAny = host === "*" || port === "*";
  if (host === undefined || (isAny && use === "connect")) {
    return `"${address}" is no address such as ${DEFAULT_ADDRESS}`;
  }
  const number = Number(port);
  return number < 1 || number > 65535 ? `"${address}" has no port from 1 to 65535` : null;
}

/** Whether only this machine can reach who listens there. */
export function isLoopback(address: string): boolean {
  const host = ADDRESS.exec(address)?.[1]?.toLowerCase() ?? "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
