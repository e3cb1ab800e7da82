/**
 * Messages from others, before they are believed: `docs/specs/telemetry.md`, as zod says it. What is
 * not known is passed over, as a newer version may have written it.
 *
 * @module
 */
import { z } from "zod";
import type { Role } from "../graph/model.ts";
import { DURATION_BUCKETS } from "./durations.ts";
import { MOST_BYTES, MOST_DEPTH, MOST_TEXT, mostBytes } from "./limits.ts";
import { TELEMETRY, type TelemetryMessage } from "./message.ts";
import type { Mode, NodeState, Phase } from "./report.ts";

const count = z.number().min(0);
const name = z.string().max(1000);
const text = z.string().max(2 * MOST_TEXT);
const edge = { from: name, port: name, to: name };
const mode = oneOf<Mode>({ sequential: true, multiprocess: true });
const role = oneOf<Role>({ producer: true, stager: true, consumer: true });
const state = oneOf<NodeState>({
  starting: true,
  running: true,
  draining: true,
  finished: true,
  failed: true,
});
const phase = oneOf<Phase>({
  import: true,
  init: true,
  run: true,
  send: true,
  checkpoint: true,
  drain: true,
  finish: true,
  host: true,
});
const versions = z.record(z.string(), text);
const lists = z.array(count);
/** It came as JSON; whether it is too deep was looked at before. */
const json = z.record(z.string(), z.custom<never>(() => true));
const grants = z.union([
  z.literal("all"),
  z.looseObject({
    read: z.array(text),
    write: z.array(text),
    net: z.array(text),
    env: z.array(text),
    sys: z.array(text),
  }),
]);

const counts = {
  received: count,
  done: count,
  emitted: count,
  filtered: count,
  skipped: count,
  failed: count,
  quarantined: count,
  abandoned: count,
  retries: count.optional(),
  restarts: count.optional(),
  busyMs: count,
};

const queue = {
  maxQueued: count,
  queueLimit: count,
  maxQueuedBytes: count.optional(),
  queueBytes: count.optional(),
};

const snapshot = z.looseObject({
  elapsedMs: count,
  nodes: z.array(z.looseObject({
    ...counts,
    ...queue,
    id: name,
    role,
    state,
    busy: count,
    replicas: count,
    maxReplicas: count.optional(),
    queued: count,
    queuedBytes: count.optional(),
    perReplica: z.array(z.looseObject({
      state,
      busy: z.boolean(),
      through: count,
      waiting: count,
      blockedBy: name.nullable(),
      restarts: count,
    })),
    durations: z.array(count).max(DURATION_BUCKETS).optional(),
  })),
  edges: z.array(z.looseObject({ ...edge, sent: count, received: count })),
  paused: z.boolean(),
  stuck: z.array(z.looseObject({
    node: name,
    replica: count,
    phase,
    packet: name.nullable(),
    ageMs: count,
  })),
});

const failure = z.looseObject({
  code: name,
  node: name,
  replica: count,
  phase,
  packet: name.nullable(),
  message: text,
  hint: text.nullable(),
  denial: z.looseObject({ kind: name, resource: text.nullable() }).nullable(),
  stack: text.nullable(),
  attempts: count.optional(),
});

const setAside = z.looseObject({
  packet: name,
  replica: count,
  entry: name.nullable(),
  attempts: count,
  code: name,
  phase,
  message: text,
  hint: text.nullable(),
});

const files = z.array(z.looseObject({ path: text, bytes: count, sha256: name }));

const done = { action: text, ok: z.boolean(), reason: text.nullable() };

const nodeSeries = z.looseObject({
  done: lists,
  queued: lists,
  busyMs: lists,
  beganMs: count.nullable(),
  endedMs: count.nullable(),
  durations: lists.optional(),
});

const report = z.looseObject({
  schema: z.literal("ctapipe-flow/report/1"),
  flow: name,
  graphHash: name,
  mode,
  seed: count.optional(),
  status: z.enum(["done", "failed", "interrupted"]),
  exitCode: z.number(),
  startedAt: name,
  wallMs: count,
  versions,
  nodes: z.record(
    z.string(),
    z.looseObject({
      ...counts,
      ...queue,
      role,
      step: name,
      replicas: count,
      maxReplicas: count.optional(),
      perReplica: lists,
      sharesWorkerWith: z.array(name),
      crossingUs: count.nullable(),
      arrayBytes: z.looseObject({ lent: count, copied: count, moved: count }),
      params: json,
      permissions: grants,
      figures: z.record(z.string(), z.number()).optional(),
      durationsMs: z.looseObject({ p50: count, p99: count, max: count }).nullish(),
      slowest: z.array(z.looseObject({ packet: name, replica: count, ms: count })).optional(),
      setAside: z.array(setAside).optional(),
    }),
  ),
  edges: z.array(z.looseObject({ ...edge, sent: count, received: count })),
  ledger: z.looseObject({
    balanced: z.boolean(),
    imbalances: z.array(text),
    closed: z.literal(false).optional(),
  }),
  inputs: files,
  outputs: files,
  errors: z.array(failure),
  warnings: z.array(text),
  advice: z.array(text),
  controls: z.array(z.looseObject({ at: count, ...done })).optional(),
  quarantine: text.optional(),
  resumed: z.looseObject({ emissions: z.record(z.string(), count) }).optional(),
  series: z.looseObject({ atMs: lists, nodes: z.record(z.string(), nodeSeries) }).optional(),
});

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

/** One of some words; the compiler knows whether they are all. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>) {
  return z.enum(Object.keys(words) as [Word, ...Word[]]);
}

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
