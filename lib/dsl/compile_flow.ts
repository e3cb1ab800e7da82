/** From a flow in TypeScript to its graph, in the program that has written it. @module */
import { buildGraph } from "../graph/build.ts";
import type { DescribedStep, FlowGraph, Issue, NodeSpec, StepCode } from "../graph/model.ts";
import type { AnyStep } from "../step/define_step.ts";
import { describeStep } from "../step/signature.ts";
import type { AuthoredFlow } from "./author_flow.ts";
import { readSpec } from "./read_spec.ts";

/** The mistakes of a flow in TypeScript. */
export class FlowError extends Error {
  override readonly name = "FlowError";

  /** @param issues what is wrong, `path` as in a YAML flow @param authored the flow itself */
  constructor(readonly issues: readonly Issue[], readonly authored: AuthoredFlow) {
    super(issues.map(toldAs).join("\n"));
  }
}

/** What each graph was made of, so that a flow's file can be read like that of any notation. */
const AUTHORED = new WeakMap<object, AuthoredFlow>();

/** The flow that a graph was made of, if this program has defined it. */
export function authoredOf(graph: unknown): AuthoredFlow | undefined {
  return typeof graph === "object" && graph !== null ? AUTHORED.get(graph) : undefined;
}

/** Builds the graph. @throws {FlowError} with all mistakes at once */
export function compileFlow(authored: AuthoredFlow): FlowGraph {
  const { spec, issues } = readSpec(authored.document);
  const steps = (spec?.nodes ?? []).map((node) => describe(node, authored.steps.get(node.id)!));
  const built = spec && buildGraph(spec, steps);
  const errors = [...authored.issues, ...issues, ...built?.issues ?? []]
    .filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !built?.graph) throw new FlowError(errors, authored);
  AUTHORED.set(built.graph, authored);
  return built.graph;
}

function describe({ step: reference, params }: NodeSpec, step: AnyStep): DescribedStep {
  const { module = "" } = step;
  const [url = "", name] = module.split("#");
  const builtin = reference === step.name;
  const code: StepCode = { module: url, export: name || "default", builtin };
  return describeStep(step, code, params);
}

function toldAs({ path, message, hint }: Issue): string {
  const where = path.length > 0 ? `${path.join(".")}: ` : "";
  return `${where}${message}${hint === null ? "" : ` (${hint})`}`;
}
