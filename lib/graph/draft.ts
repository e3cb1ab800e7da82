/** What a build works on: nodes with their described steps, and the list of mistakes. @module */
import type { GraphCode } from "./codes.ts";
import type { DescribedStep, FlowSpec, Issue, NodeSpec, Path } from "./model.ts";

/** A step of which a catalog could give the signature. */
export type KnownStep = Extract<DescribedStep, { ok: true }>;

/** A node on its way into the graph. */
export interface Draft {
  /** Its place in the flow. */
  readonly index: number;
  readonly spec: NodeSpec;
  /** Null if the step is not known: then nothing is checked that depends on it. */
  readonly step: KnownStep | null;
}

/** A connection as authored; `port` is null where it cannot be told which is meant. */
export interface Link {
  readonly from: Draft;
  readonly port: string | null;
  readonly to: Draft;
  readonly path: Path;
}

/** Where and how to say a mistake. */
interface Where {
  /** Keys below the node's own, or from the top of the document if there is no node. */
  readonly path?: Path;
  readonly at?: "key" | "value";
  readonly hint?: string | null;
}

/** Mistakes found so far. */
export class Issues {
  readonly #found: { readonly order: number; readonly issue: Issue }[] = [];

  /** Notes an error in a node, or in the flow itself if `draft` is null. */
  error(draft: Draft | null, code: GraphCode, message: string, where: Where = {}): void {
    this.#note("error", draft, code, message, where);
  }

  /** Notes what forbids no graph, likewise. */
  warning(draft: Draft | null, code: GraphCode, message: string, where: Where = {}): void {
    this.#note("warning", draft, code, message, where);
  }

  #note(
    severity: Issue["severity"],
    draft: Draft | null,
    code: GraphCode,
    message: string,
    { path = [], at = "value", hint = null }: Where,
  ): void {
    const whole = [...draft?.spec.path ?? [], ...path];
    this.#found.push({
      order: draft?.index ?? -1,
      issue: { code, severity, message, hint, path: whole, at },
    });
  }

  /** All mistakes: the flow's own, then node by node; in a node by path, then by code. */
  sorted(): Issue[] {
    const key = ({ path, code }: Issue) => `${path.join("\u0000")}\u0000\u0000${code}`;
    return this.#found
      .toSorted((a, b) => a.order - b.order || compare(key(a.issue), key(b.issue)))
      .map(({ issue }) => issue);
  }
}

/** The nodes of a flow with their steps. */
export function draftsOf(flow: FlowSpec, steps: readonly DescribedStep[]): Draft[] {
  return flow.nodes.map((spec, index) => {
    const described = steps[index];
    return { index, spec, step: described?.ok && isSound(spec, "step") ? described : null };
  });
}

/** Whether a key's value is the author's own, not a default put in place of one that is not readable. */
export function isSound(spec: NodeSpec, key: keyof NodeSpec): boolean {
  return !spec.flawed?.includes(key);
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;
