/** Who shares a Worker with whom: what may be wished for, and what an engine answers. @module */
import type { Isolation } from "../graph/node_options.ts";
import { didYouMean, quoted } from "../graph/suggest.ts";
import type { Plan } from "./plan.ts";
import type { Placement } from "./wire.ts";

/** What a user may wish for; the results of an execution do not depend on it. */
export interface SeatingWishes {
  /** Ids of nodes that are to share a Worker, list by list; lists with a node in common are one. */
  readonly together?: readonly (readonly string[])[];
  /** Nodes that are wished together may touch what any of them may: otherwise they must be alike. */
  readonly shareGrants?: boolean;
  /** Every replica gets a Worker of its own. */
  readonly apart?: boolean;
  /** Where the steps of nodes that do not say so themselves are executed; see `FurtherSettings`. */
  readonly isolation?: Isolation;
}

/** Where replicas live, and why. */
export interface Seating {
  /** The replicas, by row, of each Worker. */
  readonly placement: Placement;
  /** By node: why it shares a Worker with what is upstream, or does not. */
  readonly reasons: readonly string[];
}

/** A wish that cannot be fulfilled. */
export class PlacementError extends Error {
  /** What tells it from other errors. */
  override readonly name = "PlacementError";

  /** Says which condition fails. */
  constructor(
    message: string,
    /** What to do about it; null if that cannot be told. */
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}

/**
 * The nodes, by index, of each list of a wish; lists with a node in common are made one.
 *
 * @throws {PlacementError} for a list that names nobody, or a node that is not there
 */
export function wishedGroups(
  { nodes }: Plan,
  { together = [], apart, shareGrants }: SeatingWishes,
): number[][] {
  if (apart && together.length > 0) {
    throw new PlacementError("nodes cannot be both together and apart", "leave out one of them");
  }
  if (shareGrants && together.length === 0) {
    const hint = "name those who are to share a Worker, by together";
    throw new PlacementError("there are no nodes that share grants", hint);
  }
  const ids = nodes.map(({ id }) => id);
  return together.reduce<number[][]>((groups, names) => {
    const named = [...new Set(names.map((name) => indexOf(name, ids)))];
    if (named.length < 2) {
      const what = named.length === 0 ? "nobody" : `only ${quoted(ids[named[0]!]!)}`;
      throw new PlacementError(
        `together names ${what}`,
        "name the nodes that are to share a Worker",
      );
    }
    const touches = (group: number[]) => group.some((at) => named.includes(at));
    const whole = new Set([...named, ...groups.filter(touches).flat()]);
    return [...groups.filter((group) => !touches(group)), [...whole].sort((a, b) => a - b)];
  }, []);
}

function indexOf(name: string, ids: readonly string[]): number {
  const at = ids.indexOf(name);
  if (at < 0) throw new PlacementError(`there is no node ${quoted(name)}`, didYouMean(name, ids));
  return at;
}
