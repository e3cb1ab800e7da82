/** Settings of a node that most nodes do without: how packets are dealt out, held, and kept safe. @module */
import { parseBytes } from "./bytes.ts";

/** Where a step's code is executed, apart from the engine's own. */
export type Isolation = "worker" | "process";

/** What {@link FurtherSettings.isolation} may be. */
export const ISOLATIONS = ["worker", "process"] as const satisfies readonly Isolation[];

/** The settings as graphs have them; each is left out where it is the default. */
export interface FurtherSettings {
  /** Copies that the node may have at most while it is executed; left out where `replicas` stay. */
  readonly maxReplicas?: number;
  /** Path of a value's field, such as `telescope.id`: packets with equal ones go to one replica. */
  readonly key?: string;
  /** What replicas give leaves in the order in which their packets came. */
  readonly ordered?: true;
  /** Bytes of packets that may wait before the node, for all its replicas together. */
  readonly queueBytes?: number;
  /** Executes the step in a Worker, or in a process, of its own, which can be left behind, or ended. */
  readonly isolation?: Isolation;
  /** With `isolation: process`: bytes that a replica's objects may take. */
  readonly maxHeap?: number;
  /** A packet that has crashed its replica so often is put aside. */
  readonly maxAttempts?: number;
}

/** Attempts after which a packet that crashes its replica is put aside, where a flow does not say. */
export const DEFAULT_MAX_ATTEMPTS = 3;
/** Most of them: more would only make an end seem a stall. */
export const MOST_ATTEMPTS = 1000;
/** The least heap, in bytes, in which a process of ours can begin. */
export const LEAST_HEAP: number = 16 * 1024 * 1024;
/** Most replicas of a node: each is a thread of its own, with some 10 MB. */
export const MAX_REPLICAS = 256;

/** The settings as a flow writes them: bytes also as text, such as `64MB`. */
export interface FurtherSettingsSpec {
  /** As in {@link FurtherSettings}. */
  readonly maxReplicas?: number;
  /** As in {@link FurtherSettings}. */
  readonly key?: string;
  /** As in {@link FurtherSettings}; `false` is the default. */
  readonly ordered?: boolean;
  /** As in {@link FurtherSettings}, or text. */
  readonly queueBytes?: number | string;
  /** As in {@link FurtherSettings}. */
  readonly isolation?: Isolation;
  /** As in {@link FurtherSettings}, or text. */
  readonly maxHeap?: number | string;
  /** As in {@link FurtherSettings}. */
  readonly maxAttempts?: number;
}

/** The keys of {@link FurtherSettings}, in the order in which flows are written down. */
export const NODE_OPTIONS = [
  "maxReplicas",
  "key",
  "ordered",
  "queueBytes",
  "isolation",
  "maxHeap",
  "maxAttempts",
] as const satisfies readonly (keyof FurtherSettings)[];

/** One of the settings. */
export type NodeOption = (typeof NODE_OPTIONS)[number];

/** What holds for a setting that is out of range, as a sentence; null if it is not. */
export function optionFault(option: NodeOption, spec: FurtherSettingsSpec): string | null {
  const value = spec[option];
  if (value === undefined) return null;
  switch (option) {
    case "maxReplicas":
      return isWhole(value, MAX_REPLICAS)
        ? null
        : `maxReplicas is a whole number from 1 to ${MAX_REPLICAS}`;
    case "key":
      return /^[^.\s]+(\.[^.\s]+)*$/.test(String(value))
        ? null
        : "key is the path of a field, such as telescope.id";
    case "queueBytes":
      return bytesOf(value) >= 1 ? null : "queueBytes is a number of bytes, or text such as 64MB";
    case "maxHeap":
      return bytesOf(value) >= LEAST_HEAP
        ? null
        : "maxHeap is at least 16MB, in bytes or as text such as 512MB";
    case "maxAttempts":
      return isWhole(value, MOST_ATTEMPTS)
        ? null
        : `maxAttempts is a whole number from 1 to ${MOST_ATTEMPTS}`;
    default:
      return null;
  }
}

const isWhole = (value: unknown, most: number) =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most;

/** The settings in their one form; those out of range must have been refused. */
export function normalOptions(
  spec: FurtherSettingsSpec & { readonly replicas: number },
): FurtherSettings {
  const { maxReplicas, key, ordered, queueBytes, isolation, maxHeap, maxAttempts } = spec;
  const isSteady = key !== undefined || ordered === true || maxReplicas === spec.replicas;
  return {
    ...(maxReplicas !== undefined && !isSteady && { maxReplicas }),
    ...(key !== undefined && { key }),
    ...(ordered && { ordered }),
    ...(queueBytes !== undefined && { queueBytes: bytesOf(queueBytes) }),
    ...(isolation !== undefined && { isolation }),
    ...(maxHeap !== undefined && { maxHeap: bytesOf(maxHeap) }),
    ...(maxAttempts !== undefined && maxAttempts !== DEFAULT_MAX_ATTEMPTS && { maxAttempts }),
  };
}

/** Those settings of something that holds them among others. */
export function optionsIn<T extends FurtherSettings | FurtherSettingsSpec>(holder: T): Partial<T> {
  const said = NODE_OPTIONS.filter((option) => holder[option] !== undefined);
  return Object.fromEntries(said.map((option) => [option, holder[option]])) as Partial<T>;
}

/** A number of bytes; NaN if it is none. */
function bytesOf(value: unknown): number {
  const bytes = typeof value === "string" ? parseBytes(value) ?? NaN : Number(value);
  return Number.isSafeInteger(bytes) ? bytes : NaN;
}
