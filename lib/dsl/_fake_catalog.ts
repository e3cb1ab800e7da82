/**
 * A catalog of steps in memory, for tests. The real one evaluates modules in a Worker, which is not
 * what is tested here; the steps are real ones and are described as the real one does it.
 *
 * @module
 */
import type { DescribedStep } from "../graph/model.ts";
import { didYouMean } from "../graph/suggest.ts";
import type { StepCatalog } from "../registry/catalog.ts";
import {
  anyValue,
  defineStep,
  endpoint,
  inputFile,
  number,
  oneOf,
  outputFile,
  text,
  z,
} from "../step/mod.ts";
import { badModule, describeStep } from "../step/signature.ts";

const run = () => undefined;
const TEXT_OR_NUMBER = oneOf(text, number);

const STEPS = [
  defineStep({
    name: "read",
    kind: "producer",
    summary: "Reads lines",
    params: z.strictObject({
      file: inputFile(),
      also: z.array(inputFile()).optional(),
      server: endpoint().optional(),
    }),
    outputs: { out: text },
    run,
  }),
  defineStep({
    name: "split",
    kind: "stager",
    summary: "Sends long and short lines apart",
    params: z.strictObject({
      threshold: z.number().min(0).default(50),
      label: z.string().optional(),
      limit: z.union([z.number(), z.enum(["none"])]).optional(),
      cuts: z.strictObject({ low: z.number().optional(), high: z.number().optional() }).optional(),
    }),
    input: text,
    outputs: { bright: text, faint: text, odd: text },
    optional: ["odd"],
    run,
  }),
  defineStep({
    name: "copy",
    kind: "stager",
    summary: "Passes text on",
    input: text,
    outputs: { out: text },
    run,
  }),
  defineStep({
    name: "count",
    kind: "stager",
    summary: "Counts anything",
    input: anyValue,
    outputs: { out: number },
    run,
  }),
  defineStep({
    name: "deal",
    kind: "stager",
    summary: "Sends by node name",
    input: text,
    dynamic: text,
    run,
  }),
  defineStep({
    name: "write",
    kind: "consumer",
    summary: "Writes lines",
    params: z.strictObject({ file: outputFile() }),
    input: text,
    run,
  }),
  defineStep({
    name: "draw",
    kind: "consumer",
    summary: "Draws text one day",
    announced: true,
    input: text,
    run,
  }),
  defineStep({
    name: "show",
    kind: "consumer",
    summary: "Shows text and numbers",
    input: TEXT_OR_NUMBER,
    run,
  }),
];

const BY_NAME = new Map(STEPS.map((step) => [step.name, step]));

/** A catalog of `read`, `split`, `copy`, `count`, `deal`, `write`, `draw`, `show`; counts what is asked. */
export function fakeCatalog(): StepCatalog & { readonly asked: string[] } {
  const asked: string[] = [];
  const describe = (step: string, params: Parameters<typeof describeStep>[2]): DescribedStep => {
    asked.push(step);
    if (step.startsWith("./")) return badModule(`cannot load ${step}`, "is the path right?");
    const found = BY_NAME.get(step);
    if (found) {
      return describeStep(found, {
        module: step,
        export: "default",
        builtin: true,
      }, params);
    }
    const hint = didYouMean(step, BY_NAME.keys());
    return { ok: false, code: "unknown_step", message: `there is no step "${step}"`, hint };
  };
  return {
    asked,
    names: () => [...BY_NAME.keys()].sort(),
    describe: (requests) => Promise.resolve(requests.map((r) => describe(r.step, r.params))),
  };
}
