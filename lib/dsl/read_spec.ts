/** Reads a flow from plain JSON, whatever it holds: one bad value hides no other mistake. @module */
import {
  DEFAULT_QUEUE_LIMIT,
  type FlowSpec,
  type Json,
  type JsonObject,
  type NodeSpec,
  type Path,
} from "../graph/model.ts";
import { NODE_OPTIONS } from "../graph/node_options.ts";
import { authoredFlow, authoredNode } from "./authored.ts";
import type { FrontEndIssue } from "./front_end.ts";
import { frontEndError } from "./front_end.ts";
import { keyMeant, shapeIssues } from "./shape_issues.ts";

/** What could be read, and what could not. */
export interface ReadSpec {
  /** Null if no nodes can be told. */
  readonly spec: FlowSpec | null;
  readonly issues: readonly FrontEndIssue[];
}

/** Reads the document of a flow. */
export function readSpec(document: Json): ReadSpec {
  const issues = shapeIssues(authoredFlow, document, []);
  if (!isObject(document) || !isObject(document.nodes)) return { spec: null, issues };
  const { name, nodes, description } = document;
  if (typeof name === "string" && !/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u.test(name)) {
    issues.push(frontEndError("bad_name", "a flow's name is one line of text", { path: ["name"] }));
  }
  const read = Object.entries(nodes).map(([id, node]) => readNode(id, node));
  return {
    spec: {
      name: typeof name === "string" ? name : "",
      ...(typeof description === "string" && { description }),
      nodes: read.map(({ node }) => node),
    },
    issues: [...issues, ...read.flatMap((node) => node.issues)],
  };
}

function readNode(id: string, value: Json): { node: NodeSpec; issues: readonly FrontEndIssue[] } {
  const path: Path = ["nodes", id];
  const issues = shapeIssues(authoredNode, value, path);
  const written: JsonObject = isObject(value) ? value : {};
  const flawed = isObject(value) ? flawedKeys(issues, value) : KEYS;
  const sound = <K extends keyof NodeSpec>(key: K, otherwise: NodeSpec[K]): NodeSpec[K] =>
    flawed.includes(key) ? otherwise : (written[key] ?? otherwise) as NodeSpec[K];
  const optional = (key: keyof NodeSpec) => {
    const value = sound(key, undefined);
    return value === undefined ? {} : { [key]: value };
  };
  const node: NodeSpec = {
    id,
    step: sound("step", ""),
    params: sound("params", {}),
    next: sound("next", null),
    replicas: sound("replicas", 1),
    queueLimit: sound("queueLimit", DEFAULT_QUEUE_LIMIT),
    permissions: withoutNulls(sound("permissions", {})),
    trusted: sound("trusted", false),
    ...optional("onError"),
    ...optional("timeoutMs"),
    ...Object.assign({}, ...NODE_OPTIONS.map(optional)),
    path,
    ...(flawed.length > 0 ? { flawed } : {}),
  };
  return { node, issues };
}

const KEYS = Object.keys(authoredNode.shape) as (keyof NodeSpec)[];

/** The keys with mistakes, and those that an unknown key most likely stands for. */
function flawedKeys(issues: readonly FrontEndIssue[], written: JsonObject): (keyof NodeSpec)[] {
  const keys = issues.map(({ path: [, , key = ""] }) => String(key)).flatMap((key) => {
    const meant = keyMeant(key, KEYS);
    return meant !== null && !Object.hasOwn(written, meant) ? [key, meant] : [key];
  });
  return [...new Set(keys)] as (keyof NodeSpec)[];
}

function withoutNulls<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inside]) => inside !== null)) as T;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
