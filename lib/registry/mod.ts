/** Looks steps up and describes them. @module */
import { basename } from "node:path";
import type { DescribedStep, StepRequest } from "../graph/model.ts";
import { nearest } from "../graph/suggest.ts";
import { badModule, describeStep } from "../step/signature.ts";
import { BUILTINS } from "./builtins.ts";
import type { StepCatalog } from "./catalog.ts";
import type { DescribeRequest } from "./describe_worker.ts";
import { evaluate, PATIENCE_MS } from "./sandbox.ts";

export type { StepCatalog } from "./catalog.ts";

const ENTRY = new URL("./describe_worker.ts", import.meta.url).href;

/**
 * The catalog of built-in steps, and of modules beside a flow.
 *
 * @param options `patienceMs`: modules that are still loading after so many ms are given up
 */
export function stepCatalog({ patienceMs = PATIENCE_MS } = {}): StepCatalog {
  const names = Object.keys(BUILTINS).sort();
  return {
    names: () => names,
    async describe(requests, base) {
      const missing = requests.map(({ step }) => isFile(step) ? unusableFile(step, base) : null);
      const strangers = requests.flatMap((request, at) =>
        isFile(request.step) && !missing[at] ? [foreign(request, base)] : []
      );
      const described = strangers.length > 0 ? await describeForeign(strangers, patienceMs) : [];
      let next = 0;
      return await Promise.all(requests.map((request, at) => {
        if (!isFile(request.step)) return describeBuiltin(request, names);
        return missing[at] ?? described[next++]!;
      }));
    },
  };
}

const isFile = (step: string) => /^(\.{0,2}\/|file:)/.test(step) || /\.[mc]?[jt]s(#|$)/.test(step);

function foreign({ step, params }: StepRequest, base: string): DescribeRequest {
  const [file, name] = step.split("#") as [string, string?];
  return { step, module: new URL(file, base).href, export: name || "default", params };
}

/** What is wrong with a step's file if it cannot be loaded at all. */
function unusableFile(step: string, base: string): DescribedStep | null {
  const file = step.split("#")[0]!;
  const url = new URL(file, base);
  if (url.protocol !== "file:") {
    const hint = "copy the module beside the flow: nothing is fetched to read a flow";
    return badModule(`"${file}" is not a file`, hint);
  }
  try {
    if (Deno.statSync(url).isFile) return null;
    return badModule(`"${file}" is a folder`, "name the file in it: ./folder/file.ts");
  } catch {
    return badModule(`there is no step file "${file}"`, nearbyFile(url));
  }
}

/** The file of the same folder that was probably meant. */
function nearbyFile(url: URL): string | null {
  try {
    const names = [...Deno.readDirSync(new URL(".", url))].map(({ name }) => name);
    const near = nearest(basename(decodeURIComponent(url.pathname)), names);
    return near ? `did you mean "${near}"?` : "it is looked for in the flow's folder";
  } catch {
    return "its folder does not exist either";
  }
}

async function describeBuiltin(
  { step, params }: StepRequest,
  names: readonly string[],
): Promise<DescribedStep> {
  const builtin = Object.hasOwn(BUILTINS, step) ? BUILTINS[step] : undefined;
  if (!builtin) {
    const near = nearest(step, names);
    const hint = near
      ? `did you mean "${near}"?`
      : `built-in steps are ${names.join(", ")}; a file's step is written ./file.ts#export`;
    return { ok: false, code: "unknown_step", message: `there is no step "${step}"`, hint };
  }
  const { default: definition } = await builtin.load();
  return describeStep(
    definition,
    { module: builtin.url, export: "default", builtin: true },
    params,
  );
}

/** Evaluates modules in one Worker with no permissions. */
async function describeForeign(
  requests: readonly DescribeRequest[],
  patienceMs: number,
): Promise<readonly DescribedStep[]> {
  const modules = [...new Set(requests.map(({ module }) => module))];
  const evaluated = await evaluate<readonly DescribedStep[]>(ENTRY, modules, requests, patienceMs);
  return evaluated.ok
    ? evaluated.answer
    : requests.map(({ step }) => badModule(`"${step}" cannot be described: ${evaluated.why}`));
}
