/**
 * One edge written by hand over a MessagePort, as somebody would who needs speed and back-pressure:
 * messages in batches, arrays handed over if wished, and credit, so that a slow receiver is not
 * buried. The same code runs in Workers of Deno and of Node.
 *
 * @module
 */

/**
 * How an edge works: `batch` messages per post, at most `window` posts not yet taken in, and whether
 * the memory of arrays is handed over instead of copied.
 *
 * @typedef {{ batch: number, window: number, transfer: boolean }} LinkOptions
 */

/** The sending end. */
export class Sender {
  #port;
  #options;
  #items = [];
  #outstanding = 0;
  #waiting = [];

  /**
   * @param {MessagePort | Worker} port
   * @param {LinkOptions} options
   */
  constructor(port, options) {
    this.#port = port;
    this.#options = options;
    port.onmessage = () => {
      this.#outstanding--;
      for (const wake of this.#waiting.splice(0)) wake();
    };
  }

  /** Posts that have not been taken in. */
  get outstanding() {
    return this.#outstanding;
  }

  /** Whether the receiver should be waited for. */
  get full() {
    return this.#outstanding >= this.#options.window;
  }

  /** Takes one message; never refuses: ask `full`. @param {unknown} message */
  push(message) {
    this.#items.push(message);
    if (this.#items.length >= this.#options.batch) this.flush();
  }

  /** Posts what has gathered. */
  flush() {
    if (this.#items.length === 0) return;
    const transfer = this.#options.transfer ? this.#items.map((item) => item.buffer) : [];
    this.#port.postMessage(this.#items, transfer);
    this.#items = [];
    this.#outstanding++;
  }

  /** Waits until `full` is over. */
  async room() {
    while (this.full) await new Promise((wake) => this.#waiting.push(wake));
  }
}

/**
 * The receiving end: calls `take` for each message, then waits for what `take`'s messages went into,
 * then gives credit back.
 *
 * @param {MessagePort} port
 * @param {(message: any) => void} take
 * @param {readonly Sender[]} outputs whose room is waited for
 */
export function receive(port, take, outputs = []) {
  port.onmessage = async ({ data }) => {
    for (const message of data) take(message);
    for (const output of outputs) {
      // What comes in half-filled goes out half-filled: nothing more may be to come.
      output.flush();
      if (output.full) await output.room();
    }
    port.postMessage(0);
  };
}
