/**
 * Figures and log lines of an execution for OpenTelemetry, by way of the exporter that is built into
 * Deno. The figures are those of `/metrics`, under the same names; histograms cannot be passed on.
 *
 * @module
 */
import { type Attributes, type Counter, type Gauge, metrics } from "@opentelemetry/api";
import { Collector } from "./collector.ts";
import type { FailureMessage, LogMessage, TelemetryMessage } from "./message.ts";
import { METRICS } from "./metrics.ts";
import type { Sink } from "./teller.ts";

/** Figures are passed on so often, in ms: they are exported even less often. */
const NOTE_MS = 500;

type Level = LogMessage["level"];
const CONSOLE = { debug: "debug", info: "info", warning: "warn", error: "error" } as const;

/** Takes messages of one execution. Only where Deno was started with `OTEL_DENO`. */
export class OtelSink implements Sink {
  readonly #collector = new Collector();
  readonly #meter = metrics.getMeter("ctapipe-flow");
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  /** What was passed on of each counter so far. */
  readonly #told = new Map<string, number>();
  #notedAt = 0;

  /** Takes a message. */
  send(told: TelemetryMessage): void {
    this.#collector.accept(told);
    if (told.type === "log") logLine(told);
    else if (told.type === "failure") logFailure(told);
    else if (told.type === "goodbye") this.#note();
    else if (told.type === "progress" && told.at - this.#notedAt >= NOTE_MS) {
      this.#notedAt = told.at;
      this.#note();
    }
  }

  #note(): void {
    for (const { name, type, help, points } of METRICS) {
      if (type === "histogram") continue;
      for (const state of this.#collector.executions) {
        const flow = state.hello?.flow ?? "";
        for (const [, labels, value] of points(state)) {
          const attributes = { flow, execution: state.id, ...labels };
          if (type === "counter") this.#count(name, help, attributes, value);
          else this.#gauge(name, help).record(value, attributes);
        }
      }
    }
  }

  /** A counter takes what is new. */
  #count(name: string, description: string, attributes: Attributes, value: number): void {
    let counter = this.#counters.get(name);
    if (!counter) {
      this.#counters.set(name, counter = this.#meter.createCounter(name, { description }));
    }
    const key = JSON.stringify([name, attributes]);
    const more = value - (this.#told.get(key) ?? 0);
    if (more < 0) return;
    this.#told.set(key, value);
    counter.add(more, attributes);
  }

  #gauge(name: string, description: string): Gauge {
    let gauge = this.#gauges.get(name);
    if (!gauge) this.#gauges.set(name, gauge = this.#meter.createGauge(name, { description }));
    return gauge;
  }
}

function logLine({ level, ...line }: LogMessage): void {
  const { execution, node, replica, packet = null, message } = line;
  write(level, { execution, node, replica, packet, message });
}

function logFailure({ execution, node, failure, aside }: FailureMessage): void {
  const told = failure ?? aside;
  if (told === null) return;
  const { code, phase, replica, packet, message, hint } = told;
  const level = failure === null ? "warning" : "error";
  write(level, { execution, node, replica, packet, message, code, phase, hint });
}

/** Deno makes records of what is printed; standard error stays as it is. */
function write(level: Level, record: Readonly<Record<string, unknown>>): void {
  console[CONSOLE[level]](JSON.stringify(record));
}
