/**
 * Enforces who may import whom: `deno run -A tools/check_imports.ts`.
 *
 * A room is a folder of `lib/`, or one of `steps/`, `cli.ts`, `mod.ts`, `lib/version.ts`. The arrows
 * are those of `docs/ARCHITECTURE.md`. Tests, benchmarks and `tools/` may import anything.
 *
 * @module
 */
import { findCycles } from "../lib/graph/mod.ts";
import { codeFiles, importsOf } from "./_modules.ts";

/** Rooms that a room may import; itself is understood. */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/** The arrows of this project. */
export const ARROWS: Arrows = {
  version: [],
  graph: [],
  simtel: [],
  draw: [],
  image: ["draw"],
  table: ["version"],
  step: ["graph"],
  telemetry: ["graph"],
  registry: ["step", "graph"],
  dsl: ["registry", "step", "graph"],
  engine: ["telemetry", "step", "graph", "version"],
  testing: ["engine", "telemetry", "step", "graph"],
  gui: ["telemetry", "graph", "version"],
  cli: [
    "gui",
    "dsl",
    "registry",
    "engine",
    "telemetry",
    "step",
    "graph",
    "simtel",
    "draw",
    "table",
    "version",
  ],
  steps: ["step", "simtel", "image", "draw", "table"],
  "cli.ts": ["cli"],
  "mod.ts": ["gui", "dsl", "registry", "engine", "telemetry", "step", "graph", "version"],
};

/** The one module that may name the built-in steps, and only in imports that wait to be called. */
const STEP_TABLE = "lib/registry/builtins.ts";

/** The public names that steps use, ours or a stranger's. */
const PUBLIC = /^ctapipe-flow\/(step|simtel(\/.+)?|image(\/.+)?|draw(\/.+)?|table)$/;

/** Tests, benchmarks and what serves only them. */
const FREE = /^(tools|tests)\/|_(test|bench)\.ts$|\/(testdata|fuzz)\/|\/(_fixtures|_spawn)\.ts$/;

/** The room of a file, given relative to the root. */
export function roomOf(file: string): string {
  const [top = "", room = ""] = file.split("/");
  return top === "lib" ? room.replace(/\.ts$/, "") : top;
}

/**
 * Looks through every module below `root`.
 *
 * @param root URL of a folder with a `deno.json`, slash at its end
 * @returns one line per breach, `file:line: what`; empty if all is well
 */
export async function findBreaches(root: URL, arrows: Arrows = ARROWS): Promise<string[]> {
  const breaches: string[] = [];
  for (const { file, line, specifier, target, dynamic } of await importsOf(root, codeFiles(root))) {
    if (FREE.test(file)) continue;
    const breach = breachOf({ file, specifier, target, dynamic }, arrows);
    if (breach !== null) breaches.push(`${file}:${line}: ${breach}`);
  }
  return [...breaches, ...cyclesIn(arrows)];
}

function cyclesIn(arrows: Arrows): string[] {
  const rooms = Object.keys(arrows);
  const next = rooms.map((room) =>
    arrows[room]!.map((to) => rooms.indexOf(to)).filter((at) => at >= 0)
  );
  return findCycles(next).map((cycle) =>
    `the arrows form a cycle: ${cycle.map((at) => rooms[at]).join(" -> ")}`
  );
}

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Relative to the root; null if outside. */
  readonly target: string | null;
  readonly dynamic: boolean;
}

function breachOf({ file, specifier, target, dynamic }: Import, arrows: Arrows): string | null {
  const from = roomOf(file);
  const allowed = arrows[from];
  if (allowed === undefined) return `"${from}" is no known room: add it to ARROWS`;
  if (from === "steps" && !isForSteps(specifier, target)) {
    return `a step may import "ctapipe-flow/step", "ctapipe-flow/simtel…" and files beside it, ` +
      `not "${specifier}"`;
  }
  if (target === null) return null;
  const to = roomOf(target);
  if (to === from || allowed.includes(to)) return null;
  if (file === STEP_TABLE && to === "steps") {
    return dynamic ? null : `steps are imported lazily here: () => import("${specifier}")`;
  }
  const list = allowed.length > 0 ? allowed.join(", ") : "nothing of ours";
  return `"${from}" may not import "${to}" (${specifier}); it may import ${list}`;
}

function isForSteps(specifier: string, target: string | null): boolean {
  if (specifier.startsWith("./")) return target !== null && roomOf(target) === "steps";
  return specifier.startsWith("node:") || PUBLIC.test(specifier);
}

if (import.meta.main) {
  const breaches = await findBreaches(new URL("../", import.meta.url));
  for (const breach of breaches) console.error(breach);
  if (breaches.length > 0) Deno.exit(1);
  console.log("imports: ok");
}
