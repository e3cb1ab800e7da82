/** The entry of a host Worker. The Worker's first module calls {@link serve} with its loaders. @module */
import type { AnyStep } from "../../step/define_step.ts";
import { Host, type StepLoaders } from "./host.ts";
import type { FromHost, ToHost } from "./messages.ts";
import { trapExits } from "./traps.ts";

/** Modules of the steps that live here, as literal imports: these need no permission to read. */
export type Modules = Readonly<Record<number, readonly [() => Promise<unknown>, string]>>;

/** Answers the supervisor. */
export function serve(modules: Modules): void {
  const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
  const post = (message: FromHost) => scope.postMessage(message);
  let host: Host | null = null;
  trapExits();
  scope.addEventListener("error", (event) => {
    event.preventDefault();
    host?.uncaught(event.error);
  });
  scope.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    host?.uncaught(event.reason);
  });
  scope.addEventListener("message", ({ data }: MessageEvent<ToHost>) => {
    if (data.type === "setup") {
      host = new Host(data.plan, loadersOf(modules), post);
      host.prepare();
    } else if (data.type === "go") host?.go();
    else host?.wake(data.type);
  });
}

function loadersOf(modules: Modules): StepLoaders {
  const entries = Object.entries(modules).map(([node, [load, name]]) => {
    const loader = async () => ((await load()) as Record<string, AnyStep>)[name];
    return [node, loader];
  });
  return Object.fromEntries(entries);
}
