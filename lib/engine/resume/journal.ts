/** The journal of an execution: its last cut, in a file. The format is `docs/specs/journal.md`. @module */
import { join } from "node:path";
import type { FlowGraph, Json } from "../../graph/model.ts";
import type { Plan } from "../plan.ts";
import { ResumeError } from "./error.ts";
import type { InputFact } from "./input_facts.ts";
import type { Position } from "./messages.ts";

/** Name and version of the format. */
export const JOURNAL_SCHEMA = "ctapipe-flow/journal/1";
/** Name of the file in its folder. */
export const JOURNAL = "journal.json";

/** One cut, and what it is a cut of. */
export interface Journal {
  readonly schema: typeof JOURNAL_SCHEMA;
  readonly graphHash: string;
  readonly graph: FlowGraph;
  /** Null if producers were not told to stop early. */
  readonly maxPackets: number | null;
  readonly inputs: readonly InputFact[];
  /** Number of the cut; 0 is the beginning. */
  readonly cut: number;
  /** Date and time in UTC, as ISO 8601 writes it. */
  readonly when: string;
  /** Whether all of the flow is done, and all files have their names. */
  readonly complete: boolean;
  /** By id of a producer, then by replica: emissions that are dealt with. */
  readonly emissions: Readonly<Record<string, readonly number[]>>;
  /** By id of a node, then by replica: what its `checkpoint` gave; null if nothing. */
  readonly checkpoints: Readonly<Record<string, readonly (Json | null)[]>>;
  /** The folder of the quarantine, and the number of the next packet in it. */
  readonly quarantine: { readonly path: string; readonly next: number };
}

/**
 * Reads the journal in a folder; null if there is none.
 *
 * @throws {ResumeError} if it cannot be read, or is of another version
 */
export function readJournal(folder: string): Journal | null {
  const path = join(folder, JOURNAL);
  try {
    const journal = JSON.parse(Deno.readTextFileSync(path)) as Partial<Journal> | null;
    if (journal?.schema === JOURNAL_SCHEMA) return journal as Journal;
    const why = `its schema is ${JSON.stringify(journal?.schema)}, not ${JOURNAL_SCHEMA}`;
    throw new ResumeError("journal_unreadable", `"${path}" is no journal: ${why}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof ResumeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ResumeError("journal_unreadable", `"${path}" cannot be read: ${why}`);
  }
}

/** Where a journal says that the replicas of a plan go on. */
export function positionIn({ emissions, checkpoints }: Journal, { nodes }: Plan): Position {
  const byRow = <T>(of: Readonly<Record<string, readonly T[]>>) =>
    nodes.flatMap(({ id, firstRow }) =>
      (of[id] ?? []).map((value, replica): [number, T] => [firstRow + replica, value])
    );
  return {
    sent: Object.fromEntries(byRow(emissions)),
    tokens: Object.fromEntries(byRow(checkpoints).filter(([, token]) => token !== null)),
  };
}

/** A position as a journal has it. */
export function entriesOf(
  { sent, tokens }: Position,
  { nodes }: Plan,
): Pick<Journal, "emissions" | "checkpoints"> {
  const rowsOf = (first: number, replicas: number) =>
    Array.from({ length: replicas }, (_, replica) => first + replica);
  const producers = nodes.filter(({ role }) => role === "producer");
  const keeping = nodes.filter(({ firstRow, replicas }) =>
    rowsOf(firstRow, replicas).some((row) => tokens[row] !== undefined)
  );
  return {
    emissions: Object.fromEntries(
      producers.map(({ id, firstRow, replicas }) => [
        id,
        rowsOf(firstRow, replicas).map((row) => sent[row] ?? 0),
      ]),
    ),
    checkpoints: Object.fromEntries(
      keeping.map(({ id, firstRow, replicas }) => [
        id,
        rowsOf(firstRow, replicas).map((row) => tokens[row] ?? null),
      ]),
    ),
  };
}
