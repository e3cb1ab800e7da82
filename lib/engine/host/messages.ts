/** What supervisor and hosts say to each other. Packets never travel this way. @module */
import type { LogLine } from "../contract.ts";
import type { Failure } from "../../telemetry/report.ts";
import type { HostPlan } from "../wire.ts";

/**
 * The first and only message to the Worker itself. Everything else goes through `control`, which
 * steps do not have: what they post or listen for on `self` concerns nobody.
 */
export interface Setup {
  readonly plan: HostPlan;
  readonly control: MessagePort;
}

/** From the supervisor. `stop` and `abort` only wake waits: the wish itself is in the words. */
export type ToHost =
  | { readonly type: "go" }
  | { readonly type: "stop" }
  | { readonly type: "abort" };

/** From a host. `ready`: every `init` is through. `closed`: every replica has finished. */
export type FromHost =
  | { readonly type: "ready" }
  | { readonly type: "closed" }
  | { readonly type: "failure"; readonly failure: Failure }
  | { readonly type: "log"; readonly line: LogLine }
  | { readonly type: "input"; readonly path: string };
