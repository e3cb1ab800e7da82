/** A host's part in cuts: says whether it is at rest, has its steps keep what they have. @module */
import type { Json } from "../../graph/model.ts";
import type { Halt } from "../halt.ts";
import type { Replica } from "../replica.ts";
import type { FromHostOnCuts, Position, ToHostOnCuts, Tokens } from "./messages.ts";

/** The cuts of one host. */
export class HostCuts {
  readonly #finishing = Promise.withResolvers<void>();
  /** No two verbs of a step at a time: what is to follow waits for this. */
  #asked: Promise<void> = Promise.resolve();

  /** @param replicas of the host, in order; they may come later */
  constructor(
    readonly position: Position,
    readonly abort: Halt,
    readonly replicas: readonly Replica[],
    readonly post: (message: FromHostOnCuts) => void,
  ) {}

  /** Emissions of a producer that earlier executions have dealt with. */
  emitted(row: number): number {
    return this.position.sent[row] ?? 0;
  }

  /** What the `init` of a replica gets; undefined if it begins anew. */
  token(row: number): Json | undefined {
    return this.position.tokens[row];
  }

  /** Does as the supervisor says. */
  hear(message: ToHostOnCuts): void {
    switch (message.type) {
      case "rest": {
        const isAtRest = this.replicas.every((replica) => replica.isAtRest);
        return this.post({ type: "resting", ticket: message.ticket, isAtRest });
      }
      case "checkpoint":
        this.#asked = this.#checkpoint(message.ticket);
        return;
      case "finish":
        return this.#finishing.resolve();
    }
  }

  /**
   * Lets producers finish, which are through, and with them all others: after the last cut, or an
   * abort, since what a step has finished cannot be taken back.
   *
   * @param through tells who waits for its turn that the producers have nothing more to send
   */
  async finish(producers: readonly Replica[], through: () => void): Promise<void> {
    for (const { router } of this.replicas) router.flush();
    if (producers.length > 0) through();
    this.post({ type: "produced" });
    await this.abort.race(this.#finishing.promise);
    await this.#asked;
    for (const producer of producers) await producer.finish();
  }

  async #checkpoint(ticket: number): Promise<void> {
    const tokens: Record<number, Json> = {};
    let whole = true;
    for (const replica of this.replicas) {
      const kept = await replica.checkpoint();
      if (kept === null) whole = false;
      else if (kept.token !== undefined) tokens[replica.options.row] = kept.token;
    }
    this.post({ type: "checkpointed", ticket, tokens: whole ? tokens as Tokens : null });
  }
}
