/** Finds outputs that would destroy something, before anything is executed. @module */
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ParamRoleName } from "../graph/mod.ts";
import { partialOf } from "../step/params.ts";
import { pathsOf, type Plan, type PlannedNode } from "./plan.ts";

/** An output that must not be written, and why. */
export interface FileClash {
  readonly code:
    | "output_is_used"
    | "output_is_no_file"
    | "output_is_no_folder"
    | "input_is_a_folder";
  /** The node that would write (or read) it; null for a file of the caller's. */
  readonly node: string | null;
  readonly message: string;
}

/** A file that is written beside those of the flow. */
export interface AlsoWritten {
  /** Such as `the report`. */
  readonly who: string;
  readonly path: string;
}

interface Use {
  readonly node: string | null;
  readonly who: string;
  readonly path: string;
}

/**
 * Compares files as the system sees them, through links: what a flow's text cannot tell.
 *
 * @param base URL of the flow's file
 * @param also further files that will be written
 */
export function fileClashes(
  { nodes }: Plan,
  base: string,
  also: readonly AlsoWritten[] = [],
): FileClash[] {
  const taken = new Map<string, string>();
  if (!base.endsWith("/")) taken.set(real(fileURLToPath(base)), "the flow itself");
  for (const { id, code } of nodes) {
    if (!code.builtin) taken.set(real(fileURLToPath(code.module)), `the code of node "${id}"`);
  }
  const inputs = nodes.flatMap((node) => uses(node, "inputFile"));
  for (const { node, path } of inputs) taken.set(real(path), `what node "${node}" reads`);
  const folders = inputs.filter(({ path }) => kindOf(path) === "folder").map(({ node, path }) => {
    const message = `node "${node}" reads "${path}", which is a folder`;
    return { code: "input_is_a_folder" as const, node, message };
  });
  const occupied = nodes.flatMap((node) => uses(node, "outputFolder"))
    .filter(({ path }) => !["folder", "nothing"].includes(kindOf(path))).map(({ node, path }) => {
      const message = `node "${node}" would write into "${path}", which is no folder`;
      return { code: "output_is_no_folder" as const, node, message };
    });
  const outputs: Use[] = [
    ...nodes.flatMap((node) => uses(node, "outputFile")),
    ...also.map((file) => ({ ...file, node: null })),
  ];
  return [...folders, ...occupied, ...outputs.flatMap((use) => clashesOf(use, taken))];
}

/** Checks one output, and takes its names. */
function clashesOf({ node, who, path }: Use, taken: Map<string, string>): FileClash[] {
  const kind = kindOf(path);
  if (kind === "folder" || kind === "other") {
    const what = kind === "folder" ? "a folder" : "no ordinary file";
    const message = `${who} would write "${path}", which is ${what}`;
    return [{ code: "output_is_no_file", node, message }];
  }
  const names = node === null ? [real(path)] : [real(path), real(partialOf(path))];
  const clashes = names.flatMap((name): FileClash[] => {
    const owner = taken.get(name);
    if (owner === undefined) return [];
    return [{
      code: "output_is_used",
      node,
      message: `${who} would write "${name}": it is ${owner}`,
    }];
  });
  for (const name of names) {
    if (!taken.has(name)) taken.set(name, node === null ? "written already" : `what ${who} writes`);
  }
  return clashes;
}

function uses(node: PlannedNode, role: ParamRoleName): Use[] {
  return pathsOf(node, role).map((path) => ({
    node: node.id,
    who: `node "${node.id}"`,
    path,
  }));
}

/** The path with links resolved, as far as it exists. */
function real(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(real(folder), basename(path));
  }
}

function kindOf(path: string): "file" | "folder" | "other" | "nothing" {
  try {
    const { isFile, isDirectory } = Deno.statSync(path);
    return isFile ? "file" : isDirectory ? "folder" : "other";
  } catch {
    return "nothing";
  }
}
