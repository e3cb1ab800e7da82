/** Where a flow takes requests: a socket of its own, which only this machine can reach. @module */
import { MOST_REQUEST_BYTES, readRequest } from "../control.ts";
import type { ControlRequest } from "../message.ts";
import { receiveFrames } from "./receive.ts";

/** Longest pause between two looks, in ms: nobody notices, and it costs the flow next to nothing. */
const LOOK_MS = 50;

/** Who takes requests. */
export interface ControlSocket {
  /** Where, with the port's number. */
  readonly address: string;
  /** Frames that were no requests, or too large ones: they are dropped. */
  readonly refused: number;
  /** Takes no more. */
  close(): Promise<void>;
}

/**
 * Takes requests at a free port of 127.0.0.1. In the main thread only: the addon needs the right
 * `ffi`.
 *
 * @throws {Error} if ZeroMQ cannot be used, or no port can be had
 */
export async function takeRequests(
  onRequest: (request: ControlRequest) => void,
): Promise<ControlSocket> {
  const { Pull } = await import("zeromq");
  const socket = new Pull({
    receiveTimeout: 0,
    linger: 0,
    receiveHighWaterMark: 100,
    maxMessageSize: MOST_REQUEST_BYTES,
  });
  await socket.bind("tcp://127.0.0.1:*");
  let refused = 0;
  const take = (frame: Uint8Array) => {
    const request = readRequest(frame);
    if (request === null) refused++;
    else onRequest(request);
  };
  const ended = receiveFrames(socket, take, LOOK_MS).catch((error) => {
    socket.close();
    reportError(error);
  });
  return {
    address: socket.lastEndpoint!,
    get refused() {
      return refused;
    },
    close() {
      if (!socket.closed) socket.close();
      return ended;
    },
  };
}
