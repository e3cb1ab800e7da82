/** Options of `run` about OpenTelemetry. @module */
import { message, text } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import type { ValueParser } from "@optique/core/valueparser";
import type { ExecuteOptions } from "../engine/contract.ts";
import type { Sink } from "../telemetry/teller.ts";

const url: ValueParser<"sync", string> = {
  mode: "sync",
  metavar: "URL",
  placeholder: "http://localhost:4318",
  parse(input) {
    return /^https?:$/.test(URL.parse(input)?.protocol ?? "")
      ? { success: true, value: input }
      : { success: false, error: [text(`"${input}" is no address such as http://localhost:4318`)] };
  },
  format: (value) => value,
};

const share: ValueParser<"sync", number> = {
  mode: "sync",
  metavar: "SHARE",
  placeholder: 0.01,
  parse(input) {
    const value = Number(input);
    return input.trim() !== "" && value >= 0 && value <= 1
      ? { success: true, value }
      : { success: false, error: [text(`"${input}" is no number from 0 to 1`)] };
  },
  format: String,
};

/** In the order of the help. */
export const otelOptions = {
  otel: optional(option("--otel", url, {
    description:
      message`Export traces, metrics and logs to an OpenTelemetry collector, such as http://localhost:4318.`,
  })),
  otelSample: withDefault(
    option("--otel-sample", share, {
      description: message`Share of the packets of producers that are traced, through all nodes.`,
    }),
    0.01,
  ),
};

/** What was chosen. */
export interface OtelChoices {
  readonly otel: string | undefined;
  readonly otelSample: number;
}

/** Who hears all messages and exports them. */
export async function otelSinks({ otel }: OtelChoices): Promise<Sink[]> {
  if (otel === undefined) return [];
  const { OtelSink } = await import("../telemetry/otel_sink.ts");
  return [new OtelSink()];
}

/** What the engine is to trace. */
export function tracingOf(
  { otel, otelSample }: OtelChoices,
  execution: string,
  flow: string,
): ExecuteOptions["tracing"] {
  if (otel === undefined || otelSample === 0) return undefined;
  const attributes = { "ctapipe_flow.execution": execution, "ctapipe_flow.flow": flow };
  return { share: otelSample, attributes };
}
