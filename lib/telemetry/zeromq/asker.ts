/** Asks flows for something, for who watches them, and waits for what they say. @module */
import { isLoopback } from "./address.ts";
import { actionOf, type Outcome, type Wish } from "../control.ts";
import type { Collector } from "../collector.ts";
import type { ExecutionState } from "../execution_state.ts";
import { type ControlRequest, TELEMETRY } from "../message.ts";

/** A flow that says nothing for so long, in ms, has not heard, or is too busy to answer. */
const PATIENCE_MS = 3000;
/** Between two looks for the answer, in ms. */
const LOOK_MS = 20;

/** Asks the executions that a collector knows. */
export class Asker {
  /**
   * @param host name of this machine, as flows tell it
   * @param patienceMs an answer is waited for so long
   */
  constructor(
    readonly collector: Collector,
    readonly host: string,
    readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /** Whether an execution takes requests, and is on this machine. */
  takes({ hello }: ExecutionState): boolean {
    return this.#addressOf(hello) !== null;
  }

  /** Asks an execution, and gives its answer. Never rejects. */
  async ask({ id, hello }: ExecutionState, wish: Wish): Promise<Outcome> {
    const address = this.#addressOf(hello);
    if (address === null) return refused("this flow takes no requests from here");
    const ticket = crypto.randomUUID();
    const request = { schema: TELEMETRY, execution: id, ticket, ...wish } as ControlRequest;
    try {
      const { Push } = await import("zeromq");
      const socket = new Push({ sendTimeout: this.patienceMs, linger: this.patienceMs });
      socket.connect(address);
      try {
        await socket.send(JSON.stringify(request));
        return await this.#answer(id, ticket) ??
          refused(`no answer to "${actionOf(wish)}": the flow is busy, or gone`);
      } finally {
        socket.close();
      }
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error));
    }
  }

  async #answer(id: string, ticket: string): Promise<Outcome | null> {
    const find = () =>
      this.collector.get(id)?.controls.findLast((control) => control.ticket === ticket);
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = this.collector.subscribe(() => find() && resolve(), LOOK_MS);
    const late = setTimeout(resolve, this.patienceMs);
    await promise;
    end();
    clearTimeout(late);
    const answer = find();
    return answer === undefined ? null : { ok: answer.ok, reason: answer.reason };
  }

  /** A flow says where it listens, but only this machine is ever asked: else it might be anybody. */
  #addressOf(hello: ExecutionState["hello"]): string | null {
    if (hello === null || hello.control === null || hello.host !== this.host) return null;
    return isLoopback(hello.control) ? hello.control : null;
  }
}

const refused = (reason: string): Outcome => ({ ok: false, reason });
