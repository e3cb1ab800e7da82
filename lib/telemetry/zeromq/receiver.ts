/** The GUI's end: takes the messages of all flows that connect to it. @module */
import type { TelemetryMessage } from "../message.ts";
import { MOST_BYTES } from "../limits.ts";
import { readMessage } from "../schema.ts";
import type { KeyPair } from "./keys.ts";
import { receiveFrames } from "./receive.ts";

/** How to listen. */
export interface ListenOptions {
  /** Such as `tcp://127.0.0.1:5565`; port `*` for any that is free. */
  readonly address: string;
  /** With these only flows that know the public key are heard. */
  readonly keys?: KeyPair | undefined;
  /** Gets every message that is as it must be. */
  readonly onMessage: (message: TelemetryMessage) => void;
}

/** Who listens. */
export interface Receiver extends AsyncDisposable {
  /** Where it listens, with the port's number. */
  readonly address: string;
  /** Frames that were no messages, or too large ones: they are dropped. */
  readonly refused: number;
  /** Ends it; the address is free again soon afterwards. */
  close(): Promise<void>;
}

/**
 * Binds an address and listens. In the main thread only: the addon needs the right `ffi`.
 *
 * @throws {Error} with `code` `EADDRINUSE` or the like if the address cannot be had
 */
export async function listen({ address, keys, onMessage }: ListenOptions): Promise<Receiver> {
  const { Pull } = await import("zeromq");
  const socket = new Pull({
    receiveTimeout: 0,
    linger: 0,
    receiveHighWaterMark: 1000,
    maxMessageSize: MOST_BYTES,
    ...(keys && {
      curveServer: true,
      curvePublicKey: keys.publicKey,
      curveSecretKey: keys.secretKey,
    }),
  });
  try {
    await socket.bind(address.replace("//localhost:", "//127.0.0.1:"));
  } catch (error) {
    socket.close();
    throw error;
  }
  let refused = 0;
  const take = (frame: Uint8Array) => {
    const message = readMessage(frame);
    if (message === null) refused++;
    else onMessage(message);
  };
  const ended = receiveFrames(socket, take).catch((error) => {
    socket.close();
    reportError(error);
  });
  const close = () => {
    if (!socket.closed) socket.close();
    return ended;
  };
  return {
    address: socket.lastEndpoint ?? address,
    get refused() {
      return refused;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
