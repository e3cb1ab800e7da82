/** The inside of a cell: where one replica's step is executed, apart from the engine's own code. @module */
import { type AnyStep, Emission, type Log } from "../../step/define_step.ts";
import type { LogLevel } from "../contract.ts";
import { crossingFault, describeFault, SendError } from "../crossing.ts";
import { failureOf } from "../failure.ts";
import { jsonOf } from "../resume/json_of.ts";
import { plainAlloc } from "../host/lending.ts";
import { ExitTrapped } from "../host/traps.ts";
import { makeTo, sentBefore } from "../router.ts";
import type { Phase } from "../../telemetry/report.ts";
import { mayRestart } from "../policy/may_restart.ts";
import { type CellFault, type CellPlan, type FromCell, type Line, WINDOW } from "./messages.ts";
import type { ToCell } from "./messages.ts";

/** So many values per port are searched for what cannot cross. */
const CHECKED = 16;

/** One call of `run`. */
interface Call {
  readonly n: number;
  readonly abort: AbortController;
  /** Further values that may be sent. */
  credit: number;
  /** No more are wanted. */
  dropped: boolean;
  /** Called when there is credit, or no more are wanted. */
  goOn: () => void;
}

/** Executes a step as its host says. */
export class Cell {
  #step: AnyStep | null = null;
  #context: Record<string, unknown> = {};
  #plan: CellPlan | null = null;
  #checked = 0;
  readonly #given = new WeakSet<ArrayBuffer>();
  readonly #calls = new Map<number, Call>();

  constructor(
    readonly load: () => Promise<AnyStep>,
    readonly line: Line<FromCell, ToCell>,
  ) {
    line.hear = (message) => this.#hear(message);
  }

  /** An error that nobody caught. */
  uncaught(error: unknown): void {
    const { message } = failureOf(error, this.#place("host"));
    this.line.post({ type: "crashed", message });
  }

  /** Passes on what the step printed. */
  print(level: LogLevel, message: string): void {
    this.line.post({ type: "log", level, message });
  }

  #hear(message: ToCell): void {
    switch (message.type) {
      case "init":
        return void this.#init(message.plan);
      case "run":
        return void this.#run(message.n, (step, context) => step.run(message.value, context));
      case "drain": {
        const { outcome } = message;
        return void this.#run(message.n, (step, rest) => step.drain?.({ ...rest, outcome }));
      }
      case "checkpoint":
        return void this.#checkpoint();
      case "finish":
        return void this.#finish(message.outcome);
      case "ping":
        return this.line.post({ type: "pong" });
    }
    const call = this.#calls.get(message.n);
    if (call === undefined) return;
    if (message.type === "abort") {
      const [name, why] = message.reason;
      call.abort.abort(new DOMException(why, name));
    }
    if (message.type === "more") call.credit += message.count;
    if (message.type === "drop") call.dropped = true;
    call.goOn();
  }

  async #init(plan: CellPlan): Promise<void> {
    this.#plan = plan;
    let phase: Phase = "import";
    try {
      const step = this.#step = await this.load();
      phase = "init";
      const { id, replica, replicas, params, ports, connections, connected, resume } = plan;
      const base = {
        params,
        log: this.#log(),
        signal: new AbortController().signal,
        node: { id, replica, replicas },
        connections,
        connected,
        resume,
        count: this.#counter(0),
        input: (path: string) => this.line.post({ type: "input", path }),
        alloc: plainAlloc,
      };
      const state = await step.init?.(base);
      if (state === false) throw new Error("init returned false");
      this.#context = { ...base, state, to: makeTo(ports) };
      this.line.post({ type: "ready", restarts: mayRestart(step), fault: null });
    } catch (error) {
      this.line.post({ type: "ready", restarts: false, fault: this.#fault(error, phase) });
    }
  }

  async #run(n: number, verb: (step: AnyStep, context: object) => unknown): Promise<void> {
    const abort = new AbortController();
    const call: Call = { n, abort, credit: WINDOW, dropped: false, goOn: () => {} };
    this.#calls.set(n, call);
    let fault: CellFault | null = null;
    try {
      const result = verb(this.#step!, {
        ...this.#context,
        signal: abort.signal,
        count: this.#counter(n),
      });
      await this.#follow(call, result);
    } catch (error) {
      fault = this.#fault(error, error instanceof SendError ? "send" : "run");
    }
    this.#calls.delete(n);
    this.line.post({ type: "done", n, fault });
  }

  async #follow(call: Call, result: unknown): Promise<void> {
    const loose = result as { then?: unknown; next?: unknown } | null | undefined;
    const isObject = typeof loose === "object" && loose !== null;
    if (isObject && typeof loose.then !== "function" && typeof loose.next === "function") {
      return await this.#drive(call, result as AsyncGenerator);
    }
    this.#send("value", call.n, await result);
  }

  async #drive(call: Call, generator: AsyncGenerator): Promise<void> {
    while (!call.dropped) {
      if (call.credit === 0) {
        await new Promise<void>((resolve) => call.goOn = resolve);
        continue;
      }
      const turn = await generator.next();
      if (turn.done) return;
      if (this.#send("item", call.n, turn.value)) call.credit--;
    }
    await generator.return?.(undefined);
  }

  /** @returns whether there was something to send */
  #send(type: "value" | "item", n: number, result: unknown): boolean {
    const [port, value] = result instanceof Emission ? [result.port, result.value] : [0, result];
    if (value === undefined || value === null) return false;
    if (this.#checked++ < CHECKED) {
      const fault = crossingFault(value);
      if (fault) throw new SendError(describeFault(fault));
    }
    this.#post({ type, n, port, value }, this.#moving(port, value));
    return true;
  }

  #post(message: FromCell, transfer: readonly ArrayBuffer[]): void {
    try {
      this.line.post(message, transfer);
    } catch (error) {
      if (error instanceof SendError) throw error;
      const { message } = failureOf(error, this.#place("send"));
      throw new SendError(`the value cannot cross: ${message}`);
    }
  }

  /** The buffers that leave with a value. @throws {SendError} if one has left before */
  #moving(port: number, value: unknown): ArrayBuffer[] {
    const { outputs, dynamic } = this.#step!;
    const payload = dynamic ?? outputs?.[this.#plan!.ports[port] ?? ""];
    const buffers = payload?.moves?.(value) ?? [];
    for (const buffer of buffers) {
      if (this.#given.has(buffer)) throw sentBefore();
      this.#given.add(buffer);
    }
    return buffers;
  }

  async #checkpoint(): Promise<void> {
    try {
      const token = jsonOf(await this.#step?.checkpoint?.(this.#context));
      this.line.post({ type: "checkpointed", token, fault: null });
    } catch (error) {
      const fault = this.#fault(error, "checkpoint");
      this.line.post({ type: "checkpointed", token: undefined, fault });
    }
  }

  async #finish(outcome: string): Promise<void> {
    try {
      await this.#step?.finish?.({ ...this.#context, outcome });
      this.line.post({ type: "finished", fault: null });
    } catch (error) {
      this.line.post({ type: "finished", fault: this.#fault(error, "finish") });
    }
  }

  #counter(n: number) {
    return (name: string, by = 1) => this.line.post({ type: "count", n, name, by });
  }

  #log(): Log {
    const write = (level: LogLevel) => (message: string) => this.print(level, String(message));
    return {
      debug: write("debug"),
      info: write("info"),
      warning: write("warning"),
      error: write("error"),
    };
  }

  #fault(error: unknown, phase: Phase): CellFault {
    return {
      failure: failureOf(error, this.#place(phase)),
      crashed: error instanceof ExitTrapped,
    };
  }

  #place(phase: Phase) {
    const { id = "", replica = 0 } = this.#plan ?? {};
    return { node: id, replica, phase, packet: null };
  }
}
