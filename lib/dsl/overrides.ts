/** Values given on the command line instead of in the flow's file. @module */
import type { FlowSpec, Issue, NodeSpec, Path } from "../graph/model.ts";
import { didYouMean, quoted } from "../graph/suggest.ts";
import type { StepCatalog } from "../registry/catalog.ts";
import type { DslCode } from "./codes.ts";
import { type Diagnostic, SourceText } from "./diagnostics.ts";
import type { Span } from "./front_end.ts";
import { type KnownParams, setParam } from "./set_param.ts";

/** One value that takes the place of what a flow says. */
export interface Override {
  /** Id of the node. */
  readonly node: string;
  /** Which of its settings, or `param` for one of its params. */
  readonly key: "param" | "replicas" | "queueLimit";
  /** Keys inside `params`; empty unless `key` is `param`. */
  readonly path: readonly string[];
  /** The text after `=`. */
  readonly value: string;
  /** The option as the user wrote it, such as `--set lst.threshold=3`. */
  readonly from: string;
}

/** Options that take overrides, with what they set and how they are written. */
const OPTIONS = {
  "--set": { key: "param", form: "--set <node>.<param>=<value>" },
  "--replicas": { key: "replicas", form: "--replicas <node>=<number>" },
  "--queue-limit": { key: "queueLimit", form: "--queue-limit <node>=<number>" },
} as const;

/** An option of the command line that takes an override. */
export type OverrideOption = keyof typeof OPTIONS;

/**
 * Reads the argument of an option, such as `lst.threshold=3` of `--set`. One that begins with `--`
 * is an option in itself, as the old framework had them: `--Class.trait=value`.
 */
export function parseOverride(option: OverrideOption, text: string): Override | Diagnostic {
  const { key, form } = OPTIONS[option];
  const itself = text.startsWith("--");
  const from = itself ? text : `${option} ${text}`;
  const found = key === "param"
    ? /^(?:--)?([^.=]+)\.([^=]+)=(.*)$/s.exec(text)
    : /^([^.=]+)()=(.*)$/s.exec(text);
  const path = found?.[2] ? found[2].split(".") : [];
  if (found === null || path.includes("")) {
    const span = { start: itself ? 0 : option.length + 1, end: from.length };
    const what = text.includes("=") ? "this names nothing to set" : "`=VALUE` is missing";
    return mistake(from, "bad_override", what, `write ${form}`, span);
  }
  return { node: found[1]!, key, path, value: found[3]!, from };
}

/** A flow with its overrides, and which of its values are theirs. */
export interface Overridden {
  readonly spec: FlowSpec;
  /** Values of the flow that an override has set; of two with one path the later counts. */
  readonly claims: readonly { readonly path: Path; readonly override: Override }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies overrides to a flow. What text a param's value is read as, and whether it is a path that
 * is relative to the working folder, is known from the node's step: only those nodes are described.
 *
 * @param cwd absolute path of the working folder
 */
export async function applyOverrides(
  spec: FlowSpec,
  overrides: readonly Override[],
  catalog: StepCatalog,
  base: string,
  cwd: string | null,
): Promise<Overridden> {
  const known = await knownParams(spec, overrides, catalog, base);
  const nodes = new Map(spec.nodes.map((node) => [node.id, node]));
  const claims: { path: Path; override: Override }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const override of overrides) {
    const node = nodes.get(override.node);
    if (node === undefined) {
      const hint = didYouMean(override.node, nodes.keys());
      const message = `there is no node ${quoted(override.node)}`;
      const span = placeIn(override, "node");
      diagnostics.push(mistake(override.from, "unknown_node", message, hint, span));
      continue;
    }
    const set = setIn(node, override, known.get(override.node) ?? null, cwd);
    nodes.set(node.id, set.node);
    claims.push({ path: [...node.path, ...set.path], override });
  }
  return {
    spec: { ...spec, nodes: spec.nodes.map((node) => nodes.get(node.id) ?? node) },
    claims,
    diagnostics,
  };
}

/** Puts an issue that an override has caused onto the override's own text. */
export function overrideDiagnostic(override: Override, issue: Issue): Diagnostic {
  const span = placeIn(override, issue.at);
  return new SourceText(override.from, override.from).diagnostic(issue, span);
}

async function knownParams(
  spec: FlowSpec,
  overrides: readonly Override[],
  catalog: StepCatalog,
  base: string,
): Promise<Map<string, KnownParams>> {
  const touched = new Set(overrides.filter(({ key }) => key === "param").map(({ node }) => node));
  const nodes = spec.nodes.filter(({ id, step }) => touched.has(id) && step !== "");
  if (nodes.length === 0) return new Map();
  const described = await catalog.describe(
    nodes.map(({ step, params }) => ({ step, params })),
    base,
  );
  return new Map(nodes.flatMap(({ id }, index) => {
    const step = described[index];
    return step?.ok ? [[id, { schema: step.signature.params, roles: step.signature.roles }]] : [];
  }));
}

function setIn(
  node: NodeSpec,
  { key, path, value }: Override,
  known: KnownParams | null,
  cwd: string | null,
): { node: NodeSpec; path: Path } {
  if (key !== "param") {
    const count = /^\s*[0-9]+\s*$/.test(value) ? Number(value) : NaN;
    return { node: { ...node, [key]: count }, path: [key] };
  }
  const { params, claimed } = setParam(node.params, path, value, known, cwd);
  return { node: { ...node, params }, path: ["params", ...claimed] };
}

function placeIn({ from, path }: Override, what: "node" | "key" | "value"): Span {
  const nodeStart = /^--([a-z-]+ )?/.exec(from)![0].length;
  const nodeEnd = nodeStart + from.slice(nodeStart).search(/[.=]/);
  const equals = from.indexOf("=", nodeEnd);
  if (what === "value") return { start: equals + 1, end: from.length };
  return what === "node" || path.length === 0
    ? { start: nodeStart, end: nodeEnd }
    : { start: nodeEnd + 1, end: equals };
}

function mistake(from: string, code: DslCode, message: string, hint: string | null, span: Span) {
  return new SourceText(from, from).diagnostic({ code, severity: "error", message, hint }, span);
}
