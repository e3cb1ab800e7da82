/**
 * A span per packet and node, of a share of all lineages, for OpenTelemetry: steps are wrapped when
 * they are loaded, so that the node loop does not know of it, and nobody pays where nothing is traced.
 *
 * @module
 */
import type { Attributes, Context, Span, SpanContext } from "@opentelemetry/api";
import { type AnyStep, Emission } from "../../step/define_step.ts";
import { Streamed } from "../emissions.ts";
import { type Lineage, packetId } from "../packet.ts";
import type { TracingPlan } from "./plan.ts";
import { isTraced, SpanBoard } from "./span_board.ts";

/** Where a step is. */
export interface TracedPlace {
  /** Index of its node. */
  readonly node: number;
  readonly replica: number;
  /** What its replica has in hand. */
  readonly packet: () => Lineage | null;
}

type Api = typeof import("@opentelemetry/api");
type Run = AnyStep["run"];
type Begin = (packet: Lineage, startTime?: number) => Span;

/** Traces the steps of one Worker. */
export class Tracing {
  readonly #board: SpanBoard;

  constructor(
    readonly api: Api,
    readonly plan: TracingPlan,
    readonly nodeIds: readonly string[],
  ) {
    this.#board = new SpanBoard(plan.board);
  }

  /** Loads what is needed. */
  static async open(plan: TracingPlan, nodeIds: readonly string[]): Promise<Tracing> {
    return new Tracing(await import("@opentelemetry/api"), plan, nodeIds);
  }

  /**
   * A step that does the same and leaves a span for each packet that is traced.
   *
   * @param isOwn whether nobody else has the step: then it is itself changed
   */
  wrap(step: AnyStep, place: TracedPlace, isOwn: boolean): AnyStep {
    const run = step.run.bind(step);
    const begin: Begin = (packet, startTime) => this.#begin(place, packet, startTime);
    const { share } = this.plan;
    const traced: Run = step.kind === "producer"
      ? (input, context) => {
        return emissionsOf(run(input, context), (seq, startTime) => {
          const origin = place.node;
          if (isTraced(origin, seq, share)) begin({ origin, seq, branch: "" }, startTime).end();
        });
      }
      : (input, context) => {
        const packet = place.packet();
        if (packet === null || !isTraced(packet.origin, packet.seq, share)) {
          return run(input, context);
        }
        return this.#follow(begin(packet), () => run(input, context));
      };
    return isOwn ? Object.assign(step, { run: traced }) : withRun(step, traced);
  }

  #begin(place: TracedPlace, packet: Lineage, startTime?: number): Span {
    const { trace, ROOT_CONTEXT, TraceFlags, SpanKind } = this.api;
    const { origin, seq } = packet;
    const { node, replica } = place;
    const before = this.#board.find(origin, seq, this.plan.upstream[node] ?? []);
    const isFirst = before === null;
    const parent: Context = isFirst ? ROOT_CONTEXT : trace.setSpanContext(
      ROOT_CONTEXT,
      { ...before, traceFlags: TraceFlags.SAMPLED, isRemote: true } satisfies SpanContext,
    );
    const id = this.nodeIds[node]!;
    const attributes: Attributes = {
      ...this.plan.attributes,
      "ctapipe_flow.node": id,
      "ctapipe_flow.replica": replica,
      "ctapipe_flow.packet": packetId(packet, this.nodeIds),
    };
    const kind = isFirst ? SpanKind.PRODUCER : SpanKind.CONSUMER;
    const tracer = trace.getTracer("ctapipe-flow");
    const span = tracer.startSpan(
      id,
      { attributes, kind, ...(startTime && { startTime }) },
      parent,
    );
    this.#board.put(origin, seq, node, span.spanContext());
    return span;
  }

  /** Ends a span when all of a call is over, and tells it what went wrong. */
  #follow(span: Span, call: () => unknown): unknown {
    const { context, trace, SpanStatusCode } = this.api;
    const failed = (error: unknown): never => {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    };
    const end = () => span.end();
    // what went wrong is to be told before the end
    const over = (error: unknown): never => {
      try {
        return failed(error);
      } finally {
        end();
      }
    };
    let result: unknown;
    try {
      result = context.with(trace.setSpan(context.active(), span), call);
    } catch (error) {
      return over(error);
    }
    if (isPromise(result)) {
      return result.then((value) => {
        if (value instanceof Streamed) return new Streamed(followed(value.values, failed, end));
        end();
        return value;
      }, over);
    }
    if (isGenerator(result)) return followed(result, failed, end);
    end();
    return result;
  }
}

/** The step with another `run`; its other verbs are called as methods of the step itself. */
function withRun(step: AnyStep, run: Run): AnyStep {
  const verbs = ["init", "drain", "checkpoint", "finish"] as const;
  const bound = verbs.flatMap((verb) => step[verb] ? [[verb, step[verb].bind(step)]] : []);
  return Object.assign(Object.create(step) as AnyStep, Object.fromEntries(bound), { run });
}

type SomeGenerator = Generator<unknown> | AsyncGenerator<unknown>;
type Loose = { readonly then?: unknown; readonly next?: unknown } | null | undefined;

const isPromise = (result: unknown): result is PromiseLike<unknown> =>
  typeof result === "object" && typeof (result as Loose)?.then === "function";
const isGenerator = (result: unknown): result is SomeGenerator =>
  typeof result === "object" && typeof (result as Loose)?.next === "function";

/** The same generator; `end` is called when it is through, cut short, or has failed. */
function followed<G extends SomeGenerator>(
  generator: G,
  failed: (error: unknown) => never,
  end: () => void,
): G;
function followed(
  generator: SomeGenerator,
  failed: (error: unknown) => never,
  end: () => void,
): SomeGenerator {
  if (Symbol.iterator in generator) {
    return (function* () {
      try {
        return yield* generator;
      } catch (error) {
        return failed(error);
      } finally {
        end();
      }
    })();
  }
  return (async function* () {
    try {
      return yield* generator;
    } catch (error) {
      return failed(error);
    } finally {
      end();
    }
  })();
}

/**
 * What a producer gives, whatever gives it.
 *
 * @param tell hears of each emission before it leaves: its number, and when its making began
 */
function emissionsOf(result: unknown, tell: (seq: number, startTime: number) => void): unknown {
  let seq = 0;
  let startTime = Date.now();
  const told = <T>(value: T): T => {
    if (isEmitted(value)) tell(seq++, startTime);
    return value;
  };
  function* each(generator: Iterable<unknown>) {
    for (const value of generator) {
      yield told(value);
      startTime = Date.now();
    }
  }
  async function* eachLater(generator: AsyncIterable<unknown>) {
    for await (const value of generator) {
      yield told(value);
      startTime = Date.now();
    }
  }
  if (isPromise(result)) {
    return result.then((value) =>
      value instanceof Streamed ? new Streamed(eachLater(value.values)) : told(value)
    );
  }
  if (!isGenerator(result)) return told(result);
  return Symbol.iterator in result ? each(result) : eachLater(result);
}

/** Whether a value that a step gives is a packet: as `Emissions` counts them. */
function isEmitted(given: unknown): boolean {
  const value = given instanceof Emission ? given.value : given;
  return value !== undefined && value !== null;
}
