/** The step contract: what it is, what it needs, what flows, then `init`, `run`, `finish`. @module */
import type { z } from "zod";
import type { Grants, Role } from "../graph/model.ts";
import type { Payload, ValueOf } from "./payload.ts";

/** Named out-ports and what leaves them; the first is where a plain value goes. */
// deno-lint-ignore no-explicit-any
export type Outputs = Record<string, Payload<any>>;

/** A value on its way to one port; made by `to`. */
export class Emission<T = unknown> {
  /** @param port index of the out-port @param value what leaves */
  constructor(readonly port: number, readonly value: T) {}
}

/** Sends to a port: `to.bright(value)`, or `to(name, value)` in a dynamic step. */
export type To<Outs extends Outputs, Dyn> =
  & { readonly [P in keyof Outs]: (value: ValueOf<Outs[P]>) => Emission<ValueOf<Outs[P]>> }
  & ((node: string, value: Dyn) => Emission<Dyn>);

/** Writes lines that reach the user with the node's id. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** How the execution ended for this step: everything seen, or cut short. */
export type Outcome = "done" | "failed" | "interrupted";

/** What every verb of a step gets. */
export interface InitContext<P> {
  readonly params: P;
  readonly log: Log;
  /**
   * Aborted when what `run` waits for is to be given up: in a producer when the execution is to end
   * early, elsewhere only when it is aborted, since what is in flight is still to be processed.
   */
  readonly signal: AbortSignal;
  readonly node: { readonly id: string; readonly replica: number; readonly replicas: number };
  /** Names of the nodes that a dynamic step may send to, in the flow's order. */
  readonly connections: readonly string[];
  /** Names of the ports that the flow connected. */
  readonly connected: readonly string[];
  /** Notes a file that was read although no param names it, for the report. */
  input(path: string): void;
}

/** What `run` gets besides its packet's value. */
export interface RunContext<P, State, Outs extends Outputs, Dyn> extends InitContext<P> {
  readonly state: State;
  readonly to: To<Outs, Dyn>;
}

/** What `finish` gets. */
export interface FinishContext<P, State> extends InitContext<P> {
  readonly state: State;
  readonly outcome: Outcome;
}

type Emitted<Outs extends Outputs, Dyn> = Emission | ValueOf<Outs[keyof Outs]> | Dyn;
type Nothing = null | undefined | void;

/** What `run` may give back: a value, nothing, a promise of these, or any number by `yield`. */
export type Result<T> =
  | T
  | Nothing
  | Promise<T | Nothing>
  | Generator<T | Nothing, void, void>
  | AsyncGenerator<T | Nothing, void, void>;

/** A reusable step. See `docs/ARCHITECTURE.md` for the order in which its verbs are called. */
export interface Step<
  Schema extends z.ZodType = z.ZodType,
  // deno-lint-ignore no-explicit-any
  In = any,
  Outs extends Outputs = Outputs,
  // deno-lint-ignore no-explicit-any
  State = any,
  // deno-lint-ignore no-explicit-any
  Dyn = any,
> {
  readonly name: string;
  /**
   * `import.meta.url`, so that a typed flow knows where the step's code is; with `#name` behind it
   * if the step is that export of the module, not the default one.
   */
  readonly module?: string;
  readonly kind: Role;
  readonly summary: string;
  /** Strict object of the options a flow may set; see `params.ts` for those that grant access. */
  readonly params?: Schema;
  readonly input?: Payload<In>;
  readonly outputs?: Outs;
  /** Ports that a flow may leave unconnected; what is sent to them then is dropped. */
  readonly optional?: readonly (keyof Outs & string)[];
  /** Makes the step route by node name; the payload of every port. */
  readonly dynamic?: Payload<Dyn>;
  /** False if two running copies would do the same twice. Default: no producer, no file writer. */
  readonly replicable?: boolean;
  /** Grants that the params' roles cannot say. */
  permissions?(params: z.output<Schema>): Partial<Grants>;
  /** Prepares; what it returns is `state`. Throw (or return `false`) to fail. */
  init?(context: InitContext<z.output<Schema>>): State | Promise<State>;
  /** Handles one packet; a producer is called once, with `undefined`. The input is read-only. */
  run(
    input: In,
    context: RunContext<z.output<Schema>, State, Outs, Dyn>,
  ): Result<NoInfer<Emitted<Outs, Dyn>>>;
  /** Releases what `init` took; called whenever `init` succeeded, also when `run` failed. */
  finish?(context: FinishContext<z.output<Schema>, State>): void | Promise<void>;
}

/** A step of whatever types. */
export interface AnyStep extends Omit<Step, "init" | "run" | "finish"> {
  // deno-lint-ignore no-explicit-any
  init?(context: any): any;
  // deno-lint-ignore no-explicit-any
  run(input: any, context: any): any;
  // deno-lint-ignore no-explicit-any
  finish?(context: any): any;
}

/** Declares a step; gives back its argument, with the types of the verbs inferred. */
export function defineStep<
  Schema extends z.ZodType,
  In = undefined,
  // deno-lint-ignore ban-types
  Outs extends Outputs = {},
  State = undefined,
  Dyn = never,
>(step: Step<Schema, In, Outs, State, Dyn>): Step<Schema, In, Outs, State, Dyn> {
  return step;
}
