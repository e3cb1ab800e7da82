/**
 * A packet in quarantine as bytes: one line of JSON, the header, then the value as one record of the
 * codec. The format is `docs/specs/quarantine.md`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Phase } from "../../telemetry/report.ts";

/** Name and version of the format. A change of the codec's bytes is one of the format. */
export const QUARANTINE_SCHEMA = "ctapipe-flow/quarantine/1";

/** What is known of a packet in quarantine. */
export interface EntryHeader {
  readonly schema: typeof QUARANTINE_SCHEMA;
  /** Name of the flow. */
  readonly flow: string;
  readonly graphHash: string;
  /** Id of the node that failed on it. */
  readonly node: string;
  /** The step as the flow names it. */
  readonly step: string;
  readonly replica: number;
  /** Lineage id, such as `reader#17.2`. */
  readonly packet: string;
  /** The same in parts: the producer's id, the number of its emission, what became of that. */
  readonly lineage: { readonly producer: string; readonly seq: number; readonly branch: string };
  /** Attempts that were made. */
  readonly attempts: number;
  /** Why the last of them failed. */
  readonly error: {
    readonly code: string;
    readonly phase: Phase;
    readonly message: string;
    readonly hint: string | null;
    readonly stack: string | null;
  };
  /** Date and time in UTC, as ISO 8601 writes it. */
  readonly when: string;
  /** Length of the value, in bytes, and its SHA-256 in lower-case hexadecimal digits. */
  readonly value: { readonly bytes: number; readonly sha256: string };
}

/** A packet in quarantine whose file is not as it was written. */
export class DamagedEntry extends Error {
  override readonly name = "DamagedEntry";
}

const LINE_FEED = 10;
const encoder = new TextEncoder();

/** The bytes of a packet's file; the facts of the value are filled in. */
export function entryBytes(header: Omit<EntryHeader, "schema" | "value">, value: Uint8Array) {
  const whole: EntryHeader = {
    schema: QUARANTINE_SCHEMA,
    ...header,
    value: { bytes: value.length, sha256: sha256(value) },
  };
  const line = encoder.encode(`${JSON.stringify(whole)}\n`);
  const bytes = new Uint8Array(line.length + value.length);
  bytes.set(line);
  bytes.set(value, line.length);
  return bytes;
}

/**
 * Reads a packet's file.
 *
 * @throws {DamagedEntry} if it is of another kind or version, cut short, or changed
 */
export function readEntry(bytes: Uint8Array): { header: EntryHeader; value: Uint8Array } {
  const end = bytes.indexOf(LINE_FEED);
  const header = headerIn(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))));
  const value = bytes.subarray(end + 1);
  if (value.length !== header.value.bytes) {
    throw new DamagedEntry(`its value has ${value.length} of ${header.value.bytes} bytes`);
  }
  if (sha256(value) !== header.value.sha256) {
    throw new DamagedEntry("its value is not the one that was written (SHA-256 differs)");
  }
  return { header, value };
}

function headerIn(line: string): EntryHeader {
  let header: { schema?: unknown };
  try {
    header = JSON.parse(line);
  } catch {
    throw new DamagedEntry("it does not begin with a line of JSON");
  }
  if (header?.schema !== QUARANTINE_SCHEMA) {
    throw new DamagedEntry(
      `its schema is ${JSON.stringify(header?.schema)}, not ${QUARANTINE_SCHEMA}`,
    );
  }
  return header as EntryHeader;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
