/** Reads the files of the old framework, JSON of version 1, as they are. @module */
import { DEFAULT_QUEUE_LIMIT, type JsonObject, type Path } from "../../graph/model.ts";
import { didYouMean, nearest, quoted } from "../../graph/suggest.ts";
import {
  frontEndError,
  type FrontEndIssue,
  frontEndWarning,
  type ParamTarget,
  type Parsed,
  type Where,
} from "../front_end.ts";
import { shapeIssues } from "../shape_issues.ts";
import { checkTree, locateIn, toJson, type Tree } from "../tree.ts";
import { nameOf, type ReadEntry, readEntry, wasUnlimited } from "./entry.ts";
import { oldLocate, treeAt } from "./places.ts";
import { isMap, type OldEntry } from "./reading.ts";
import { oldFlow } from "./shape.ts";
import { oldStep } from "./table.ts";

const CONFS = ["producer_conf", "stagers_conf", "consumer_conf"] as const;
const MODES = ["sequential", "multiprocess"] as const;

const HINTS: Parsed["hints"] = {
  consumer_has_next: "remove `next_steps`",
  missing_next: "add `next_steps`",
  next_is_list: 'a step of a file that sends by port takes `"next_steps": { "port": "Name" }`',
  not_replicable: "leave `nb_process` out, and give it to a stager",
  unconnected_port: "name the node that is to take it in `next_steps`",
  unreachable_node:
    "no class sends to it: classes send to the names they know, else to the first of " +
    "their `next_steps`",
};

/** Whether a document is a file of the old framework, be it a good one or not. */
export function isOldFile(tree: Tree): boolean {
  const flow = treeAt(tree, ["Flow"]);
  if (flow === null) return false;
  return treeAt(tree, ["version"]) !== null || CONFS.some((conf) => treeAt(flow, [conf]) !== null);
}

/**
 * Reads a document for which {@link isOldFile} holds. All mistakes in it are told, not just the
 * first.
 *
 * @param text the document
 * @param base its URL: the flow is called like the file if it has no name of its own
 */
export function readOldFile(tree: Tree, text: string, base: string): Parsed {
  const broken = checkTree(tree, text);
  const own: Parsed["locate"] = (path, at) => locateIn(tree, path, at);
  if (broken.some(({ code }) => code === "too_complex")) {
    return { spec: null, issues: broken, locate: own };
  }
  const document = toJson(tree) as JsonObject;
  const shape = shapeIssues(oldFlow, document.Flow!, ["Flow"]);
  const flow = isMap(document.Flow) ? document.Flow : {};
  const found = entriesIn(tree);
  const names = found.flatMap(({ value }) => nameOf(value) ?? []);
  const entries = found.map((entry, index) =>
    readEntry(entry, pathOf(found, index), { text, document, names })
  );
  const issues = [
    ...shape,
    ...versionIssues(document),
    ...flowIssues(flow),
    ...entries.flatMap((entry) => entry.issues),
    ...queueIssues(found),
    ...sectionIssues(document, entries),
  ].map((issue) => ({ ...issue, span: issue.span ?? own(issue.path, issue.at) }));
  const mode = MODES.find((mode) => mode === flow.mode);
  // Without all steps and their names nothing can be said of the connections.
  const whole = isMap(document.Flow) &&
    shape.every(({ path: [, key] }) => !CONFS.some((conf) => conf === key)) &&
    names.length === found.length;
  return {
    spec: whole ? { ...titleOf(flow, base), nodes: entries.map(({ spec }) => spec) } : null,
    issues: [...broken, ...issues],
    locate: oldLocate(tree, entries),
    hints: HINTS,
    translate: (node, path) => translate(entries, node, path),
    ...(mode && { mode }),
  };
}

function entriesIn(tree: Tree): OldEntry[] {
  const entry = (role: OldEntry["role"], ...path: Path): OldEntry[] => {
    const inside = treeAt(tree, path);
    return inside === null ? [] : [{ role, path, tree: inside, value: toJson(inside) }];
  };
  const single = (role: "producer" | "consumer") => {
    const path = ["Flow", `${role}_conf`];
    return treeAt(tree, path)?.kind === "map" ? entry(role, ...path) : [];
  };
  const stagers = treeAt(tree, ["Flow", "stagers_conf"]);
  const items = stagers?.kind === "list" ? stagers.items : [];
  return [
    ...single("producer"),
    ...items.flatMap((_, index) => entry("stager", "Flow", "stagers_conf", index)),
    ...single("consumer"),
  ];
}

/** A node's path in the graph's words: by its name, or by number if the name is taken already. */
function pathOf(entries: readonly OldEntry[], index: number): Path {
  const name = nameOf(entries[index]!.value);
  const first = entries.findIndex(({ value }) => nameOf(value) === name);
  return ["nodes", name !== null && first === index ? name : index];
}

function titleOf(flow: JsonObject, base: string): { name: string; description?: string } {
  const file = decodeURIComponent(/[^/]*$/.exec(new URL(base).pathname)![0]);
  return {
    name: typeof flow.name === "string" ? flow.name : file.replace(/\.[^.]*$/, "") || "flow",
    ...(typeof flow.description === "string" && { description: flow.description }),
  };
}

function versionIssues({ version }: JsonObject): FrontEndIssue[] {
  if (version === undefined || version === 1) return [];
  const message = `version ${JSON.stringify(version)} is not known`;
  const where = { path: ["version"], hint: "files of the old framework are of version 1" };
  return [frontEndError("bad_version", message, where)];
}

function flowIssues({ name, mode, gui }: JsonObject): FrontEndIssue[] {
  const issues: FrontEndIssue[] = [];
  const at = (key: string, hint: string | null = null): Where => ({ path: ["Flow", key], hint });
  if (typeof name === "string" && !/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u.test(name)) {
    issues.push(frontEndError("bad_name", "a flow's name is one line of text", at("name")));
  }
  if (typeof mode === "string" && !MODES.some((known) => known === mode)) {
    const message = `there is no mode ${quoted(mode)}`;
    issues.push(frontEndError("bad_value", message, at("mode", didYouMean(mode, MODES))));
  }
  if (gui === true) {
    const message = "a flow does not say any more whether a view is told";
    issues.push(frontEndWarning("no_view", message, at("gui", "add --gui to the command line")));
  }
  return issues;
}

/** One remark for all queues: old files rarely set a limit. */
function queueIssues(entries: readonly OldEntry[]): FrontEndIssue[] {
  const names = entries.filter(wasUnlimited).flatMap(({ value }) => nameOf(value) ?? []);
  if (names.length === 0) return [];
  const message = `queues without a queue_limit were unlimited and now hold ` +
    `${DEFAULT_QUEUE_LIMIT} packets: ${names.join(", ")}`;
  const where = { path: ["Flow", "stagers_conf"], at: "key" } as const;
  return [frontEndWarning("unlimited_queue", message, where)];
}

/** Options of classes that are not used are nobody's affair, unless a used class was meant. */
function sectionIssues(document: JsonObject, entries: readonly ReadEntry[]): FrontEndIssue[] {
  const used = entries.flatMap(({ className }) => className ?? []);
  const without = used.filter((name) => !Object.hasOwn(document, name));
  return Object.keys(document).flatMap((section) => {
    if (["version", "Flow", ...used].includes(section) || oldStep(section)) return [];
    const meant = nearest(section, without);
    if (meant === null) return [];
    const message = `no step is of class ${quoted(section)}: these options are not used`;
    const where = { path: [section], at: "key", hint: `did you mean "${meant}"?` } as const;
    return [frontEndWarning("section_unused", message, where)];
  });
}

/** `Class.option`, as the old command line had it, means every step of the class. */
function translate(
  entries: readonly ReadEntry[],
  name: string,
  [option = "", ...inside]: readonly string[],
): readonly ParamTarget[] | undefined {
  const ofClass = entries.filter(({ className }) => className === name);
  const meant = ofClass.length > 0 ? ofClass : entries.filter(({ spec }) => spec.id === name);
  const targets = meant.map(({ spec, old }) => {
    const param = old && Object.hasOwn(old.options, option) ? old.options[option]! : option;
    return { node: spec.id, path: [param, ...inside] };
  });
  return targets.length > 0 ? targets : undefined;
}
