/**
 * What a flow in execution tells whoever watches it, as plain JSON: documented in
 * `docs/specs/telemetry.md`.
 *
 * @module
 */
import type { Grants, JsonObject, Role } from "../graph/model.ts";
import type { Failure, Mode, Report, SetAside, Snapshot } from "./report.ts";

/** Name and version of these messages. */
export const TELEMETRY = "ctapipe-flow/telemetry/1";

/** What every message says of itself. */
export interface Envelope {
  readonly schema: typeof TELEMETRY;
  /** Which execution it is about: a UUID, made when it started. */
  readonly execution: string;
  /** Counts the messages of an execution from 0; a gap is what was lost. */
  readonly seq: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** A node as it was declared. */
export interface NodeFact {
  readonly id: string;
  readonly role: Role;
  /** The step as the flow names it. */
  readonly step: string;
  /** Copies it starts with. */
  readonly replicas: number;
  /** The most it may have; equal to `replicas` if the flow says nothing. */
  readonly maxReplicas: number;
  readonly queueLimit: number;
  readonly params: JsonObject;
  readonly permissions: Grants | "all";
  /** Where its replicas are, if not in Workers of the engine's choice. */
  readonly isolation?: "worker" | "process";
}

/** The first message, sent again from time to time for those who come late. */
export interface Hello extends Envelope {
  readonly type: "hello";
  readonly flow: string;
  readonly graphHash: string;
  readonly mode: Mode;
  readonly host: string;
  readonly pid: number;
  /** Date and time in UTC, as ISO 8601 writes it. */
  readonly startedAt: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly nodes: readonly NodeFact[];
  readonly edges: readonly { readonly from: string; readonly port: string; readonly to: string }[];
  /** Where requests are taken, such as `tcp://127.0.0.1:40123`; null without `--allow-control`. */
  readonly control: string | null;
  /** Messages that were not sent so far, because nobody took them quickly enough. */
  readonly dropped: number;
}

/** How it goes; sent a few times per second. */
export interface Progress extends Envelope {
  readonly type: "progress";
  readonly snapshot: Snapshot;
}

/** A line that a step or the engine wrote. */
export interface LogMessage extends Envelope {
  readonly type: "log";
  readonly level: "debug" | "info" | "warning" | "error";
  readonly node: string | null;
  readonly replica: number | null;
  /** Lineage id of the packet that the replica had in hand; left out if none. */
  readonly packet?: string;
  readonly message: string;
}

/** Something failed; if `aside`, a packet of `node` that the flow did without. */
export interface FailureMessage extends Envelope {
  readonly type: "failure";
  readonly node: string;
  readonly failure: Failure | null;
  readonly aside: SetAside | null;
}

/** A packet that somebody asked to see. */
export interface SampleMessage extends Envelope {
  readonly type: "sample";
  readonly from: string;
  readonly port: string;
  readonly to: string;
  /** Lineage id, such as `reader#17.2`. */
  readonly packet: string;
  /** The value as JSON; see `SampleValue`. */
  readonly value: SampleValue;
}

/**
 * A value cut down to what can be looked at: JSON, in which typed arrays, big integers, dates, maps,
 * sets and what was left out are objects with the one key `$`.
 */
export type SampleValue =
  | null
  | boolean
  | number
  | string
  | readonly SampleValue[]
  | { readonly [key: string]: SampleValue }
  | { readonly $: SampleSpecial };

/** What JSON cannot say, or what was left out. */
export type SampleSpecial =
  | {
    readonly kind: "array";
    /** Such as `Float32Array`. */
    readonly type: string;
    readonly length: number;
    /** Of the finite numbers in it; null if there are none. */
    readonly min: number | null;
    readonly max: number | null;
    /** 24 bins of equal width from `min` to `max`. */
    readonly histogram: readonly number[];
    /**
     * The numbers themselves, if the whole sample stays small enough: floating-point ones to seven
     * digits, non-finite ones as null.
     */
    readonly values: readonly (number | null)[] | null;
  }
  | { readonly kind: "bigint" | "date" | "undefined" | "number"; readonly text: string }
  | { readonly kind: "map" | "set"; readonly items: readonly SampleValue[] }
  | { readonly kind: "cut"; readonly what: string };

/** What came of a request. */
export interface ControlMessage extends Envelope {
  readonly type: "control";
  /** Who asked for what, such as `drain`, `replicas of hillas: 3`. */
  readonly action: string;
  readonly ok: boolean;
  readonly reason: string | null;
  /** The ticket of the request, if it had one. */
  readonly ticket?: string;
}

/** The last message: the whole report. */
export interface Goodbye extends Envelope {
  readonly type: "goodbye";
  readonly report: Report;
}

/** Any message. */
export type TelemetryMessage =
  | Hello
  | Progress
  | LogMessage
  | FailureMessage
  | SampleMessage
  | ControlMessage
  | Goodbye;

/** What may be asked of an execution that was started with `--allow-control`. */
export type ControlRequest =
  & {
    readonly schema: typeof TELEMETRY;
    readonly execution: string;
    /** Comes back with the answer: any text, such as a UUID. */
    readonly ticket?: string;
  }
  & (
    | { readonly request: "pause" | "resume" | "drain" | "abort" }
    | { readonly request: "replicas"; readonly node: string; readonly replicas: number }
    /** Asks for packets of an edge for the next 10 s; `rate` per second, 10 at most. */
    | {
      readonly request: "sample";
      readonly from: string;
      readonly port: string;
      readonly to: string;
      readonly rate: number;
    }
  );
