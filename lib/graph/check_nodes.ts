/** What can be said of each node on its own: id, step, params, replicas, queue limit. @module */
import type { Draft, Issues } from "./draft.ts";
import { isSound } from "./draft.ts";
import { MAX_REPLICAS } from "./node_options.ts";
import type { DescribedStep, FlowSpec, ParamIssue, Path } from "./model.ts";
import { nearest, quoted } from "./suggest.ts";

/** Ids of nodes as flows of the old framework have them; the canonical form is a part of it. */
export const NODE_ID = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Checks every node on its own. */
export function checkNodes(
  flow: FlowSpec,
  drafts: readonly Draft[],
  steps: readonly DescribedStep[],
  issues: Issues,
): void {
  if (flow.nodes.length === 0) {
    issues.error(null, "no_nodes", "the flow has no nodes", {
      path: ["nodes"],
      hint: "add at least a producer and a consumer",
    });
  }
  const seen = new Set<string>();
  for (const draft of drafts) {
    checkId(draft, seen, issues);
    checkStep(draft, steps[draft.index], issues);
    checkCounts(draft, issues);
  }
  checkAnnounced(drafts, issues);
}

/** Told once, however many nodes it is about. */
function checkAnnounced(drafts: readonly Draft[], issues: Issues): void {
  const announced = drafts.filter(({ step }) => step?.signature.announced);
  const [first] = announced;
  if (first === undefined) return;
  const nodes = announced.map(({ spec }) => spec.id).join(", ");
  const message = `only announced, and not part of this version, are the steps of: ${nodes}`;
  const hint = "the flow can be checked and converted, but not executed";
  issues.warning(first, "announced_step", message, { path: ["step"], hint });
}

function checkId(draft: Draft, seen: Set<string>, issues: Issues): void {
  const { id } = draft.spec;
  if (!NODE_ID.test(id)) {
    const better = canonical(id);
    issues.error(
      draft,
      "bad_id",
      `${quoted(id)} cannot be a node's id: letters, digits, "_" and "-" only, no digit first`,
      { at: "key", hint: better === null ? null : `write ${better}` },
    );
  }
  if (seen.has(id)) {
    issues.error(draft, "duplicate_node", `there are two nodes ${quoted(id)}`, {
      at: "key",
      hint: "give one of them another name",
    });
  }
  seen.add(id);
}

/** The canonical id nearest to some text, if it holds a letter at all. */
function canonical(text: string): string | null {
  const words = text.slice(0, 60).replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase()
    .split(/[^a-z0-9]+/).filter((word) => word !== "");
  const id = words.join("_").replace(/^[0-9_]+/, "");
  return id === "" ? null : id;
}

function checkStep(draft: Draft, described: DescribedStep | undefined, issues: Issues): void {
  const { spec, step } = draft;
  if (step) {
    const { stepName } = spec;
    if (stepName !== undefined && stepName !== step.signature.name) {
      const message = `the step in use is ${quoted(stepName)}, but ${quoted(spec.step)} ` +
        `is ${quoted(step.signature.name)}`;
      const hint = "where it is defined, say `module: import.meta.url`, with `#export` behind it " +
        "if it is not the default export";
      issues.error(draft, "other_step", message, { path: ["step"], hint });
    }
    if (!isSound(spec, "params")) return;
    for (const { code, message, hint, path, at } of withoutEchoes(step.issues)) {
      issues.error(draft, code, message, { path: ["params", ...path], at, hint });
    }
  } else if (isSound(spec, "step")) {
    const said = described?.ok === false ? described : null;
    const message = said?.message ?? `nothing is known of step ${quoted(spec.step)}`;
    const hint = said?.hint ?? null;
    issues.error(draft, said?.code ?? "unknown_step", message, { path: ["step"], hint });
  }
}

/** A param that is missing because its name has a slip in it is told once, at the slip. */
function withoutEchoes(found: readonly ParamIssue[]): readonly ParamIssue[] {
  const missing = found.filter(({ code }) => code === "missing_param");
  const meant = found.filter(({ code }) => code === "unknown_param").map(({ path }) => {
    const beside = missing.filter((other) => isBeside(other.path, path));
    const name = nearest(String(path.at(-1)), beside.map((other) => String(other.path.at(-1))));
    return beside.find((other) => other.path.at(-1) === name);
  });
  return found.filter((issue) => !meant.includes(issue));
}

const isBeside = (a: Path, b: Path) =>
  a.length === b.length && a.slice(0, -1).every((key, index) => key === b[index]);

function checkCounts(draft: Draft, issues: Issues): void {
  const { spec, step } = draft;
  const most = Math.max(spec.replicas, isSound(spec, "maxReplicas") ? spec.maxReplicas ?? 1 : 1);
  if (!isCount(spec.replicas, MAX_REPLICAS)) {
    const message = `replicas is a whole number from 1 to ${MAX_REPLICAS}`;
    issues.error(draft, "bad_replicas", message, {
      path: ["replicas"],
    });
  } else if (most > 1 && step && !step.signature.replicable) {
    issues.error(
      draft,
      "not_replicable",
      `step ${quoted(step.signature.name)} cannot have replicas: ` +
        (step.signature.kind === "producer"
          ? "each would produce everything again"
          : "they would write or do the same"),
      {
        path: [spec.replicas > 1 ? "replicas" : "maxReplicas"],
        hint: "leave it out, and give replicas to a node before or after it",
      },
    );
  }
  if (!isCount(spec.queueLimit, MAX_QUEUE_LIMIT)) {
    const message = `queueLimit is a whole number from 1 to ${MAX_QUEUE_LIMIT}`;
    issues.error(draft, "bad_queue_limit", message, {
      path: ["queueLimit"],
      hint: "leave it out for the default",
    });
  }
}

/** Most places before a node: they are counted in a 32-bit word; far fewer fit into memory. */
export const MAX_QUEUE_LIMIT = 1_000_000;

const isCount = (value: number, most: number) =>
  Number.isSafeInteger(value) && value >= 1 && value <= most;
