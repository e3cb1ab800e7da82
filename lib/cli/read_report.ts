/** Reads reports that `run --report` has written. @module */
import { z } from "zod";
import type { Report } from "../telemetry/report.ts";
import { explainUnreadable } from "./paths.ts";
import { UserError } from "./user_error.ts";

const count = z.int().min(0);
const text = z.string();
const texts = z.array(text);
const counts = {
  received: count,
  done: count,
  emitted: count,
  filtered: count,
  skipped: count,
  failed: count,
  quarantined: count,
  abandoned: count,
};
const file = z.looseObject({ path: text, bytes: count, sha256: text });
const numbers = z.array(z.number());
const failure = { phase: text, message: text, code: text };

/** What is shown of a {@link Report}; what else is in it may change. */
const shape = z.looseObject({
  schema: z.literal("ctapipe-flow/report/1" satisfies Report["schema"]),
  flow: text,
  graphHash: text,
  mode: z.enum(["sequential", "multiprocess"]),
  status: z.enum(["done", "failed", "interrupted"]),
  startedAt: text,
  wallMs: z.number().min(0),
  versions: z.record(text, text),
  nodes: z.record(
    text,
    z.looseObject({
      ...counts,
      role: z.enum(["producer", "stager", "consumer"]),
      step: text,
      replicas: z.int().min(1),
      busyMs: z.number().min(0),
      maxQueued: count,
      queueLimit: count,
      crossingUs: z.number().nullable(),
      params: z.record(text, z.unknown()),
      permissions: z.union([z.literal("all"), z.record(text, texts)]),
      figures: z.record(text, z.number()).optional(),
      durationsMs: z.looseObject({ p50: z.number(), p99: z.number(), max: z.number() })
        .nullish(),
      slowest: z.array(z.looseObject({ packet: text, replica: count, ms: z.number() })).optional(),
      setAside: z.array(z.looseObject({ ...failure, packet: text, attempts: count })).optional(),
    }),
  ),
  edges: z.array(z.looseObject({ from: text, port: text, to: text, sent: count, received: count })),
  ledger: z.looseObject({ balanced: z.boolean(), imbalances: texts }),
  inputs: z.array(file),
  outputs: z.array(file),
  errors: z.array(
    z.looseObject({
      ...failure,
      node: text,
      replica: count,
      packet: text.nullable(),
      hint: text.nullable(),
      stack: text.nullable(),
    }),
  ),
  warnings: texts,
  advice: texts,
  controls: z.array(
    z.looseObject({ at: z.number(), action: text, ok: z.boolean(), reason: text.nullable() }),
  ).optional(),
  series: z.looseObject({
    atMs: numbers,
    nodes: z.record(
      text,
      z.looseObject({
        done: numbers,
        queued: numbers,
        busyMs: numbers,
        beganMs: z.number().nullable(),
        endedMs: z.number().nullable(),
      }),
    ),
  }).optional(),
});

/**
 * Reads a report.
 *
 * @throws {UserError} if there is none, or it is no report
 */
export async function readReport(path: string): Promise<Report> {
  let content: string;
  try {
    content = await Deno.readTextFile(path);
  } catch (error) {
    throw explainUnreadable("report", path, error);
  }
  const wrong = (why: string) =>
    new UserError(
      `"${path}" is not a report: ${why}`,
      "write one with: ctapipe-flow run FLOW --report FILE.json",
    );
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const { error } = shape.safeParse(value);
  if (!error) return value as Report;
  const [issue] = error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw wrong(`${at}${issue?.message ?? "unknown shape"}`);
}
