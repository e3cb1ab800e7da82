/** Lines to cells that are processes, by way of their keeper. @module */
import { NeedsClone } from "../codec/refusal.ts";
import { SendError } from "../crossing.ts";
import { DamagedFrames, FrameReader, FrameWriter } from "./frames.ts";
import type { FromCell, Line, ToCell } from "./messages.ts";

/** What a keeper passes on: bytes of the process, or what it has to say itself. */
type FromKeeper = Uint8Array<ArrayBuffer> | Extract<FromCell, { type: "gone" | "log" }>;

/** The host's end of a line to a process. */
export class FramedLine implements Line<ToCell, FromCell> {
  /** Called for each message that comes. */
  hear: (message: FromCell) => void = () => {};
  readonly #frames = new FrameWriter();
  readonly #reader = new FrameReader();

  constructor(readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<FromKeeper>) => {
      if (data instanceof Uint8Array) this.#read(data);
      else this.hear(data);
    };
  }

  /** Sends a message. @throws {SendError} if it cannot be written down */
  post(message: ToCell): void {
    try {
      const bytes = this.#frames.write(message);
      this.port.postMessage(bytes, [bytes.buffer]);
    } catch (error) {
      if (!(error instanceof NeedsClone)) throw error;
      throw new SendError("the value holds what cannot be sent to another process");
    }
  }

  /** Says nothing any more: the process ends when its input does. */
  close(): void {
    this.port.close();
  }

  #read(chunk: Uint8Array): void {
    try {
      for (const message of this.#reader.read(chunk)) this.hear(message as FromCell);
    } catch (error) {
      if (!(error instanceof DamagedFrames)) throw error;
      this.hear({ type: "gone", why: "something else was written to its standard output" });
    }
  }
}
