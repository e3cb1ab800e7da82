/** The folder in which executions of one flow go on where the last was cut off. @module */
import { dirname, join } from "node:path";
import { graphHash } from "../../graph/hash.ts";
import type { Failure, Status } from "../../telemetry/report.ts";
import type { ExecuteOptions } from "../contract.ts";
import { pathsIn } from "../file_facts.ts";
import type { Plan } from "../plan.ts";
import { discardFrom } from "../quarantine/discard.ts";
import { nextNumberIn, type QuarantineWriter } from "../quarantine/folder.ts";
import { refuseBeginners, repeaters } from "./beginners.ts";
import { difference } from "./difference.ts";
import { syncFolder, writeDurably } from "./durable.ts";
import { cutFailure, ResumeError } from "./error.ts";
import { changedInput, inputFacts } from "./input_facts.ts";
import {
  entriesOf,
  JOURNAL,
  type Journal,
  JOURNAL_SCHEMA,
  positionIn,
  readJournal,
} from "./journal.ts";
import { Lock } from "./lock.ts";
import type { Position } from "./messages.ts";

/** One execution that can be resumed. */
export class Session {
  readonly #lock: Lock;
  readonly #hash: string;
  readonly #before: Journal | null;
  /** As it is on the disk; null while there is none. */
  #journal: Journal | null;
  /** The number of the first packet that this execution puts into quarantine. */
  #firstAside = 1;
  /** Where the execution begins. */
  readonly position: Position;

  /**
   * Looks what there is to go on from.
   *
   * @param maxPackets as the producers are told @param inputs files that are read; they may grow
   * @throws {ResumeError} if there is nothing to do, or what there is belongs to something else
   */
  constructor(
    readonly plan: Plan,
    readonly folder: string,
    readonly maxPackets: number | null,
    readonly inputs: ReadonlySet<string>,
  ) {
    refuseBeginners(plan);
    this.#hash = graphHash(plan.graph);
    this.#lock = new Lock(folder);
    try {
      this.#before = this.#journal = readJournal(folder);
      if (this.#before) this.#check(this.#before);
    } catch (error) {
      this.#lock[Symbol.dispose]();
      throw error;
    }
    this.position = this.#before ? positionIn(this.#before, plan) : { sent: {}, tokens: {} };
  }

  /** Emissions that earlier executions have dealt with, by producer; null if this is the first. */
  get emissions(): Readonly<Record<string, number>> | null {
    if (this.#before === null) return null;
    const all = Object.entries(this.#before.emissions);
    return Object.fromEntries(all.map(([id, each]) => [id, each.reduce((sum, n) => sum + n, 0)]));
  }

  /** Where packets go that nodes do without, if nobody says otherwise. */
  get quarantine(): string {
    return join(this.folder, "quarantine");
  }

  /**
   * Before anything is executed: tells who may be given packets twice, takes back what was put into
   * quarantine after the last cut, since it comes again, and makes sure that there is a journal.
   *
   * @returns what kept it from doing so
   */
  async begin(
    quarantine: QuarantineWriter,
    { onLog }: Pick<ExecuteOptions, "onLog">,
  ): Promise<Failure[]> {
    for (const { node, message } of repeaters(this.plan)) {
      onLog?.({ level: "warning", node, replica: null, message });
    }
    try {
      if (this.#before) {
        const { path, next } = this.#before.quarantine;
        await discardFrom(path, next, this.#hash);
      }
      this.#firstAside = await nextNumberIn(quarantine.path);
      if (this.#before === null) this.save(this.position, quarantine);
      return [];
    } catch (error) {
      return [cutFailure(error)];
    }
  }

  /** Keeps a cut. Throws if it cannot be written. */
  save(cut: Position, quarantine: QuarantineWriter): void {
    this.#write({
      schema: JOURNAL_SCHEMA,
      graphHash: this.#hash,
      graph: this.plan.graph,
      maxPackets: this.maxPackets,
      inputs: inputFacts(this.inputs),
      cut: this.#journal ? this.#journal.cut + 1 : 0,
      when: new Date().toISOString(),
      complete: false,
      ...entriesOf(cut, this.plan),
      quarantine: { path: quarantine.path, next: this.#firstAside + quarantine.count },
    });
  }

  /** The execution has ended: lets another have the folder. @returns what could not be written */
  end(status: Status): Failure[] {
    try {
      if (status === "done") this.#complete();
      return [];
    } catch (error) {
      return [cutFailure(error)];
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  #complete(): void {
    if (this.#journal === null) return;
    // the names must be on the disk before nobody looks for what they were before
    for (const folder of new Set(pathsIn(this.plan, "outputFile").map(dirname))) syncFolder(folder);
    this.#write({ ...this.#journal, complete: true, when: new Date().toISOString() });
  }

  #write(journal: Journal): void {
    writeDurably(this.folder, JOURNAL, JSON.stringify(journal, null, 1));
    this.#journal = journal;
  }

  #check(journal: Journal): void {
    const { folder } = this;
    const anew = `go on with what was, or choose another folder to begin anew`;
    const refuse = (code: "other_flow" | "other_inputs", why: string) => {
      throw new ResumeError(code, `"${folder}" cannot be resumed: ${why}`, anew);
    };
    if (journal.graphHash !== this.#hash) {
      refuse("other_flow", difference(journal.graph, this.plan.graph) ?? "the flow is another");
    }
    if (journal.maxPackets !== this.maxPackets) {
      const told = (most: number | null) =>
        most === null ? "no --max-packets" : `--max-packets ${most}`;
      refuse(
        "other_flow",
        `it was begun with ${told(journal.maxPackets)}, not ${told(this.maxPackets)}`,
      );
    }
    const changed = changedInput(journal.inputs);
    if (changed !== null) refuse("other_inputs", changed);
    if (journal.complete) {
      throw new ResumeError("complete", `all is done since ${journal.when}, as "${folder}" says`);
    }
  }
}
