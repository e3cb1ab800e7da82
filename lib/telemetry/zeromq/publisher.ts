/** A flow's end: tells a GUI what it does, if there is one. @module */
import type { Push } from "zeromq";
import type { Hello, TelemetryMessage } from "../message.ts";
import type { Sink } from "../teller.ts";
import { textOf } from "./text.ts";

/** Whom to tell. */
export interface PublishOptions {
  /** Such as `tcp://localhost:5565`. */
  readonly address: string;
  /** Public key of the GUI, if it has one. */
  readonly serverKey?: string | undefined;
  /** Gets a sentence if ZeroMQ cannot be used here; nothing is told then. */
  readonly onTrouble?: (message: string) => void;
}

/** Lines, failures, results of requests, and the goodbye, that are kept for a GUI that comes late. */
export const KEPT_FOR_LATE = 200;
/** Messages that may be under way to a GUI that does not take them. */
const HIGH_WATER = 500;
/** An execution that ends waits so long at most, in ms, for its last messages to leave. */
const LINGER_MS = 200;
/** For a report of no size they take so long at most, in ms. */
const LEAST_LINGER_MS = 50;
/** So many bytes per ms leave while that is waited for. */
const BYTES_PER_MS = 100_000;
/** Time between attempts to reach a GUI, in ms: longer than between two snapshots. */
const RECONNECT_MS = 500;
/** A GUI whose machine does not answer for so long, in ms, is gone. */
const SILENCE_MS = 3000;

/** A message with what has become of it. */
interface Entry {
  readonly message: TelemetryMessage;
  isSent: boolean;
  /** Whether it is counted as dropped. */
  isDropped: boolean;
}

const entryOf = (message: TelemetryMessage): Entry => ({
  message,
  isSent: false,
  isDropped: false,
});

/** What is of interest to a GUI that comes late; the rest is out of date by then. */
const LASTING: ReadonlySet<TelemetryMessage["type"]> = new Set([
  "log",
  "failure",
  "control",
  "goodbye",
]);

/**
 * Tells a GUI over ZeroMQ. Nothing here waits for the GUI: what it does not take at once is dropped
 * and counted. One that was not there, or is another since, first gets the hello, and once more the
 * last lines and failures.
 */
export class Publisher implements Sink {
  readonly #options: PublishOptions;
  #opening: Promise<void> | null = null;
  #socket: Push | null = null;
  #openedAt = 0;
  /** Whether the last message was taken. */
  #isTaken = false;
  #wasTaken = false;
  #pumping: Promise<void> | null = null;
  #queue: Entry[] = [];
  #kept: Entry[] = [];
  #hello: Hello | null = null;
  #dropped = 0;
  /** Dropped before a GUI was there for the first time; null until then. */
  #before: number | null = null;
  #lastLength = 0;

  /**
   * Looks for a GUI when there is something to tell: the flow's Workers start meanwhile. In the main
   * thread only, as the addon needs the right `ffi`.
   */
  constructor(options: PublishOptions) {
    this.#options = options;
  }

  /** Whom it tells. */
  get address(): string {
    return this.#options.address;
  }
  /** Messages that nobody has taken so far. */
  get dropped(): number {
    return this.#kept.reduce(
      (sum, { isSent, isDropped }) => isSent || isDropped ? sum : sum + 1,
      this.#dropped,
    );
  }
  /** Of these, those since a GUI was there for the first time. */
  get missed(): number {
    return this.#before === null ? 0 : Math.max(0, this.dropped - this.#before);
  }
  /** Whether a GUI took any message. */
  get wasTaken(): boolean {
    return this.#wasTaken;
  }

  /** Tells a message, or keeps it for later, or drops it. */
  send(message: TelemetryMessage): void {
    this.#opening ??= this.#open(this.#options);
    const entry = entryOf(message);
    if (message.type === "hello") this.#hello = message;
    if (LASTING.has(message.type)) this.#keep(entry);
    // With nobody there, one attempt per snapshot is enough.
    if (this.#isTaken || message.type === "progress") {
      this.#queue.push(entry);
      this.#pumping ??= this.#pump();
    } else this.#drop([entry]);
  }

  /** Ends; a GUI that is there gets the goodbye, one that is not is not waited for. */
  async close(): Promise<void> {
    if (this.#opening === null) return;
    const latest = performance.now() + LINGER_MS;
    await within(LINGER_MS, this.#opening);
    await this.#pumping;
    // An execution that was over at once has not had the time to find out whether there is one.
    const foundOut = Math.min(latest, this.#openedAt + LINGER_MS);
    while (!this.#wasTaken && performance.now() < foundOut) {
      await (this.#pumping ??= this.#pump());
      if (!this.#wasTaken) await delay(5);
    }
    this.#opening.then(() => this.#socket?.close()); // from now on ZeroMQ lingers
    const neededMs = LEAST_LINGER_MS + this.#lastLength / BYTES_PER_MS;
    if (this.#isTaken) await delay(Math.min(neededMs, LINGER_MS));
  }

  async #open({ address, serverKey, onTrouble }: PublishOptions): Promise<void> {
    try {
      const { curveKeyPair, Push } = await import("zeromq");
      const own = serverKey === undefined ? null : curveKeyPair();
      const socket = new Push({
        sendTimeout: 0, // what is not taken at once is told so at once
        immediate: true, // nothing is kept for who is not there
        linger: LINGER_MS,
        sendHighWaterMark: HIGH_WATER,
        reconnectInterval: RECONNECT_MS,
        heartbeatInterval: SILENCE_MS / 3,
        heartbeatTimeout: SILENCE_MS,
        ...(own && {
          curveServerKey: serverKey!,
          curvePublicKey: own.publicKey,
          curveSecretKey: own.secretKey,
        }),
      });
      socket.connect(address);
      this.#socket = socket;
      this.#openedAt = performance.now();
    } catch (error) {
      onTrouble?.(`ZeroMQ cannot be used: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Sends what waits, or drops it. Never rejects. */
  async #pump(): Promise<void> {
    await null; // what is said in one go leaves in one go
    if (!this.#isTaken) await this.#greet();
    while (this.#isTaken && this.#queue.length > 0) {
      if (await this.#isAccepted(this.#queue[0]!)) this.#queue.shift();
    }
    this.#drop(this.#queue.splice(0));
    if (this.#wasTaken) this.#before ??= this.dropped;
    this.#pumping = null;
  }

  /**
   * Tells all that is kept to whoever has come. No GUI can be another one unnoticed: before ZeroMQ
   * has tried to reach it again, there was a snapshot that nobody took.
   */
  async #greet(): Promise<void> {
    if (this.#hello === null) return;
    if (!await this.#isAccepted(entryOf(this.#hello))) return;
    const passing = this.#queue.filter(({ message }) => !LASTING.has(message.type));
    this.#queue = [...this.#kept, ...passing].sort((a, b) => a.message.seq - b.message.seq);
  }

  async #isAccepted(entry: Entry): Promise<boolean> {
    if (this.#socket === null) return false;
    const text = textOf(entry.message);
    try {
      if (text !== null) await this.#socket.send(text);
      this.#note(entry, text !== null);
      this.#lastLength = text?.length ?? 0;
      this.#wasTaken = true;
      return this.#isTaken = true;
    } catch {
      return this.#isTaken = false; // EAGAIN: nobody is there, or too much is under way to them
    }
  }

  #keep(entry: Entry): void {
    this.#kept.push(entry);
    if (this.#kept.length > KEPT_FOR_LATE) this.#note(this.#kept.shift()!, false);
  }

  /** What lasts is counted when it is not kept any more. */
  #drop(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { type } = entry.message;
      if (type !== "hello" && !LASTING.has(type)) this.#note(entry, false);
    }
  }

  /** Notes that a message has been taken, or will probably never be. */
  #note(entry: Entry, isSent: boolean): void {
    entry.isSent ||= isSent;
    if (entry.isDropped === !entry.isSent) return;
    entry.isDropped = !entry.isSent;
    this.#dropped += entry.isDropped ? 1 : -1;
  }
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits for something, but not for long. */
async function within(ms: number, promise: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
