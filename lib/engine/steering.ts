/** What may be done to an execution while it goes on; each wish is noted for the report. @module */
import type { GraphEdge } from "../graph/model.ts";
import { didYouMean, quoted } from "../graph/suggest.ts";
import type { ControlLine } from "../telemetry/report.ts";
import type { ControlOutcome, SampleOptions } from "./contract.ts";
import { type Plan, type PlannedNode, rowsOf } from "./plan.ts";
import { followersIn } from "./reach.ts";
import { MOST_PER_SECOND, MOST_SECONDS, type OnSample } from "./sampling.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Placement } from "./wire.ts";
import { Cause, Stop, type Words } from "./words.ts";

/** Wishes that are noted at most: a program may ask for something again and again. */
const MOST_LINES = 1000;

/** Steers one execution. */
export class Steering {
  /** What was asked for so far, in order. */
  readonly lines: ControlLine[] = [];

  /**
   * @param isPlayed whether a seed decides the order of all that happens
   * @param elapsedMs time since the start
   */
  constructor(
    readonly plan: Plan,
    readonly placement: Placement,
    readonly words: Words,
    readonly supervisor: Supervisor,
    readonly isPlayed: boolean,
    readonly elapsedMs: () => number,
  ) {}

  /** Has producers hold before their next packet. */
  pause(): ControlOutcome {
    return this.#note("pause", this.#whyNot() ?? this.#pause());
  }

  /** Lets producers go on. */
  resume(): ControlOutcome {
    const { holds } = this.supervisor;
    const fault = this.#whyNot() ?? (holds.isPaused ? null : "it is not paused");
    if (fault === null) holds.end("pause");
    return this.#note("resume", fault);
  }

  /** Sends packets to so many replicas of a node from now on; the others finish what they have. */
  scale(node: string, replicas: number): ControlOutcome {
    const action = `replicas of ${node}: ${replicas}`;
    return this.#note(action, this.#whyNot() ?? this.#scale(node, replicas));
  }

  /** Shows packets on an edge. */
  sample(edge: GraphEdge, options: SampleOptions, onSample: OnSample): ControlOutcome {
    const { from, port, to } = edge;
    const at = this.plan.graph.edges.findIndex((one) =>
      one.from === from && one.port === port && one.to === to
    );
    const action = `look at ${from}.${port} -> ${to}`;
    const fault = this.supervisor.isOver ? "it has ended" : sampleFault(at, options);
    if (fault !== null) return this.#note(action, fault);
    const isNew = this.supervisor.sampling.begin(at, options, onSample);
    return isNew ? this.#note(action, null) : { ok: true, reason: null };
  }

  /** Asks producers to stop. */
  stop(): void {
    if (!this.supervisor.isOver && this.words.stop < Stop.DRAIN) this.#note("drain", null);
    this.supervisor.stop(Cause.INTERRUPTED);
  }

  /** Gives up what is in flight. */
  abort(): void {
    if (!this.supervisor.isOver && this.words.stop < Stop.ABORT) this.#note("abort", null);
    this.supervisor.abort(Cause.INTERRUPTED);
  }

  #pause(): string | null {
    return this.supervisor.holds.begin("pause") ? null : "it is ending";
  }

  #scale(id: string, replicas: number): string | null {
    const { nodes } = this.plan;
    const at = nodes.findIndex((node) => node.id === id);
    const node = nodes[at];
    if (node === undefined) {
      const hint = didYouMean(id, nodes.map((one) => one.id));
      return `there is no node ${quoted(id)}${hint === null ? "" : `: ${hint}`}`;
    }
    const fault = faultOf(node, replicas) ?? this.#whyFollows(at);
    if (fault !== null) return fault;
    this.words.activate(at, replicas);
    for (const row of rowsOf(node)) this.words.bells[row]!.ring(); // who sleeps is to hear of it
    return null;
  }

  #whyFollows(at: number): string | null {
    if (!followersIn(this.plan, this.placement).has(at)) return null;
    return `its packets stay in the Worker that they came to: scale the node where they come in`;
  }

  #whyNot(): string | null {
    if (this.supervisor.isOver) return "it has ended";
    if (this.words.stop >= Stop.DRAIN) return "it is ending";
    return this.isPlayed ? "a seed decides the order of all that happens" : null;
  }

  #note(action: string, reason: string | null): ControlOutcome {
    const outcome = { ok: reason === null, reason };
    const at = Math.round(this.elapsedMs());
    if (this.lines.length < MOST_LINES) this.lines.push({ at, action, ...outcome });
    return outcome;
  }
}

function sampleFault(edge: number, { rate, seconds }: SampleOptions): string | null {
  if (edge < 0) return "there is no such edge";
  if (!(rate > 0 && rate <= MOST_PER_SECOND)) {
    return `rate is at most ${MOST_PER_SECOND} per second`;
  }
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) return `seconds are at most ${MOST_SECONDS}`;
  return null;
}

function faultOf({ id, role, key, ordered, replicas: most }: PlannedNode, wished: number) {
  if (role === "producer") return `${id} is a producer: each replica would begin anew`;
  if (key !== undefined || ordered) {
    return `${id} has ${ordered ? "ordered" : "key"}: where its packets go depends on its replicas`;
  }
  if (Number.isInteger(wished) && wished >= 1 && wished <= most) return null;
  return `${id} may have 1 to ${most} replicas: maxReplicas in the flow allows for more`;
}
