/**
 * Messages from others, before they are believed: `docs/specs/telemetry.md`, as zod says it. What is
 * not known is passed over, as a newer version may have written it.
 *
 * @module
 */
import { z } from "zod";
import { MOST_BYTES, MOST_DEPTH, mostBytes } from "./limits.ts";
import { TELEMETRY, type TelemetryMessage } from "./message.ts";
import {
  count,
  done,
  edge,
  failure,
  grants,
  json,
  mode,
  name,
  report,
  role,
  setAside,
  snapshot,
  text,
  versions,
} from "./report_schema.ts";

const envelope = {
  schema: z.literal(TELEMETRY),
  execution: z.uuid(),
  seq: z.int().min(0),
  at: count,
};

const hello = z.looseObject({
  ...envelope,
  type: z.literal("hello"),
  flow: name,
  graphHash: name,
  mode,
  host: name,
  pid: count,
  startedAt: name,
  versions,
  nodes: z.array(z.looseObject({
    id: name,
    role,
    step: name,
    replicas: count,
    maxReplicas: count,
    queueLimit: count,
    params: json,
    permissions: grants,
    isolation: z.enum(["worker", "process"]).optional(),
  })),
  edges: z.array(z.looseObject(edge)),
  control: name.nullable(),
  dropped: count,
});

const log = z.looseObject({
  ...envelope,
  type: z.literal("log"),
  level: z.enum(["debug", "info", "warning", "error"]),
  node: name.nullable(),
  replica: count.nullable(),
  packet: name.optional(),
  message: text,
});

const sample = z.looseObject({
  ...envelope,
  ...edge,
  type: z.literal("sample"),
  packet: name,
  value: z.custom<never>((value) => value !== undefined),
});

const control = z.looseObject({
  ...envelope,
  type: z.literal("control"),
  ...done,
  ticket: name.optional(),
});

/** Any message, as it may come from outside. */
export const telemetryMessage: z.ZodType<TelemetryMessage> = z.discriminatedUnion("type", [
  hello,
  z.looseObject({ ...envelope, type: z.literal("progress"), snapshot }),
  log,
  z.looseObject({
    ...envelope,
    type: z.literal("failure"),
    node: name,
    failure: failure.nullable(),
    aside: setAside.nullable(),
  }),
  sample,
  control,
  z.looseObject({ ...envelope, type: z.literal("goodbye"), report }),
]);

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The message in some bytes; null if there is none that is as it must be, or it is too large. */
export function readMessage(bytes: Uint8Array): TelemetryMessage | null {
  if (bytes.byteLength > MOST_BYTES) return null;
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    if (isDeeper(value, MOST_DEPTH)) return null;
    const { success, data } = telemetryMessage.safeParse(value);
    if (!success) return null;
    return bytes.byteLength <= mostBytes(data.type) ? data : null;
  } catch {
    return null; // no UTF-8, no JSON, or so deep that it cannot be walked
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((part) => isDeeper(part, depth - 1));
}
