/** What an execution tells those who watch from outside, as its options ask for it. @module */
import type { FlowGraph } from "../graph/model.ts";
import type { Report } from "../telemetry/report.ts";
import type { Sink, Teller, TellerFacts } from "../telemetry/teller.ts";
import { DEFAULT_ADDRESS } from "../telemetry/zeromq/address.ts";
import type { TelemetryChoices } from "./telemetry_options.ts";
import { UserError } from "./user_error.ts";

/** So many messages may be missed before it is worth a word: those of a second. */
const WORTH_TELLING = 10;

/** Who tells, and what is to be said of that at the end. */
export interface Telemetry
  extends Pick<Teller, "execution" | "log" | "watch" | "sample" | "control"> {
  /** Tells how it went and ends; gives the report with what became of the telling. */
  end(report: Report): Promise<Report>;
  /** Ends without an execution. */
  close(): Promise<void>;
}

/** What else is to be told, and to whom. */
export interface TelemetrySetting extends Pick<TellerFacts, "execution" | "control"> {
  /** Shows the user a line. */
  readonly say: (line: string) => void;
  /** Who gets all messages, besides those that the options name. */
  readonly sinks?: readonly Sink[];
}

/**
 * Gets ready to tell; null if nobody is to be told. What it needs is loaded only then.
 *
 * @throws {UserError} if what the options ask for cannot be had
 */
export async function openTelemetry(
  chosen: TelemetryChoices,
  graph: FlowGraph,
  { say, sinks: others = [], execution, control }: TelemetrySetting,
): Promise<Telemetry | null> {
  const publisher = await openPublisher(chosen, say);
  const metrics = await openMetrics(chosen.metricsPort, say);
  const sinks = [publisher, metrics, ...others].filter((sink) => sink !== null);
  if (sinks.length === 0) return null;
  const { Teller } = await import("../telemetry/teller.ts");
  const teller = new Teller({ graph, host: hostname(), pid: Deno.pid, execution, control }, sinks);
  return {
    execution: teller.execution,
    log: (line) => teller.log(line),
    watch: (told) => teller.watch(told),
    sample: (sample) => teller.sample(sample),
    control: (done) => teller.control(done),
    async end(report) {
      await teller.end(report);
      const remark = publisher && remarkOn(publisher, teller.dropped - publisher.dropped);
      return remark === null ? report : { ...report, warnings: [...report.warnings, remark] };
    },
    close: async () => void await Promise.all(sinks.map((sink) => sink.close?.())),
  };
}

/** Whether a GUI is to be told. */
export const isGuiTold = ({ gui, guiAddress, guiKey }: TelemetryChoices): boolean =>
  gui || guiAddress !== undefined || guiKey !== undefined;

/**
 * Looks whether ZeroMQ may be used, if it is to be.
 *
 * @throws {UserError} if the right to load it is missing
 */
export function ensureZeroMq(chosen: TelemetryChoices): void {
  if (!isGuiTold(chosen)) return;
  if (Deno.permissions.querySync({ name: "ffi" }).state === "granted") return;
  const message = "--gui needs ZeroMQ, which is native code, and the right to load it is missing";
  throw new UserError(message, 'start with "deno run -A", or add --allow-ffi');
}

type Publisher = import("../telemetry/zeromq/publisher.ts").Publisher;

/** @param cut lines that were too many to be told */
function remarkOn({ wasTaken, address, missed }: Publisher, cut: number): string | null {
  if (!wasTaken) return `telemetry: no GUI was at ${address}`;
  const n = missed + cut;
  if (n < WORTH_TELLING) return null;
  return `telemetry: the GUI at ${address} missed ${n} messages; all counts are in the report`;
}

async function openPublisher(
  chosen: TelemetryChoices,
  say: (line: string) => void,
): Promise<Publisher | null> {
  const { guiAddress, guiKey } = chosen;
  ensureZeroMq(chosen);
  if (!isGuiTold(chosen)) return null;
  const { Publisher } = await import("../telemetry/zeromq/publisher.ts");
  const { readPublicKey } = await import("./key_files.ts");
  return new Publisher({
    address: guiAddress ?? DEFAULT_ADDRESS,
    serverKey: guiKey === undefined ? undefined : await readPublicKey(guiKey),
    onTrouble: (message) => say(`no telemetry: ${message}`),
  });
}

async function openMetrics(
  port: number | undefined,
  say: (line: string) => void,
): Promise<Sink | null> {
  if (port === undefined) return null;
  const { Collector } = await import("../telemetry/collector.ts");
  const { serveMetrics } = await import("../telemetry/metrics_server.ts");
  const collector = new Collector();
  try {
    const { url, close } = serveMetrics(collector, port);
    say(`metrics: ${url}`);
    return { send: (message) => collector.accept(message), close };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`/metrics cannot be served at port ${port}: ${reason}`);
  }
}

/** The machine's name, or that of all machines if it may not be asked for. */
export function hostname(): string {
  try {
    return Deno.hostname();
  } catch {
    return "localhost";
  }
}
