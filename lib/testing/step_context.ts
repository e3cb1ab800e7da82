/**
 * Executes one step on its own, for the tests of its author. It is the engines' own node loop that
 * calls the step, so that what passes here behaves the same in a flow; only permissions are those of
 * the test instead of the flow's.
 *
 * @module
 */
import type { z } from "zod";
import type { Json, JsonObject } from "../graph/model.ts";
import type { LogLevel } from "../engine/contract.ts";
import { Figures } from "../engine/figures.ts";
import { Halt } from "../engine/halt.ts";
import type { Packet } from "../engine/packet.ts";
import { Replica } from "../engine/replica.ts";
import { Router } from "../engine/router.ts";
import { OWN_THREAD } from "../engine/thread.ts";
import { Cause, Stop, Words } from "../engine/words.ts";
import type { AnyStep, Log, Outcome, Outputs, Step } from "../step/define_step.ts";
import { contractBreach, parseParams, signatureOf } from "../step/signature.ts";
import type { Failure } from "../telemetry/report.ts";

/** How a step is placed in the flow that a test imagines. */
export interface StepTestOptions<Params> {
  /** As a flow would write them; defaults are filled in. Paths are taken as they are. */
  readonly params?: Params;
  /** Ports that the flow connects; all of them by default. */
  readonly connected?: readonly string[];
  /** For a dynamic step: the nodes that it may send to. */
  readonly connections?: readonly string[];
  /** How the rest of the flow ended, as `finish` hears it. Default `done`. */
  readonly outcome?: Outcome;
  /** A producer is through after so many emissions. */
  readonly maxPackets?: number;
  /** As if it went on where an earlier trial was cut off: what `checkpoint` gave then. */
  readonly resume?: Json | undefined;
}

/** What a step did. */
export interface StepTrial<State = unknown> {
  /** Values that left it, in order; those of unconnected ports are dropped as in a flow. */
  readonly emitted: readonly { readonly port: string; readonly value: unknown }[];
  readonly logs: readonly { readonly level: LogLevel; readonly message: string }[];
  /** Paths that it noted as read. */
  readonly noted: readonly string[];
  /** What `init` returned. */
  readonly state: State | undefined;
  /** What it counted, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** What `checkpoint` gave after the last input; undefined if the step has none, or has failed. */
  readonly checkpoint: Json | undefined;
}

/** The step failed. The message is the one that a user would get. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";

  /** @param failure as in the report @param trial what the step had done, `finish` included */
  constructor(readonly failure: Failure, readonly trial: StepTrial) {
    super(failure.message);
  }
}

/**
 * Calls `init`, `run` once per input (a producer's once), `checkpoint`, `drain` and `finish`, as far as
 * there are such verbs.
 *
 * @example
 * ```ts
 * const { emitted } = await testStep(bright, { params: { threshold: 50 } }, [faintImage]);
 * assert.deepEqual(emitted.map(({ port }) => port), ["faint"]);
 * ```
 *
 * @throws {TypeError} if the step breaks the contract or its params are wrong
 * @throws {StepFailed} if a verb failed; `finish` was called if `init` had succeeded
 */
export async function testStep<
  Schema extends z.ZodType,
  In,
  Outs extends Outputs,
  State,
  Dyn,
>(
  step: Step<Schema, In, Outs, State, Dyn>,
  options: StepTestOptions<z.input<Schema>> = {},
  inputs: readonly In[] = [],
): Promise<StepTrial<State>> {
  const breach = contractBreach(step);
  if (breach !== null) throw new TypeError(`the step breaks the contract: ${breach}`);
  const place = new Place(options.connected ?? portsOf(step, options.connections ?? []));
  const watched = {
    ...step,
    async init(context: Parameters<NonNullable<typeof step.init>>[0]) {
      return place.state = await step.init?.(context);
    },
  };
  const words = Words.allocate({ nodes: 1, replicas: 1, edges: 1 });
  const halt = new Halt();
  const figures = new Figures();
  const replica = new Replica(watched, place.routerFor(step), {
    nodeIds: ["step"],
    node: 0,
    role: step.kind,
    replica: 0,
    row: 0,
    words,
    thread: OWN_THREAD,
    context: {
      params: parsed(step, (options.params ?? {}) as JsonObject),
      log: place.log,
      signal: halt.signal,
      node: { id: "step", replica: 0, replicas: 1 },
      connections: options.connections ?? [],
      connected: place.connected,
      count: figures.count,
      input: (path) => void place.noted.push(path),
      resume: options.resume,
      alloc: (View, length) => new View(length),
    },
    abort: halt,
    halt,
    wait: halt,
    ending: { origin: 0, seq: inputs.length },
    queueLimit: 1,
    queueBytes: null,
    maxPackets: options.maxPackets ?? Infinity,
    figures,
    tellFigures: (sums) => void (place.figures = sums),
    report: (failure) => void place.failures.push(failure),
  });
  await replica.init();
  if (step.kind === "producer") await replica.produce();
  else for (const [seq, value] of inputs.entries()) await replica.take(0, packet(value, seq));
  place.checkpoint = (await replica.checkpoint())?.token;
  const cause = { done: null, failed: Cause.FAILED, interrupted: Cause.INTERRUPTED };
  const early = cause[options.outcome ?? "done"];
  if (early !== null) words.end(Stop.DRAIN, early);
  await replica.finish();
  const [failure] = place.failures;
  if (failure) throw new StepFailed(failure, place);
  return place as StepTrial<State>;
}

const packet = (value: unknown, seq: number): Packet => ({ value, origin: 0, seq, branch: "" });

function portsOf(step: AnyStep, connections: readonly string[]): readonly string[] {
  return step.dynamic ? connections : Object.keys(step.outputs ?? {});
}

function parsed(step: AnyStep, params: JsonObject): unknown {
  const result = parseParams(step, signatureOf(step), params);
  if (result.issues.length === 0) return result.params;
  throw new TypeError(result.issues.map(({ message }) => message).join("; "));
}

/** Everything around the step: takes down what it does. */
class Place implements StepTrial {
  readonly emitted: { port: string; value: unknown }[] = [];
  readonly logs: { level: LogLevel; message: string }[] = [];
  readonly noted: string[] = [];
  readonly failures: Failure[] = [];
  state: unknown = undefined;
  checkpoint: Json | undefined = undefined;
  figures: Readonly<Record<string, number>> = {};

  constructor(readonly connected: readonly string[]) {}

  readonly log: Log = {
    debug: (message) => void this.logs.push({ level: "debug", message }),
    info: (message) => void this.logs.push({ level: "info", message }),
    warning: (message) => void this.logs.push({ level: "warning", message }),
    error: (message) => void this.logs.push({ level: "error", message }),
  };

  /** The engines' router, with outlets that end here. */
  routerFor(step: AnyStep): Router {
    const names = step.dynamic ? this.connected : Object.keys(step.outputs ?? {});
    const ports = names.map((name) => {
      const take = (_edge: number, { value }: Packet) => {
        this.emitted.push({ port: name, value });
        return true as const;
      };
      const leg = { edge: 0, outlet: { copies: false, send: take, flush() {}, close() {} } };
      const legs = this.connected.includes(name) ? [leg] : [];
      return {
        name,
        legs,
        moves: (step.dynamic ?? step.outputs?.[name])?.moves ?? null,
        lent: null,
      };
    });
    return new Router(ports, []);
  }
}
