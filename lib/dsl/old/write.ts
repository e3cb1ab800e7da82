/** Writes a flow as a file of the old framework, where such a file can say it. @module */
import { canonicalJson } from "../../graph/hash.ts";
import {
  DEFAULT_QUEUE_LIMIT,
  type FlowGraph,
  type FlowSpec,
  type GraphNode,
  type Json,
  type JsonObject,
  type NodeSpec,
} from "../../graph/model.ts";
import { NODE_OPTIONS } from "../../graph/node_options.ts";
import { quoted } from "../../graph/suggest.ts";
import { classOf, isStepFile, OLD_STEPS, type OldRole, oldStep, routesOf } from "./table.ts";

/** Why a flow cannot be said; `node` is null where it is about the flow as a whole. */
export interface OldIssue {
  readonly node: string | null;
  readonly message: string;
}

/** The text of an old file, or every reason why there is none. */
export type OldText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issues: readonly OldIssue[] };

/** A node with all that is known of it. */
interface Placed {
  readonly spec: NodeSpec;
  readonly node: GraphNode;
  readonly className: string;
}

/**
 * Writes a flow as JSON of version 1: reading it back gives the same graph. What only old files do
 * not know and our reader does (`Flow.name`, TypeScript files as modules, ports of their steps) is
 * written too.
 *
 * @param spec the flow as authored
 * @param graph the graph that was built of it
 */
export function oldText(spec: FlowSpec, graph: FlowGraph): OldText {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const classes = classNames(spec.nodes);
  const placed = spec.nodes.map((own, index) => ({
    spec: own,
    node: nodes.get(own.id)!,
    className: classes[index]!,
  }));
  const entries = placed.map((each) => ({ role: each.node.role, ...entryOf(each, graph) }));
  const sections = sectionsOf(placed);
  const issues = [
    ...rolesIn(graph),
    ...entries.flatMap(({ issues }) => issues),
    ...sections.issues,
  ];
  if (issues.length > 0) return { ok: false, issues };
  const of = (role: OldRole) =>
    entries.filter((each) => each.role === role).map(({ entry }) => entry);
  const document = {
    version: 1,
    Flow: {
      name: spec.name,
      ...(spec.description !== undefined && { description: spec.description }),
      producer_conf: of("producer")[0]!,
      stagers_conf: of("stager"),
      consumer_conf: of("consumer")[0]!,
    },
    ...sections.sections,
  };
  return { ok: true, text: `${JSON.stringify(document, null, 2)}\n` };
}

/** Names of classes: those of the table; for a step in a file one of its own, as options go by it. */
function classNames(nodes: readonly NodeSpec[]): string[] {
  const taken = new Set(["version", "Flow", ...Object.keys(OLD_STEPS)]);
  return nodes.map(({ id, step }) => {
    if (!isStepFile(step)) return classOf(step) ?? step;
    let name = id;
    while (taken.has(name)) name += "_";
    taken.add(name);
    return name;
  });
}

/** An old file has one producer, then stagers, then one consumer. */
function rolesIn({ nodes }: FlowGraph): OldIssue[] {
  const of = (role: OldRole) => nodes.filter((node) => node.role === role).map(({ id }) => id);
  const tell = (message: string) => ({ node: null, message });
  const issues = (["producer", "consumer"] as const).filter((role) => of(role).length !== 1)
    .map((role) =>
      tell(`an old file has exactly one ${role}, this flow has ${of(role).join(", ") || "none"}`)
    );
  if (of("stager").length === 0) issues.push(tell("an old file has at least one stager"));
  const last = nodes.at(-1);
  if (issues.length === 0 && last?.role !== "consumer") {
    issues.push(tell(`an old file ends with its consumer, this flow with ${last?.id}`));
  }
  return issues;
}

function entryOf(placed: Placed, graph: FlowGraph): { entry: JsonObject; issues: OldIssue[] } {
  const { spec, node, className } = placed;
  const old = oldStep(className);
  const next = old === null ? authoredNext(spec) : tableNext(placed, graph);
  const granted = Object.values(spec.permissions).some((list) => (list?.length ?? 0) > 0);
  const messages = [
    old === null && !isStepFile(spec.step) &&
    `the old framework had no class for step ${quoted(spec.step)}`,
    spec.replicas > 1 && node.role !== "stager" &&
    `in an old file a ${node.role} cannot have replicas`,
    next === null && tellRoutes(className),
    granted && "permissions cannot be granted in an old file",
    spec.trusted && "`trusted` cannot be said in an old file",
    node.onError !== undefined && "`onError` cannot be said in an old file",
    node.timeoutMs !== undefined && "`timeoutMs` cannot be said in an old file",
    ...NODE_OPTIONS.map((option) =>
      node[option] !== undefined && `\`${option}\` cannot be said in an old file`
    ),
  ];
  const entry = {
    name: spec.id,
    module: old?.module ?? spec.step,
    class: className,
    ...(node.role === "consumer" ? {} : { next_steps: next }),
    ...(spec.replicas > 1 ? { nb_process: spec.replicas } : {}),
    ...(spec.queueLimit !== DEFAULT_QUEUE_LIMIT ? { queue_limit: spec.queueLimit } : {}),
  };
  const told = messages.filter((message) => message !== false);
  return { entry, issues: told.map((message) => ({ node: spec.id, message })) };
}

/** `next` of a step in a file, which keeps its ports. */
function authoredNext({ next }: NodeSpec): Json {
  const joined = (nodes: string | readonly string[]) => [nodes].flat().join(",");
  if (next === null) return "";
  if (typeof next === "string" || Array.isArray(next)) return joined(next);
  return Object.fromEntries(Object.entries(next).map(([port, nodes]) => [port, joined(nodes)]));
}

/**
 * `next_steps` with which the class sends what leaves each port where the flow says; null if there
 * are none.
 */
function tableNext({ node, className }: Placed, graph: FlowGraph): string | null {
  const edges = graph.edges.filter(({ from }) => from === node.id);
  const wanted = Object.fromEntries(edges.map(({ port, to }) => [port, to]));
  if (Object.keys(wanted).length !== edges.length) return null;
  const targets = [...new Set(edges.map(({ to }) => to))];
  const orders = targets.map((first) => [first, ...targets.filter((name) => name !== first)]);
  const right = (names: readonly string[]) =>
    canonicalJson(routesOf(OLD_STEPS[className]!, names)) === canonicalJson(wanted);
  if (node.role === "consumer") return "";
  return orders.find(right)?.join(",") ?? null;
}

function tellRoutes(className: string): string {
  const { ports } = OLD_STEPS[className]!;
  const routes = Object.entries(ports).map(([port, name]) =>
    name === null ? `port ${port} to one node` : `port ${port} to a node ${quoted(name)}`
  );
  return `in an old file class ${className} sends ${routes.join(", ")} or, if there is no such ` +
    `node, to its first next step, and nowhere else`;
}

/** Options by class; all nodes of a class share them. */
function sectionsOf(placed: readonly Placed[]): { sections: JsonObject; issues: OldIssue[] } {
  const issues: OldIssue[] = [];
  const sections = new Map<string, JsonObject>();
  for (const [className, nodes] of Map.groupBy(placed, (each) => each.className)) {
    const old = oldStep(className);
    const [first, ...others] = nodes as [Placed, ...Placed[]];
    const params = (each: Placed) => canonicalJson(each.node.params);
    for (const other of others.filter((each) => params(each) !== params(first))) {
      const same = `options belong to the class, and node ${quoted(first.spec.id)} has others`;
      issues.push({ node: other.spec.id, message: same });
    }
    const written = new Map(nodes.flatMap(({ spec }) => Object.entries(spec.params)));
    const options = [...written].map(([param, value]): [string, Json] => {
      const option = old === null ? param : optionOf(old.options, param);
      if (option === null) issues.push(...withoutOption(nodes, param));
      return [option ?? param, value];
    });
    if (options.length > 0) sections.set(className, Object.fromEntries(options));
  }
  return { sections: Object.fromEntries(sections), issues };
}

const optionOf = (options: Readonly<Record<string, string>>, param: string) =>
  Object.keys(options).find((option) => options[option] === param) ?? null;

function withoutOption(nodes: readonly Placed[], param: string): OldIssue[] {
  return nodes.filter(({ spec }) => Object.hasOwn(spec.params, param)).map((
    { spec, className },
  ) => ({
    node: spec.id,
    message: `class ${className} had no option for param ${quoted(param)}`,
  }));
}
