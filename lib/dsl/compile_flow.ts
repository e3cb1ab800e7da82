/** From a flow in TypeScript to its graph, in the program that has written it. @module */
import { buildGraph, type BuildResult } from "../graph/build.ts";
import type { DescribedStep, FlowGraph, Issue, NodeSpec, StepCode } from "../graph/model.ts";
import type { AnyStep } from "../step/define_step.ts";
import { isLenient } from "../step/lenient.ts";
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

/** What each graph was made of, so that a flow's file can be read like that of any notation. */
const AUTHORED = new WeakMap<object, AuthoredFlow>();

/** The flow that a graph was made of, if this program defined it. */
export function authoredOf(graph: unknown): AuthoredFlow | undefined {
  return typeof graph === "object" && graph !== null ? AUTHORED.get(graph) : undefined;
}

/**
 * Builds the graph; where mistakes are told elsewhere (`lib/step/lenient.ts`), an empty one if there
 * are any.
 *
 * @throws {FlowError} with all mistakes at once
 */
export function compileFlow(authored: AuthoredFlow): FlowGraph {
  const { graph, issues } = build(authored);
  if (graph === null && !isLenient()) throw new FlowError(issues);
  const made = graph ?? Object.freeze({ ...EMPTY });
  AUTHORED.set(made, authored);
  return made;
}

const EMPTY: FlowGraph = { schema: "ctapipe-flow/graph/1", name: "", nodes: [], edges: [] };

function build({ document, steps, issues }: AuthoredFlow): BuildResult {
  if (document === null) return { graph: null, issues };
  const read = readSpec(document);
  const described = (read.spec?.nodes ?? []).map((node) => describe(node, steps.get(node.id)!));
  const built = read.spec && buildGraph(read.spec, described);
  const errors = [...issues, ...read.issues, ...built?.issues ?? []]
    .filter(({ severity }) => severity === "error");
  return { graph: errors.length === 0 && built ? built.graph : null, issues: errors };
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
