/** From a flow in TypeScript to its graph, in the program that has written it. @module */
import { buildGraph } from "../graph/build.ts";
import type { DescribedStep, FlowGraph, Issue, NodeSpec, StepCode } from "../graph/model.ts";
import type { AnyStep } from "../step/define_step.ts";
import { describeStep } from "../step/signature.ts";
import type { AuthoredFlow } from "./author_flow.ts";
import { readSpec } from "./read_spec.ts";

/** The mistakes of a flow in TypeScript. */
export class FlowError extends Error {
  /** Tells it from other errors where `instanceof` cannot. */
  override readonly name = "FlowError";

  /** The message has a line for each issue. */
  constructor(
    /** What is wrong; `path` is that of the same flow in YAML. */
    readonly issues: readonly Issue[],
  ) {
    super(issues.map(toldAs).join("\n"));
  }
}

/**
 * What each graph was made of, and what each error is about, so that a flow's file can be read like
 * that of any notation.
 */
const AUTHORED = new WeakMap<object, AuthoredFlow>();

/** The flow that a graph was made of or a {@link FlowError} is about, if this program defined it. */
export function authoredOf(made: unknown): AuthoredFlow | undefined {
  return typeof made === "object" && made !== null ? AUTHORED.get(made) : undefined;
}

/** Builds the graph. @throws {FlowError} with all mistakes at once */
export function compileFlow(authored: AuthoredFlow): FlowGraph {
  if (authored.document === null) throw mistaken(authored, authored.issues);
  const { spec, issues } = readSpec(authored.document);
  const steps = (spec?.nodes ?? []).map((node) => describe(node, authored.steps.get(node.id)!));
  const built = spec && buildGraph(spec, steps);
  const errors = [...authored.issues, ...issues, ...built?.issues ?? []]
    .filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !built?.graph) throw mistaken(authored, errors);
  AUTHORED.set(built.graph, authored);
  return built.graph;
}

function mistaken(authored: AuthoredFlow, issues: readonly Issue[]): FlowError {
  const error = new FlowError(issues);
  AUTHORED.set(error, authored);
  return error;
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
