/** What supervisor and hosts say to each other. Packets never travel this way. @module */
import type { LogLine } from "../contract.ts";
import type { SampleValue } from "../../telemetry/message.ts";
import type { Failure, SlowPacket } from "../../telemetry/report.ts";
import type { FigureSums } from "../figures.ts";
import type { GivenUp } from "../policy/give_up.ts";
import type { FromHostOnCuts, ToHostOnCuts } from "../resume/messages.ts";
import type { HostPlan } from "../wire.ts";

/**
 * The first and only message to the Worker itself. Everything else goes through `control`, which
 * steps do not have: what they post or listen for on `self` concerns nobody.
 */
export interface Setup {
  readonly plan: HostPlan;
  readonly control: MessagePort;
}

/**
 * From the supervisor. `stop`, `abort` and `release` (producers that hold go on) only wake waits: the
 * wish itself is in the words. `ping`
 * is answered by `pong`: it asks whether the thread still listens. `stored` answers `setAside`; its
 * fault is why that was not possible. `openedCell` answers `openCell`, with a line to the cell or
 * why there is none.
 */
export type ToHost =
  | { readonly type: "go" }
  | { readonly type: "stop" }
  | { readonly type: "abort" }
  | { readonly type: "release" }
  | { readonly type: "ping" }
  | { readonly type: "stored"; readonly ticket: number; readonly fault: string | null }
  | { readonly type: "openedCell"; readonly ticket: number; readonly answer: MessagePort | string }
  | ToHostOnCuts;

/**
 * A packet that a node did without. With a `value` it is to be written down: the answer, by the
 * ticket, is `stored`; null if it was skipped.
 */
export interface SetAsideMessage {
  readonly type: "setAside";
  readonly ticket: number;
  readonly packet: GivenUp;
  readonly value: Uint8Array<ArrayBuffer> | null;
}

/**
 * From a host. `ready`: every `init` is through. `sample`: a packet on an edge. `figures`: what a
 * replica of the node at that index has counted. `slowest`: packets of a node that took longest, told
 * before `closed`: every replica has finished.
 */
export type FromHost =
  | { readonly type: "ready" }
  | {
    readonly type: "sample";
    readonly edge: number;
    readonly packet: string;
    readonly value: SampleValue;
  }
  | { readonly type: "slowest"; readonly node: number; readonly packets: readonly SlowPacket[] }
  | { readonly type: "closed" }
  | { readonly type: "pong" }
  | { readonly type: "openCell"; readonly ticket: number; readonly row: number }
  | { readonly type: "endCell"; readonly ticket: number }
  | SetAsideMessage
  | FromHostOnCuts
  | { readonly type: "failure"; readonly failure: Failure }
  | { readonly type: "figures"; readonly node: number; readonly figures: FigureSums }
  | { readonly type: "log"; readonly line: LogLine }
  | { readonly type: "input"; readonly path: string };
