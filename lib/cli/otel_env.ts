/** What the program's environment must say for Deno to export telemetry from its start on. @module */

/** Figures are exported so often, in ms, if nobody says otherwise: Deno's minute is long for a flow. */
const EXPORT_MS = 5000;

/**
 * Environment variables for these arguments of `run`; none without `--otel`. What the user has set is
 * left alone, but for where it goes.
 */
export function otelEnv(args: readonly string[]): Record<string, string> {
  const endpoint = endpointIn(args);
  if (endpoint === undefined) return {};
  const unlessSet = (name: string, value: string) => isSet(name) ? {} : { [name]: value };
  return {
    OTEL_DENO: "true",
    // what the program prints with `console` is meant for the log only
    OTEL_DENO_CONSOLE: "replace",
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    ...unlessSet("OTEL_SERVICE_NAME", "ctapipe-flow"),
    ...unlessSet("OTEL_METRIC_EXPORT_INTERVAL", String(EXPORT_MS)),
  };
}

function endpointIn(args: readonly string[]): string | undefined {
  const at = args.indexOf("--otel");
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith("--otel="))?.slice("--otel=".length);
}

function isSet(name: string): boolean {
  try {
    return Deno.env.get(name) !== undefined;
  } catch {
    return false; // it may not be asked
  }
}
