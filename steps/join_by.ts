import { anyValue, defineStep, z } from "ctapipe-flow/step";
import { fieldAt, fieldPath, onlyFields } from "./_field_path.ts";
import { type Group, group, type GroupKey } from "./_group.ts";
import { OpenGroup } from "./_open_group.ts";
import { unshared } from "./_unshared.ts";

/**
 * Joins what was split. It gets its packets in the order of a sequential execution, in which all
 * that comes of one value comes before anything of the next: so a group is over when a packet of
 * another comes, or none any more, whatever has become of its other members.
 */
export default defineStep({
  name: "join_by",
  module: import.meta.url,
  kind: "stager",
  summary: "Join the packets of a group that follow each other, such as the images of an event",
  params: z.object({
    key: z.array(fieldPath()).min(1).default(["file", "run", "eventId"])
      .describe("Paths of the fields that tell groups apart"),
    size: fieldPath().nullable().default("group.size").describe(
      "Path of the number of members, with which a group is complete; without one, or null, it " +
        "is when another begins",
    ),
    pick: z.array(fieldPath()).min(1).optional()
      .describe("Paths of what is kept of each member besides the key; default: all of it"),
    most: z.int().min(1).default(10_000).describe("Members that a group may have"),
  }),
  input: anyValue,
  outputs: { out: group },
  inOrder: true,
  replicable: false,
  restartable: false,
  borrows: true,
  light: true,
  init: ({ resume }) => ({ open: resume ? OpenGroup.resume(String(resume)) : null }),
  run(value: unknown, { params, state, count }) {
    const key = keyOf(value, params.key);
    const size = sizeOf(value, params.size);
    const { pick } = params;
    const member = unshared(pick ? onlyFields(value, [...params.key, ...pick]) : value);
    const { open } = state;
    if (open?.has(key)) {
      open.add(member, size, params.most);
      if (!open.isComplete) return;
      state.open = null;
      return released(open, count);
    }
    const next = new OpenGroup(key, size, member);
    state.open = next.isComplete ? null : next;
    return eachOf([open, next.isComplete ? next : null], count);
  },
  checkpoint: ({ state }) => state.open?.text ?? null,
  drain: ({ state: { open }, count }) => open && released(open, count),
});

function* eachOf(over: readonly (OpenGroup | null)[], count: (name: string) => void) {
  for (const one of over) if (one !== null) yield released(one, count);
}

function released(open: OpenGroup, count: (name: string) => void): Group {
  if (open.size !== null) count(open.isComplete ? "complete groups" : "incomplete groups");
  return open.group;
}

function keyOf(value: unknown, paths: readonly string[]): GroupKey {
  return Object.fromEntries(paths.map((path) => {
    const field = fieldAt(value, path);
    if (isKey(field)) return [path, field];
    const what = field === undefined ? "not there" : "neither text, a number nor a boolean";
    throw new Error(`${path} is ${what}: packets cannot be joined by it, see the param \`key\``);
  }));
}

function isKey(field: unknown): field is GroupKey[string] {
  return ["string", "number", "bigint", "boolean"].includes(typeof field);
}

function sizeOf(value: unknown, path: string | null): number | null {
  const size = path === null ? undefined : fieldAt(value, path);
  if (size === undefined || size === null) return null;
  if (Number.isSafeInteger(size) && Number(size) > 0) return Number(size);
  throw new Error(`${path} is ${String(size)}: no number of members`);
}
