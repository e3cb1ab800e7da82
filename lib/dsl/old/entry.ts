/** Reads one step of an old file: an entry of `producer_conf`, `stagers_conf`, `consumer_conf`. @module */
import { MAX_QUEUE_LIMIT } from "../../graph/check_nodes.ts";
import { MAX_REPLICAS } from "../../graph/node_options.ts";
import {
  DEFAULT_QUEUE_LIMIT,
  type Json,
  type JsonObject,
  type NextSpec,
  type NodeSpec,
  type Path,
} from "../../graph/model.ts";
import { didYouMean, quoted } from "../../graph/suggest.ts";
import { frontEndError, type FrontEndIssue, frontEndWarning } from "../front_end.ts";
import { namesIn, plainNext, type ReadNext, routedNext } from "./next_steps.ts";
import { treeAt } from "./places.ts";
import { type Around, isMap, type OldEntry, Reading } from "./reading.ts";
import { classMeant, isStepFile, OLD_STEPS, type OldStep, oldStep } from "./table.ts";

const CLASSES = Object.keys(OLD_STEPS).join(", ");

/** An entry that was read. */
export interface ReadEntry {
  readonly entry: OldEntry;
  readonly className: string | null;
  /** Null for a step in a file, and for a class that nothing stands for. */
  readonly old: OldStep | null;
  readonly spec: NodeSpec;
  /** Places of the names of next steps, by their paths in the graph's words below the node. */
  readonly spans: ReadNext["spans"];
  readonly issues: readonly FrontEndIssue[];
}

/** The name of an entry, if it has one. */
export function nameOf(value: Json): string | null {
  const name = isMap(value) ? value.name : null;
  return typeof name === "string" && name.trim() !== "" ? name.trim() : null;
}

/** Whether the queue of an entry was unlimited in the old framework. */
export function wasUnlimited({ role, value }: OldEntry): boolean {
  return role !== "producer" && isMap(value) && (value.queue_limit ?? -1) === -1;
}

/**
 * Reads an entry, whatever it holds: one bad value hides no other mistake.
 *
 * @param path of the node, in the graph's words
 */
export function readEntry(entry: OldEntry, path: Path, around: Around): ReadEntry {
  const reading = new Reading(entry, around);
  const { step, className, old } = stepOf(reading);
  const params = paramsOf(reading, className, old);
  const { next, spans } = nextOf(reading, className, old, isStepFile(step));
  const replicas = replicasOf(reading);
  const queueLimit = queueLimitOf(reading);
  const flawed = [...reading.flawed];
  return {
    entry,
    className,
    old,
    spans,
    issues: reading.issues,
    spec: {
      id: nameOf(entry.value) ?? "",
      step,
      params,
      next,
      replicas,
      queueLimit,
      permissions: {},
      trusted: false,
      path,
      ...(flawed.length > 0 ? { flawed } : {}),
    },
  };
}

function stepOf(reading: Reading): Pick<ReadEntry, "className" | "old"> & { step: string } {
  const [className, module] = [reading.text("class"), reading.text("module")];
  if (module !== null && isStepFile(module)) return { step: module, className, old: null };
  const old = className === null ? null : oldStep(className);
  if (old === null) {
    if (className !== null && module !== null) tellUnknownClass(reading, className, module);
  } else if (old.role !== reading.entry.role) {
    const message = `class ${quoted(className!)} is a ${old.role}, not a ${reading.entry.role}`;
    const place = `${old.role}${old.role === "stager" ? "s" : ""}_conf`;
    reading.error("wrong_role", "class", message, `its place is ${place}`);
  } else {
    if (module !== null && module !== old.module) {
      const message = `class ${quoted(className!)} is not in module ${quoted(module)}`;
      reading.error("wrong_module", "module", message, `write "module": ${quoted(old.module)}`);
    }
    return { step: old.step, className, old };
  }
  reading.flawed.add("step");
  return { step: "", className, old: null };
}

function tellUnknownClass(reading: Reading, className: string, module: string): void {
  const message = `nothing stands for class ${quoted(className)} of module ${quoted(module)}`;
  const meant = classMeant(className, module);
  const own = 'or a step of your own, by its file: "module": "./my_step.ts"';
  const hint = meant ? `did you mean "${meant}", ${own}?` : `known are ${CLASSES}, ${own}`;
  reading.error("unknown_step", "class", message, hint);
}

/**
 * Options of a class of the table under the names of its params, all others as they are: what they
 * hold is checked in any case, so that an unknown option hides no other mistake.
 */
function paramsOf(reading: Reading, className: string | null, old: OldStep | null): JsonObject {
  const { document } = reading.around;
  const section = className !== null && Object.hasOwn(document, className)
    ? document[className]!
    : {};
  if (!isMap(section)) {
    reading.flawed.add("params");
    const message = `the options of class ${quoted(className!)} are a map`;
    reading.issues.push(frontEndError("bad_value", message, { path: [className!] }));
    return {};
  }
  if (old === null) return section;
  const known = Object.keys(old.options);
  const unknown = Object.keys(section).filter((option) => !known.includes(option));
  for (const option of unknown) {
    const message = `class ${quoted(className!)} has no option ${quoted(option)}`;
    const hint = didYouMean(option, known) ?? "it takes none";
    const where = { path: [className!, option], at: "key", hint } as const;
    reading.issues.push(frontEndError("unknown_param", message, where));
  }
  const kept = known.filter((option) => Object.hasOwn(section, option));
  return Object.fromEntries([
    ...unknown.map((option) => [option, section[option]!] as const),
    ...kept.map((option) => [old.options[option]!, section[option]!] as const),
  ]);
}

function nextOf(
  reading: Reading,
  className: string | null,
  old: OldStep | null,
  isFile: boolean,
): { next: NextSpec | null; spans: ReadNext["spans"] } {
  const { entry, around } = reading;
  const none = { next: null, spans: [] };
  const path = [...entry.path, "next_steps"];
  const tree = treeAt(entry.tree, ["next_steps"]);
  const names = tree && namesIn(tree, around.text);
  if (entry.role === "consumer") {
    if (names === null || names.length === 0) return none;
    const message = "a consumer sends nothing: its next_steps are not connected";
    reading.issues.push(frontEndWarning("next_unused", message, { path, at: "key" }));
    return none;
  }
  if (names === null || reading.sound("next_steps") === undefined) {
    reading.flawed.add("next");
    if (reading.has("next_steps")) return none;
    const message = '"next_steps" is missing: the name of the step that takes what this one gives';
    reading.error("missing_key", "next_steps", message);
    return none;
  }
  if (tree!.kind === "map" ? !isFile : names.length === 0) {
    reading.flawed.add("next");
    const message = tree!.kind === "map"
      ? "only the ports of a step in a TypeScript file can be told apart here"
      : "next_steps names no step";
    reading.error("bad_value", "next_steps", message, 'write "next_steps": "A,B"');
    return none;
  }
  const read = old === null
    ? plainNext(tree!, around.text)
    : routedNext(className!, old, names, around.names);
  reading.issues.push(...read.issues);
  return read;
}

function replicasOf(reading: Reading): number {
  const given = reading.sound("nb_process") ?? 1;
  if (reading.has("nb_process") && reading.sound("nb_process") === undefined) {
    reading.flawed.add("replicas");
  } else if (!isCount(given, MAX_REPLICAS)) {
    const message = `nb_process is a whole number from 1 to ${MAX_REPLICAS}, not ${given}`;
    reading.error("bad_replicas", "nb_process", message);
  } else if (given > 1 && reading.entry.role !== "stager") {
    const message = `nb_process is for stagers: a ${reading.entry.role} is one process`;
    reading.error("not_replicable", "nb_process", message, "leave it out, or give it to a stager");
  } else {
    return given;
  }
  reading.flawed.add("replicas");
  return 1;
}

function queueLimitOf(reading: Reading): number {
  const given = reading.sound("queue_limit") ?? -1;
  if (reading.has("queue_limit") && reading.sound("queue_limit") === undefined) {
    reading.flawed.add("queueLimit");
  } else if (given !== -1 && !isCount(given, MAX_QUEUE_LIMIT)) {
    const message = `queue_limit is a whole number from 1 to ${MAX_QUEUE_LIMIT}, not ${given}`;
    reading.error("bad_queue_limit", "queue_limit", message, "leave it out for the default");
    reading.flawed.add("queueLimit");
  } else if (given !== -1) {
    return given;
  }
  return DEFAULT_QUEUE_LIMIT;
}

const isCount = (value: Json, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most;
