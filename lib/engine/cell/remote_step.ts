/** A step whose code is executed elsewhere: in a cell, which may hang, crash or be ended. @module */
import { type AnyStep, Emission, type Outcome } from "../../step/define_step.ts";
import type { Json } from "../../graph/model.ts";
import { SendError } from "../crossing.ts";
import { Streamed } from "../emissions.ts";
import type { InitContext } from "../../step/define_step.ts";
import { CellLost } from "../policy/crash.ts";
import { RemoteFailure } from "../remote_failure.ts";
import type { ReplicaPlan } from "../wire.ts";
import { Call } from "./call.ts";
import type { CellFault, FromCell, Line, ToCell } from "./messages.ts";

/** A cell that was opened for one replica. */
export interface OpenCell {
  readonly line: Line<ToCell, FromCell>;
  /** Ends it, whatever it does. */
  end(): void;
}

/** A cell that computes does not answer; after so long, in ms, it counts as hanging. */
const ANSWER_MS = 250;

/** What a remote step needs of its host. */
export interface RemoteHost {
  /** Opens a cell. */
  open(): Promise<OpenCell>;
  /** An error in the cell that belongs to no call. */
  crashed(error: unknown): void;
}

type Context = InitContext<unknown> & { readonly outcome?: Outcome; readonly signal: AbortSignal };

/** Stands for a step; one per replica. */
export class RemoteStep implements AnyStep {
  readonly name: string;
  readonly kind: AnyStep["kind"];
  readonly summary = "";
  /** Lets the step give what it still has; undefined if it has no such verb. */
  readonly drain?: AnyStep["drain"];
  /** Known when the first cell is ready. */
  restartable = false;
  #cell: OpenCell | null = null;
  #call: Call | null = null;
  #calls = 0;
  #log: InitContext<unknown>["log"] | null = null;
  #note: InitContext<unknown>["input"] = () => {};
  #count: InitContext<unknown>["count"] = () => {};
  #lost: CellLost | null = null;
  /** What is waited for besides a call. */
  #awaited: { type: FromCell["type"]; settle: (message: FromCell | null) => void } | null = null;

  constructor(readonly plan: ReplicaPlan, readonly id: string, readonly host: RemoteHost) {
    this.name = id;
    this.kind = plan.role;
    if (plan.drains) {
      this.drain = ({ signal, outcome }: Context) =>
        this.#follow((n) => ({ type: "drain", n, outcome: outcome! }), signal);
    }
  }

  /** Opens a cell, and lets the step begin there. */
  async init({ log, input, count, connections, connected, resume }: Context): Promise<void> {
    [this.#log, this.#note, this.#count, this.#lost] = [log, input, count, null];
    const cell = this.#cell = await this.host.open();
    cell.line.hear = (message) => this.#hear(message);
    const { role, replica, replicas, params, ports } = this.plan;
    const names = ports.map(({ name }) => name);
    const plan = { id: this.id, role, replica, replicas, params };
    const ready = this.#next("ready");
    const places = { ports: names, connections, connected };
    cell.line.post({ type: "init", plan: { ...plan, ...places, resume } });
    const message = await ready;
    if (message?.type !== "ready") throw this.#lost!;
    this.restartable = message.restarts;
    if (message.fault) throw errorOf(message.fault);
  }

  /** Has a packet processed; gives what the step gives there. */
  run(value: unknown, { signal }: Context): Promise<unknown> {
    return this.#follow((n) => ({ type: "run", n, value }), signal);
  }

  async #follow(ask: (n: number) => ToCell, signal: AbortSignal): Promise<unknown> {
    if (this.#lost) throw this.#lost;
    const n = ++this.#calls;
    const { line } = this.#cell!;
    const call = this.#call = new Call(n, line);
    const abort = () => {
      const { name, message } = signal.reason as DOMException;
      line.post({ type: "abort", n, reason: [name, message] });
      call.drop();
    };
    signal.addEventListener("abort", abort);
    call.ended.then(() => signal.removeEventListener("abort", abort));
    line.post(ask(n));
    const first = await call.next();
    if (first?.type === "value") {
      await call.next(); // throws what the step threw, if anything
      return emissionOf(first);
    }
    return first === null ? undefined : new Streamed(itemsOf(call, first));
  }

  /**
   * Whether the cell still answers, after an attempt that took too long: one that does not is ended.
   * Then it has to begin anew.
   */
  async answers(): Promise<boolean> {
    if (this.#lost) return false;
    if (await this.#ping()) return true;
    this.#end(new CellLost("it computed without end, and was left behind"));
    return false;
  }

  /** Lets the step make durable what it has taken. */
  async checkpoint(): Promise<Json | undefined> {
    if (!this.plan.checkpoints) return undefined;
    if (this.#lost) throw this.#lost;
    const kept = this.#next("checkpointed");
    this.#cell!.line.post({ type: "checkpoint" });
    const message = await kept;
    if (message?.type !== "checkpointed") throw this.#lost;
    if (message.fault) throw errorOf(message.fault);
    return message.token;
  }

  /** Lets the step finish, and ends the cell. */
  async finish({ outcome }: Context): Promise<void> {
    if (this.#cell === null) return;
    try {
      if (this.#lost || !(await this.answers())) throw this.#lost;
      const finished = this.#next("finished");
      this.#cell.line.post({ type: "finish", outcome: outcome! });
      const message = await finished;
      if (message?.type !== "finished") throw this.#lost;
      if (message.fault) throw errorOf(message.fault);
    } finally {
      this.#end(new CellLost("it has ended"));
      this.#cell = null;
    }
  }

  #hear(message: FromCell): void {
    switch (message.type) {
      case "value":
      case "item":
      case "done":
        if (message.n === this.#call?.n) this.#call.hear(message, errorOf);
        return;
      case "log":
        return this.#log?.[message.level](message.message);
      case "count": // an attempt that is over counts no more
        if (message.n === 0 || message.n === this.#call?.n) this.#count(message.name, message.by);
        return;
      case "input":
        return this.#note(message.path);
      case "crashed":
        return this.host.crashed(new CellLost(message.message));
      case "gone":
        return this.#end(new CellLost(message.why));
      default:
        if (this.#awaited?.type === message.type) this.#settle(message);
    }
  }

  /** The cell is to be used no more. */
  #end(lost: CellLost): void {
    if (this.#lost) return;
    this.#lost = lost;
    this.#cell?.end();
    this.#call?.fail(lost);
    this.#settle(null);
  }

  /** The next message of a type; null if the cell is lost before. */
  #next(type: FromCell["type"]): Promise<FromCell | null> {
    return new Promise((settle) => this.#awaited = { type, settle });
  }

  #settle(message: FromCell | null): void {
    const awaited = this.#awaited;
    this.#awaited = null;
    awaited?.settle(message);
  }

  async #ping(): Promise<boolean> {
    const pong = this.#next("pong");
    const timer = setTimeout(() => this.#settle(null), ANSWER_MS);
    this.#cell!.line.post({ type: "ping" });
    const message = await pong;
    clearTimeout(timer);
    return message !== null;
  }
}

type Given = Extract<FromCell, { readonly type: "value" | "item" }>;

const emissionOf = ({ port, value }: Given) => new Emission(port, value);

async function* itemsOf(call: Call, first: Given): AsyncGenerator<Emission, void, void> {
  try {
    for (let item: Given | null = first; item !== null; item = await call.next()) {
      yield emissionOf(item);
    }
  } finally {
    call.drop();
    await call.ended; // a generator in the cell may have something to tidy up
  }
}

function errorOf({ failure, crashed }: CellFault): Error {
  if (crashed) return new CellLost(failure.message);
  return failure.phase === "send" ? new SendError(failure.message) : new RemoteFailure(failure);
}
