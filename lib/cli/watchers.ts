/** Everybody who is told how an execution goes, and who may steer it, as the options ask. @module */
import type { Execution, LogLine } from "../engine/contract.ts";
import type { FlowGraph } from "../graph/model.ts";
import type { Report } from "../telemetry/report.ts";
import { type Control, openControl } from "./control.ts";
import { untilInterrupted } from "./interrupts.ts";
import { type OtelChoices, otelSinks } from "./otel_options.ts";
import { ensureZeroMq, openTelemetry } from "./telemetry.ts";
import type { TelemetryChoices } from "./telemetry_options.ts";
import type { View } from "./view.ts";
import { type ViewChoices, viewOf } from "./view_options.ts";

/** The options that ask for watchers. */
export type WatcherChoices = TelemetryChoices & ViewChoices & OtelChoices;

/** Those who watch one execution. */
export interface Watchers extends AsyncDisposable {
  /** Tells a line of the log. */
  log(line: LogLine): void;
  /** Tells from now on how it goes, and takes requests if that is allowed. */
  begin(execution: Execution): void;
  /** Tells how it went; gives the report with what became of the telling. */
  end(report: Report): Promise<Report>;
  /** Keeps the view until Ctrl-C, if that was asked for. */
  stay(): Promise<void>;
}

/**
 * Gets ready to tell those whom the options name.
 *
 * @param id UUID of the execution
 * @param say shows the user a line
 * @throws {UserError} if what the options ask for cannot be had
 */
export async function openWatchers(
  chosen: WatcherChoices,
  graph: FlowGraph,
  id: string,
  say: (line: string) => void,
): Promise<Watchers> {
  ensureZeroMq(chosen);
  const control = await openControl(chosen, id, say);
  const view = await viewOf(chosen, control === null ? undefined : askerOf(control, id));
  if (view !== null) say(`view: ${view.url}`);
  const sinks = [...await otelSinks(chosen), ...(view ? [view.sink] : [])];
  const told = { execution: id, control: control?.address, say, sinks };
  const telemetry = await openTelemetry(chosen, graph, told);
  let isOver = false;
  return {
    log: (line) => telemetry?.log(line),
    begin(execution) {
      telemetry?.watch(execution);
      if (telemetry) control?.steer(execution, telemetry);
      else if (control) {
        say("--allow-control: nobody is told how it goes, so nobody can ask: add --gui or --view");
      }
    },
    async end(report) {
      isOver = true;
      return await telemetry?.end(report) ?? report;
    },
    stay: () => stay(view, chosen.keepView, say),
    async [Symbol.asyncDispose]() {
      if (!isOver) await telemetry?.close();
      await control?.close();
      await view?.[Symbol.asyncDispose]();
    },
  };
}

/** How the pages of this process ask: at once, and for this execution only. */
const askerOf = (control: Control, execution: string) => ({
  takes: ({ id }: { readonly id: string }) => id === execution,
  ask: (_: unknown, wish: Parameters<Control["ask"]>[0]) => Promise.resolve(control.ask(wish)),
});

async function stay(view: View | null, keeps: boolean, say: (line: string) => void): Promise<void> {
  if (view === null || !keeps) return;
  say(`the view stays at ${view.url} until Ctrl-C`);
  await untilInterrupted();
}
