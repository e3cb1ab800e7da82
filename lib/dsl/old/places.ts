/** Where in an old file the values of the graph stand. @module */
import type { Path } from "../../graph/model.ts";
import type { Span } from "../front_end.ts";
import { locateIn, type Tree } from "../tree.ts";
import type { ReadEntry } from "./entry.ts";
import { isStepFile } from "./table.ts";

/** The tree at a path, or null. */
export function treeAt(tree: Tree, path: Path): Tree | null {
  return path.reduce<Tree | null>((here, key) => {
    if (here?.kind === "list") return here.items[Number(key)] ?? null;
    if (here?.kind !== "map") return null;
    return here.entries.find((entry) => entry.key === String(key))?.value ?? null;
  }, tree);
}

/** The document's places by paths in the graph's words; other paths are the document's own. */
export function oldLocate(
  tree: Tree,
  entries: readonly ReadEntry[],
): (path: Path, at: "key" | "value") => Span {
  return (path, at) => {
    if (path[0] === "name") return locateIn(tree, ["Flow", "name"], at);
    if (path[0] !== "nodes") return locateIn(tree, path, at);
    const read = entries.find(({ spec }) => spec.path[1] === path[1]);
    return read ? placeOf(tree, read, path.slice(2), at) : locateIn(tree, ["Flow"], "key");
  };
}

/** A place below a node: what stands nowhere, such as a missing option, is told at its name. */
function placeOf(tree: Tree, read: ReadEntry, path: Path, at: "key" | "value"): Span {
  const [key, ...inside] = path;
  const at0 = (...keys: Path) => locateIn(tree, [...read.entry.path, ...keys], at);
  if (key === "next") return placeOfNext(tree, read, path, at);
  if (key === "step") return at0(isStepFile(read.spec.step) ? "module" : "class");
  if (key === "replicas") return at0("nb_process");
  if (key === "queueLimit") return at0("queue_limit");
  const [param, ...rest] = inside;
  const section = [read.className ?? ""];
  if (key === "params" && param !== undefined && treeAt(tree, section)) {
    return locateIn(tree, [...section, optionOf(read, String(param)), ...rest], at);
  }
  return locateIn(tree, [...read.entry.path, "name"], "value");
}

function placeOfNext(tree: Tree, read: ReadEntry, path: Path, at: "key" | "value"): Span {
  const same = (other: Path) => other.join("\n") === path.join("\n");
  const named = at === "value" ? read.spans.find(([other]) => same(other)) : undefined;
  return named?.[1] ?? locateIn(tree, [...read.entry.path, "next_steps", ...path.slice(1)], at);
}

function optionOf({ old }: ReadEntry, param: string): string {
  const options = Object.entries(old?.options ?? {});
  return options.find(([, name]) => name === param)?.[0] ?? param;
}
