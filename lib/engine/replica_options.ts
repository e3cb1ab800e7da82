/** What a replica is told of where it stands. @module */
import type { Role } from "../graph/model.ts";
import type { Alloc, InitContext } from "../step/define_step.ts";
import type { Failure } from "../telemetry/report.ts";
import type { Ending } from "./drain.ts";
import type { Figures, FigureSums } from "./figures.ts";
import type { Halt } from "./halt.ts";
import type { Hold } from "./resume/hold.ts";
import type { Router } from "./router.ts";
import type { Thread } from "./thread.ts";
import type { Words } from "./words.ts";

/** What every verb of a step gets, and what does not change between calls of `run`. */
export type StaticContext = InitContext<unknown> & { readonly alloc: Alloc };

/** Where a replica stands, and what it tells. */
export interface ReplicaOptions {
  readonly nodeIds: readonly string[];
  readonly node: number;
  readonly role: Role;
  readonly replica: number;
  /** Index among all replicas of the execution. */
  readonly row: number;
  readonly words: Words;
  /** What it lives in. */
  readonly thread: Thread;
  readonly context: StaticContext;
  /** Fires when the execution is aborted. */
  readonly abort: Halt;
  /** Ends waits inside `run`: fires already when producers are to stop if this is one. */
  readonly halt: Halt;
  /** What waits inside `run` are raced against: `halt`, or what ends single attempts as well. */
  readonly wait: Pick<Halt, "race">;
  /** The lineage of what the step gives when its inputs have closed. */
  readonly ending: Ending;
  /** Packets that may wait in the node's inbox. */
  readonly queueLimit: number;
  /** Bytes of packets that may wait there; null for any number. */
  readonly queueBytes: number | null;
  /** A producer is through after so many packets. */
  readonly maxPackets: number;
  /** Where a producer pauses; left out of others. */
  readonly hold?: Hold | undefined;
  /** So many emissions of a producer were dealt with by earlier executions; 0 if left out. */
  readonly emitted?: number;
  /** What its step counts. */
  readonly figures: Figures;
  /** Takes them, when the step has finished. */
  readonly tellFigures: (figures: FigureSums) => void;
  readonly report: (failure: Failure) => void;
}

/** What `run` and `finish` get; `to` also has a function per port. */
export type StepContext = StaticContext & { readonly state: unknown; readonly to: Router["to"] };
