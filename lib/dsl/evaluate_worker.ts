/** The inside of the Worker in which a flow in TypeScript is evaluated. @module */
import { fileURLToPath } from "node:url";
import { posix } from "node:path";
import type { Issue, JsonObject, Path } from "../graph/model.ts";
import { answerOnce, isDenied, type Loaders, reason } from "../registry/inside.ts";
import type { AuthoredFlow } from "./author_flow.ts";
import { authoredOf } from "./compile_flow.ts";
import type { FrontEndIssue } from "./front_end.ts";
import { type Place, placeIn } from "./handles.ts";
import { pathOf, stepReference } from "./step_reference.ts";

/** Calls from here on are none of the author's. */
const OURS = new URL("../../", import.meta.url).href;
const NO_TOUCH = "a flow may touch nothing: write values down in it, or give them by `--set`";

/** A flow as it was evaluated: JSON. */
export interface EvaluatedFlow {
  /** Null if the module gave no flow. */
  readonly document: JsonObject | null;
  /** What each node's step calls itself. */
  readonly stepNames: Readonly<Record<string, string>>;
  readonly issues: readonly FrontEndIssue[];
  /** Where what stands at a path of the document was made, in the flow's module. */
  readonly places: readonly { readonly path: Path; readonly place: Place }[];
}

/** Evaluates one flow; the request is the URL of its module. */
export function serve(loaders: Loaders): void {
  answerOnce(async (module: string) => {
    try {
      const { default: graph } = await loaders[module]!();
      const authored = authoredOf(graph);
      if (authored !== undefined) return evaluated(authored, module);
      const what = graph === undefined ? "has no default export" : "exports something else";
      return failed({
        message: `the module ${what}: a flow is what defineFlow gives`,
        hint: "write `export default defineFlow({ … })`",
        place: null,
      });
    } catch (error) {
      return failed(thrown(error, module));
    }
  });
}

function evaluated(flow: AuthoredFlow, module: string): EvaluatedFlow {
  return {
    document: flow.document && relativeTo(posix.dirname(pathOf(module)), flow.document),
    stepNames: Object.fromEntries([...flow.steps].map(([id, { name }]) => [id, name])),
    issues: flow.issues,
    places: flow.calls.flatMap(({ path, calls }) => {
      const place = placeIn(module, calls);
      return place === null ? [] : [{ path, place }];
    }),
  };
}

function relativeTo(folder: string, document: JsonObject): JsonObject {
  const nodes = Object.entries(document.nodes as Record<string, JsonObject>).map(([id, node]) => [
    id,
    { ...node, step: fromFolder(node.step as string, folder) },
  ]);
  return { ...document, nodes: Object.fromEntries(nodes) };
}

/** A step's URL as a flow in that folder names it; names of built-in steps as they are. */
function fromFolder(step: string, folder: string): string {
  return step.startsWith("file:") ? stepReference(pathOf(step), folder) + new URL(step).hash : step;
}

interface Failed extends Pick<Issue, "message" | "hint"> {
  readonly place: Place | null;
}

function failed({ message, hint, place }: Failed): EvaluatedFlow {
  const code = "bad_flow_module";
  return {
    document: null,
    stepNames: {},
    issues: [{ code, severity: "error", message, hint, path: [], at: "value" }],
    places: place === null ? [] : [{ path: [], place }],
  };
}

/** Syntax errors tell their place in words, everything else in its calls. */
function thrown(error: unknown, module: string): Failed {
  const [message = "", ...rest] = reason(error).split("\n");
  const calls = [message, ...rest, (error as Error)?.stack ?? ""].join("\n");
  const place = placeIn(module, calls);
  const said = message.replace(/ at \S+:\d+:\d+$/, "").replaceAll(module, fileURLToPath(module));
  return {
    message: `the flow cannot be evaluated: ${said}${elsewhere(calls, module)}`,
    hint: isDenied(error) ? NO_TOUCH : null,
    place,
  };
}

/** Where it happened, if that was in another file of the author's. */
function elsewhere(calls: string, module: string): string {
  const [, url, line, column] = /(file:\/\/[^\s()]+):(\d+):(\d+)/.exec(calls) ?? [];
  if (url === undefined || url === module || url.startsWith(OURS)) return "";
  const path = posix.relative(posix.dirname(new URL(module).pathname), new URL(url).pathname);
  return ` (at ${decodeURIComponent(path)}:${line}:${column})`;
}
