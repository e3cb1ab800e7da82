/**
 * The inside of the Worker in which strangers' modules are described. It has no permissions: a
 * module's top level and a schema are code, and reading a flow must not execute code that can touch
 * anything.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import type { DescribedStep, JsonObject } from "../graph/model.ts";
import { nearest } from "../graph/suggest.ts";
import type { AnyStep } from "../step/define_step.ts";
import { badModule, describeStep } from "../step/signature.ts";

/** One step to be described. */
export interface DescribeRequest {
  /** As the flow names it, for messages. */
  readonly step: string;
  readonly module: string;
  readonly export: string;
  readonly params: JsonObject;
}

/** Literal imports by module URL. */
export type Loaders = Readonly<Record<string, () => Promise<Record<string, unknown>>>>;

/** Answers one list of requests with one list of descriptions. */
export function serve(loaders: Loaders): void {
  const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
  // what is only described has nothing to say yet, and standard output is for results
  for (const method of ["debug", "dir", "error", "info", "log", "table", "trace", "warn"]) {
    Object.defineProperty(console, method, { value: () => {} });
  }
  scope.addEventListener("error", (event) => event.preventDefault());
  scope.addEventListener("unhandledrejection", (event) => event.preventDefault());
  scope.onmessage = async ({ data }: MessageEvent<readonly DescribeRequest[]>) => {
    const answers = [];
    for (const request of data) answers.push(await describe(request, loaders));
    scope.postMessage(answers);
  };
}

async function describe(request: DescribeRequest, loaders: Loaders): Promise<DescribedStep> {
  const { step, module, export: name, params } = request;
  let exports: Record<string, unknown>;
  try {
    exports = await loaders[module]!();
  } catch (error) {
    return badModule(`"${step}" cannot be loaded: ${reason(error)}`, hintFor(error));
  }
  if (!(name in exports)) {
    const names = Object.keys(exports);
    const near = nearest(name, names);
    const known = names.length > 0 ? `it exports ${names.join(", ")}` : "it exports nothing";
    const hint = near ? `did you mean "${near}"?` : known;
    return badModule(`"${step}": there is no export "${name}"`, hint);
  }
  try {
    return describeStep(exports[name] as AnyStep, { module, export: name, builtin: false }, params);
  } catch (error) {
    return badModule(`"${step}" cannot be described: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return stripVTControlCharacters(text).replace(/^TypeError: (?=\w*Error)/, "").replace(
    /, run again with .*$/,
    "",
  );
}

function hintFor(error: unknown): string | null {
  const denied = error instanceof Error && error.name === "NotCapable";
  return denied ? "a module may touch nothing while it is loaded: do it in `init`" : null;
}
