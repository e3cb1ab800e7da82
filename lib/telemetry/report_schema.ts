/**
 * Snapshots and reports from others, as zod says it. What is not known is passed over, as a newer
 * version may have written it.
 *
 * @module
 */
import { z } from "zod";
import type { Role } from "../graph/model.ts";
import { DURATION_BUCKETS } from "./durations.ts";
import type { Mode, NodeState, Phase } from "./report.ts";

/** A count, or a time in ms. */
export const count = z.number().min(0);
/** Names of nodes and the like, dates, checksums, lineages. */
export const name = z.string().max(10_000);
/** Sentences; the size of the whole message bounds them. */
export const text = z.string();
/** What an edge is told by. */
export const edge = { from: name, port: name, to: name };
/** How steps are executed. */
export const mode = oneOf<Mode>({ sequential: true, multiprocess: true });
/** Where a node stands. */
export const role = oneOf<Role>({ producer: true, stager: true, consumer: true });
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
/** Versions by name. */
export const versions = z.record(z.string(), text);
const lists = z.array(count);
/** It came as JSON; how deep it is was looked at before. */
export const json = z.record(z.string(), z.custom<never>(() => true));
/** What a node may touch. */
export const grants = z.union([
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

/** See `Snapshot`. */
export const snapshot = z.looseObject({
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

/** See `Failure`. */
export const failure = z.looseObject({
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

/** See `SetAside`. */
export const setAside = z.looseObject({
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

/** What was asked for, and what came of it. */
export const done = { action: text, ok: z.boolean(), reason: text.nullable() };

const nodeSeries = z.looseObject({
  done: lists,
  queued: lists,
  busyMs: lists,
  beganMs: count.nullable(),
  endedMs: count.nullable(),
});

/** See `Report`. */
export const report = z.looseObject({
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

/** One of some words; the compiler knows whether they are all. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>) {
  return z.enum(Object.keys(words) as [Word, ...Word[]]);
}
