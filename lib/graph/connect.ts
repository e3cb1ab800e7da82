/** Reads every node's `next`: which port feeds which node, and what is wrong with that. @module */
import type { Draft, Issues, KnownStep, Link } from "./draft.ts";
import { isSound } from "./draft.ts";
import type { NextSpec, Path } from "./model.ts";
import { didYouMean, nearest, quoted } from "./suggest.ts";

/** One name in a `next`, with the port it is written under, if any. */
interface Wish {
  readonly port: string | null;
  readonly target: string;
  readonly path: Path;
}

/** The connections of a flow, and the nodes that mistaken ones most likely meant. */
export interface Connections {
  readonly links: readonly Link[];
  /** Nodes that an unknown name comes near to; they count as fed, lest one slip be told twice. */
  readonly meant: ReadonlySet<Draft>;
}

/** Resolves the `next` of every node, in the order of the flow. */
export function connect(drafts: readonly Draft[], issues: Issues): Connections {
  const byId = new Map<string, Draft>();
  for (const draft of drafts) if (!byId.has(draft.spec.id)) byId.set(draft.spec.id, draft);
  const links: Link[] = [];
  const meant = new Set<Draft>();
  for (const from of drafts) {
    const taken = new Set<string>();
    for (const { port, target, path } of portsOf(from, issues)) {
      const to = byId.get(target);
      if (to === undefined) {
        const near = unknownNode(from, target, path, byId, issues);
        if (near) meant.add(near);
      } else if (taken.has(JSON.stringify([port, target]))) {
        const where = port === null ? "" : ` of port ${quoted(port)}`;
        issues.error(from, "duplicate_edge", `node ${quoted(target)} is named twice${where}`, {
          path,
          hint: "name it once: each naming would send it a copy",
        });
      } else {
        taken.add(JSON.stringify([port, target]));
        links.push({ from, port, to, path });
      }
    }
  }
  return { links, meant };
}

/** The wishes of a node with the ports that its step gives them. */
function portsOf(from: Draft, issues: Issues): readonly Wish[] {
  const { spec, step } = from;
  const wishes = wishesOf(spec.next);
  if (step === null || !isSound(spec, "next")) return wishes;
  if (step.signature.kind === "consumer") {
    if (spec.next !== null) {
      const message = `step ${
        quoted(step.signature.name)
      } is a consumer: nothing can come after it`;
      issues.error(from, "consumer_has_next", message, {
        path: ["next"],
        at: "key",
        hint: "remove `next`",
      });
    }
    return wishes;
  }
  if (spec.next === null) {
    issues.error(from, "missing_next", `what node ${quoted(spec.id)} gives goes nowhere`, {
      at: "key",
      hint: step.signature.dynamic === null
        ? `add \`next: <node>\`, or ${dropping(step, [])} to drop it`
        : "add `next: [<nodes>]`",
    });
    return [];
  }
  return step.signature.dynamic === null
    ? staticPorts(from, step, wishes, issues)
    : dynamicPorts(from, step, wishes, issues);
}

function staticPorts(from: Draft, step: KnownStep, wishes: readonly Wish[], issues: Issues) {
  const ports = Object.keys(step.signature.outputs);
  const [first = "out"] = ports;
  const { next } = from.spec;
  if (typeof next === "string") {
    requirePorts(from, step, new Set([first]), issues);
    return wishes.map((wish) => ({ ...wish, port: first }));
  }
  if (isList(next)) {
    issues.error(
      from,
      "next_is_list",
      `step ${quoted(step.signature.name)} sends by port, so a list of nodes does not say enough`,
      { path: ["next"], hint: `write \`next: { ${first}: [${next.join(", ")}] }\`` },
    );
    return wishes;
  }
  const named = Object.keys(next ?? {});
  const connected = new Set<string>(named);
  for (const port of named.filter((name) => !ports.includes(name))) {
    const near = nearest(port, ports);
    if (near !== null) connected.add(near);
    const message = `step ${quoted(step.signature.name)} has no port ${quoted(port)}`;
    issues.error(from, "unknown_port", message, {
      path: ["next", port],
      at: "key",
      hint: didYouMean(port, ports),
    });
  }
  requirePorts(from, step, connected, issues);
  return wishes.map((wish) => ports.includes(wish.port ?? "") ? wish : { ...wish, port: null });
}

/** Every port of a step must be connected, or dropped on purpose. */
function requirePorts(
  from: Draft,
  step: KnownStep,
  connected: ReadonlySet<string>,
  issues: Issues,
): void {
  const { outputs, name } = step.signature;
  const open = Object.keys(outputs).filter((port) =>
    !connected.has(port) && !outputs[port]!.optional
  );
  for (const port of open) {
    const message = `port ${quoted(port)} of step ${quoted(name)} is connected to nothing`;
    issues.error(from, "unconnected_port", message, {
      path: ["next"],
      at: "key",
      hint: `connect it, or write ${dropping(step, [...connected], port)} to drop what it gives`,
    });
  }
}

function dynamicPorts(from: Draft, step: KnownStep, wishes: readonly Wish[], issues: Issues) {
  const { next } = from.spec;
  const nodes = wishes.map(({ target }) => target);
  if (next !== null && typeof next !== "string" && !isList(next)) {
    const name = quoted(step.signature.name);
    issues.error(from, "next_is_map", `step ${name} sends by node name: its \`next\` is a list`, {
      path: ["next"],
      hint: `write \`next: [${[...new Set(nodes)].join(", ")}]\``,
    });
    return wishes.map((wish) => ({ ...wish, port: null }));
  }
  if (nodes.length === 0) {
    const message = `node ${quoted(from.spec.id)} has no node to send to`;
    issues.error(from, "missing_next", message, {
      path: ["next"],
      at: "key",
      hint: "name at least one: the first takes what is not sent to another",
    });
  }
  return wishes.map((wish) => ({ ...wish, port: wish.target }));
}

/** A `next` that connects some ports as they are and drops others, as a hint shows it. */
function dropping(step: KnownStep, connected: readonly string[], port?: string): string {
  const ports = Object.keys(step.signature.outputs);
  const dropped = port === undefined ? ports : [port];
  const kept = connected.filter((name) => ports.includes(name)).map((name) => `${name}: …`);
  return `\`next: { ${[...kept, ...dropped.map((name) => `${name}: []`)].join(", ")} }\``;
}

function unknownNode(
  from: Draft,
  target: string,
  path: Path,
  byId: ReadonlyMap<string, Draft>,
  issues: Issues,
): Draft | null {
  const others = [...byId.values()].filter((draft) => draft !== from);
  const ofStep = others.filter(({ spec }) => spec.step === target);
  const meant = ofStep.length === 1
    ? ofStep[0]!.spec.id
    : nearest(target, others.map(({ spec }) => spec.id));
  const hint = ofStep.length === 1
    ? `${quoted(target)} is a step; \`next\` names nodes: did you mean "${meant}"?`
    : didYouMean(target, others.map(({ spec }) => spec.id));
  issues.error(from, "unknown_node", `there is no node ${quoted(target)}`, { path, hint });
  return meant === null ? null : byId.get(meant) ?? null;
}

function wishesOf(next: NextSpec | null): Wish[] {
  if (next === null) return [];
  if (typeof next === "string" || isList(next)) return targets(next, null, ["next"]);
  return Object.entries(next).flatMap(([port, value]) => targets(value, port, ["next", port]));
}

function targets(value: string | readonly string[], port: string | null, path: Path): Wish[] {
  return typeof value === "string"
    ? [{ port, target: value, path }]
    : value.map((target, index) => ({ port, target, path: [...path, index] }));
}

const isList = (next: NextSpec | null): next is readonly string[] => Array.isArray(next);
