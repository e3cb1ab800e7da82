/** The step contract: what it is, what it needs, what flows, then `init`, `run`, `finish`. @module */
import type { z } from "zod";
import type { Grants, Json, Role } from "../graph/model.ts";
import type { Payload, ValueOf } from "./payload.ts";

/** Named out-ports and what leaves them; the first is where a plain value goes. */
// deno-lint-ignore no-explicit-any
export type Outputs = Record<string, Payload<any>>;

/** A value on its way to one port; made by `to`. */
export class Emission<T = unknown> {
  /** Use `to`: it knows which port has which index. */
  constructor(
    /** Index of the out-port, in the order in which the step declares them. */
    readonly port: number,
    /** What leaves. */
    readonly value: T,
  ) {}
}

/** Sends to a port: `to.bright(value)`, or `to(name, value)` in a dynamic step. */
export type To<Outs extends Outputs, Dyn> =
  & { readonly [P in keyof Outs]: (value: ValueOf<Outs[P]>) => Emission<ValueOf<Outs[P]>> }
  & ((node: string, value: Dyn) => Emission<Dyn>);

/** Writes lines that reach the user with the node's id. */
export interface Log {
  /** What only helps to find a mistake. */
  debug(message: string): void;
  /** What a user may want to know. */
  info(message: string): void;
  /** What is odd, yet no reason to stop. */
  warning(message: string): void;
  /** What went wrong. Logging does not fail the step: throw for that. */
  error(message: string): void;
}

/** How the execution ended for this step: everything seen, or cut short. */
export type Outcome = "done" | "failed" | "interrupted";

/** What every verb of a step gets. */
export interface InitContext<P> {
  /** Params with defaults filled in, paths absolute. */
  readonly params: P;
  /** Writes lines that reach the user. */
  readonly log: Log;
  /**
   * Aborted when what `run` waits for is to be given up: in a producer when the execution is to end
   * early, elsewhere only when it is aborted, since what is in flight is still to be processed. In
   * `run` of a node with `timeoutMs` also when the attempt takes too long: each has a signal of its own.
   */
  readonly signal: AbortSignal;
  /** The node's id, the number of this replica (from 0), and how many there may be at most. */
  readonly node: { readonly id: string; readonly replica: number; readonly replicas: number };
  /** Names of the nodes that a dynamic step may send to, in the flow's order. */
  readonly connections: readonly string[];
  /** Names of the ports that the flow connected. */
  readonly connected: readonly string[];
  /** Notes a file that was read although no param names it, for the report. */
  input(path: string): void;
  /**
   * Adds to a figure of the node in the report, such as how many packets passed a cut: 1 by default.
   * Figures are summed up over replicas; what a failed attempt counts does not count.
   *
   * @param name what a reader of the report understands
   */
  count(name: string, by?: number): void;
  /**
   * In an execution that goes on where an earlier one was cut off (`run --resume`): what
   * `checkpoint` of this replica gave last. Undefined in any other.
   */
  readonly resume?: Json | undefined;
}

/** A class of typed arrays, such as `Float32Array`. */
export interface TypedArrayClass<T> {
  /** Makes an array of zeros. */
  new (length: number): T;
  /** Size of a number in it. */
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * An array for the packet that is sent next, where its receivers will look at it: nothing is copied
 * on the way. It may hold anything at first, so fill all of it. It belongs to the step until that
 * packet is sent. Where there is no such place it is an ordinary array.
 *
 * @param View such as `Float32Array`
 * @param length numbers in it
 * @param port out-port of the packet (a dynamic step's node); default the first
 */
export type Alloc = <T extends ArrayBufferView>(
  View: TypedArrayClass<T>,
  length: number,
  port?: string,
) => T;

/** What `run` gets besides its packet's value. */
export interface RunContext<P, State, Outs extends Outputs, Dyn> extends InitContext<P> {
  /** What `init` returned; it belongs to this replica. */
  readonly state: State;
  /** Sends to a port other than the first. */
  readonly to: To<Outs, Dyn>;
  /** Makes the large arrays of the packet to come, see {@link Alloc}. */
  readonly alloc: Alloc;
}

/** What `checkpoint` gets. */
export interface CheckpointContext<P, State> extends InitContext<P> {
  /** What `init` returned; it belongs to this replica. */
  readonly state: State;
}

/** What `drain` gets. */
export interface DrainContext<P, State, Outs extends Outputs, Dyn>
  extends RunContext<P, State, Outs, Dyn> {
  /** `done` if the step has seen all that there is. */
  readonly outcome: Outcome;
}

/** What `finish` gets. */
export interface FinishContext<P, State> extends InitContext<P> {
  /** What `init` returned; it belongs to this replica. */
  readonly state: State;
  /** Write a summary, or rename a file, only if it is `done`. */
  readonly outcome: Outcome;
}

/** What one emission of `run` may be: a plain value for the first port, or what `to` made. */
export type Emitted<Outs extends Outputs, Dyn> = Emission | ValueOf<Outs[keyof Outs]> | Dyn;

/** What `run` gives to send nothing. */
export type Nothing = null | undefined | void;

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
  /** What flows, lists and messages call it, such as `string_writer`. */
  readonly name: string;
  /**
   * `import.meta.url`, so that a typed flow knows where the step's code is; with `#name` behind it
   * if the step is that export of the module, not the default one.
   */
  readonly module?: string;
  /** Where it stands in a flow: no in-edges, both, or no out-edges. */
  readonly kind: Role;
  /** What it does, in one line, as an order: "Write lines of text". */
  readonly summary: string;
  /** Strict object of the options a flow may set; see `params.ts` for those that grant access. */
  readonly params?: Schema;
  /** What it takes; producers take nothing. */
  readonly input?: Payload<In>;
  /** Its out-ports; the first is where a plain value goes. Consumers have none. */
  readonly outputs?: Outs;
  /** Ports that a flow may leave unconnected; what is sent to them then is dropped. */
  readonly optional?: readonly (keyof Outs & string)[];
  /** Makes the step route by node name; the payload of every port. */
  readonly dynamic?: Payload<Dyn>;
  /** False if two running copies would do the same twice. Default: no producer, no file writer. */
  readonly replicable?: boolean;
  /**
   * Whether the step may begin anew after a crash, with a new `init`: what it held in memory from
   * packet to packet is lost then. Default: stagers, unless they are not `replicable`, or `drain`.
   */
  readonly restartable?: boolean;
  /** True while the step can be placed in flows and checked, but not be executed. */
  readonly announced?: boolean;
  /**
   * True if `run` takes about a microsecond per packet and never waits: a Worker of its own would
   * cost more than it gives. Where the flow allows it, the node then shares a neighbour's Worker.
   */
  readonly light?: boolean;
  /**
   * True if `run` keeps no array of its input beyond its end. Large arrays are then not copied for
   * the step but lent: views on memory that others write to as soon as `run` has ended. Such views
   * are on shared memory: copy what is to be kept with `slice()`, not with `structuredClone`.
   */
  readonly borrows?: boolean;
  /**
   * True if `run` must get its packets in the order of a sequential execution, whatever the replicas
   * before it: as if the flow said `ordered` of the node.
   */
  readonly inOrder?: boolean;
  /** Grants that the params' roles cannot say. */
  permissions?(params: z.output<Schema>): Partial<Grants>;
  /** Prepares; what it returns is `state`. Throw (or return `false`) to fail. */
  init?(context: InitContext<z.output<Schema>>): State | Promise<State>;
  /** Handles one packet; a producer is called once, with `undefined`. The input is read-only. */
  run(
    input: In,
    context: RunContext<z.output<Schema>, State, Outs, Dyn>,
  ): Result<NoInfer<Emitted<Outs, Dyn>>>;
  /**
   * Makes durable all that `run` has taken so far, and gives what `init` needs to go on from here:
   * its `resume`. Called now and then where the execution can be resumed, between two packets.
   * Whatever was done after the last call must be undone by that `init`: it comes again.
   */
  checkpoint?(context: CheckpointContext<z.output<Schema>, State>): Json | Promise<Json>;
  /**
   * Gives what the step still has when its inputs have closed: a total, a group that stays
   * incomplete. Called before `finish`, unless the execution is given up or `run` has failed. What it
   * throws fails the execution.
   */
  drain?(
    context: DrainContext<z.output<Schema>, State, Outs, Dyn>,
  ): Result<NoInfer<Emitted<Outs, Dyn>>>;
  /** Releases what `init` took; called whenever `init` succeeded, also when `run` failed. */
  finish?(context: FinishContext<z.output<Schema>, State>): void | Promise<void>;
}

/** A step of whatever types. */
export interface AnyStep extends Omit<Step, "init" | "run" | "checkpoint" | "drain" | "finish"> {
  /** Like `init` of {@link Step}. */
  // deno-lint-ignore no-explicit-any
  init?(context: any): any;
  /** Like `run` of {@link Step}. */
  // deno-lint-ignore no-explicit-any
  run(input: any, context: any): any;
  /** Like `checkpoint` of {@link Step}. */
  // deno-lint-ignore no-explicit-any
  checkpoint?(context: any): any;
  /** Like `drain` of {@link Step}. */
  // deno-lint-ignore no-explicit-any
  drain?(context: any): any;
  /** Like `finish` of {@link Step}. */
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
