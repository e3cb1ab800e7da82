/** What a host and the cell of one of its replicas say to each other. @module */
import type { LogLevel } from "../contract.ts";
import type { Outcome } from "../../step/define_step.ts";
import type { Failure } from "../../telemetry/report.ts";
import type { Json, JsonObject, Role } from "../../graph/model.ts";

/** What a cell must know of its replica. */
export interface CellPlan {
  readonly id: string;
  readonly role: Role;
  readonly replica: number;
  readonly replicas: number;
  readonly params: JsonObject;
  /** Names of the out-ports, in order. */
  readonly ports: readonly string[];
  readonly connections: readonly string[];
  readonly connected: readonly string[];
  /** What its step goes on from. */
  readonly resume: Json | undefined;
}

/**
 * To a cell. `run` and `drain` have a number by which what follows from them is known. `more` allows so
 * many further values, `drop` wants no more of them, `abort` asks the step to give up. A `ping` is
 * answered at once unless the thread computes.
 */
export type ToCell =
  | { readonly type: "init"; readonly plan: CellPlan }
  | { readonly type: "run"; readonly n: number; readonly value: unknown }
  | { readonly type: "more"; readonly n: number; readonly count: number }
  | { readonly type: "drop"; readonly n: number }
  | {
    readonly type: "abort";
    readonly n: number;
    /** Name and message of what the step's signal gives. */
    readonly reason: readonly [name: string, message: string];
  }
  | { readonly type: "ping" }
  | { readonly type: "drain"; readonly n: number; readonly outcome: Outcome }
  | { readonly type: "checkpoint" }
  | { readonly type: "finish"; readonly outcome: Outcome };

/** A failure, and whether the step has to begin anew after it. */
export interface CellFault {
  readonly failure: Failure;
  readonly crashed: boolean;
}

/**
 * From a cell. `count` is of a call, or of none (0). `value` is all that `run` gave, `item` one of many; `done` ends both. `crashed` is an
 * error outside of `run`; `gone` comes from whoever keeps the cell, when there is none any more.
 */
export type FromCell =
  | { readonly type: "ready"; readonly restarts: boolean; readonly fault: CellFault | null }
  | { readonly type: "value"; readonly n: number; readonly port: number; readonly value: unknown }
  | { readonly type: "item"; readonly n: number; readonly port: number; readonly value: unknown }
  | { readonly type: "done"; readonly n: number; readonly fault: CellFault | null }
  | {
    readonly type: "checkpointed";
    readonly token: Json | undefined;
    readonly fault: CellFault | null;
  }
  | { readonly type: "finished"; readonly fault: CellFault | null }
  | { readonly type: "pong" }
  | { readonly type: "crashed"; readonly message: string }
  | { readonly type: "gone"; readonly why: string }
  | { readonly type: "log"; readonly level: LogLevel; readonly message: string }
  | { readonly type: "count"; readonly n: number; readonly name: string; readonly by: number }
  | { readonly type: "input"; readonly path: string };

/** So many values of one `run` may be on their way. */
export const WINDOW = 32;

/** The way between a host and a cell, whatever it is made of. */
export interface Line<Out, In> {
  /** Sends a message. @throws {DataCloneError} if it holds what cannot cross */
  post(message: Out, transfer?: readonly ArrayBuffer[]): void;
  /** Called for each message that comes. */
  hear: (message: In) => void;
  /** Says nothing any more, and hears nothing. */
  close(): void;
}
