/** What a node may touch, in lines. @module */
import { GRANT_KINDS, type Grants } from "../../graph/model.ts";

/** Kind and resource, a line each; trusted nodes may touch all. */
export function grantLines(permissions: Grants | "all"): (readonly [string, string])[] {
  if (permissions === "all") return [["all", "trusted: without a sandbox"]];
  return GRANT_KINDS.flatMap((kind) => permissions[kind].map((what) => [kind, what] as const));
}
