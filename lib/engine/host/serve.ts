/** The entry of a host Worker. The Worker's first module calls {@link serve} with its loaders. @module */
import type { AnyStep } from "../../step/define_step.ts";
import { beLenient } from "../../step/lenient.ts";
import { redirectConsole } from "./console.ts";
import type { StepLoaders } from "./builder.ts";
import { Host } from "./host.ts";
import type { FromHost, Setup, ToHost } from "./messages.ts";
import type { HostPlan } from "../wire.ts";
import { trapExits } from "./traps.ts";

/** Modules of the steps that live here, as literal imports: these need no permission to read. */
export type Modules = Readonly<Record<number, readonly [() => Promise<unknown>, string]>>;

/** What a supervisor asks of a Worker. */
export type Served =
  & Pick<Host, "prepare" | "go" | "wake" | "release" | "uncaught" | "print">
  & {
    readonly reporting: Pick<Host["reporting"], "stored">;
    readonly cells: Pick<Host["cells"], "opened">;
    readonly cuts: Pick<NonNullable<Host["cuts"]>, "hear"> | null;
  };

/** Makes what is served. */
export type MakeHost = (
  plan: HostPlan,
  loaders: StepLoaders,
  post: (message: FromHost) => void,
) => Served;

/** Waits to be set up, then does as the supervisor says. */
export function serve(
  modules: Modules,
  makeHost: MakeHost = (...setup) => new Host(...setup),
): void {
  trapExits();
  beLenient();
  addEventListener("message", ({ data }: MessageEvent<Setup>) => begin(data, modules, makeHost), {
    once: true,
  });
}

function begin({ plan, control }: Setup, modules: Modules, makeHost: MakeHost): void {
  const host = makeHost(plan, loadersOf(modules), (message) => control.postMessage(message));
  addEventListener("error", (event) => {
    event.preventDefault();
    host.uncaught(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    host.uncaught(event.reason);
  });
  redirectConsole((level, message) => host.print(level, message));
  control.onmessage = ({ data }: MessageEvent<ToHost>) => {
    if (data.type === "go") host.go();
    else if (data.type === "ping") control.postMessage({ type: "pong" });
    else if (data.type === "stored") host.reporting.stored(data);
    else if (data.type === "openedCell") host.cells.opened(data);
    else if (data.type === "stop" || data.type === "abort") host.wake(data.type);
    else if (data.type === "release") host.release();
    else host.cuts?.hear(data);
  };
  host.prepare();
}

function loadersOf(modules: Modules): StepLoaders {
  const entries = Object.entries(modules).map(([node, [load, name]]) => {
    const loader = async () => ((await load()) as Record<string, AnyStep>)[name];
    return [node, loader];
  });
  return Object.fromEntries(entries);
}
