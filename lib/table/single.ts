/** Files of one table: what their formats have in common. @module */
import type { Plain, TableFile, TableSink } from "./file.ts";
import { type Cell, checkOf, type Row, sameColumns } from "./schema.ts";
import { type Table, TableError } from "./schema.ts";

/** Writes one table in some format. */
export interface RowWriter {
  /** Takes a row; its values fit the columns. Arrays in it are not kept. */
  add(row: Row): void;
  /** Hands all rows over to the target. @returns what the format goes on from */
  keep(): Plain;
  /** Writes what is behind the rows. */
  end(): void;
}

/**
 * Begins a table, or goes on with it from what `keep` gave.
 *
 * @param attributes what is said of the file as a whole; more may come into it until `end`
 */
export type BeginTable = (
  table: Table,
  attributes: Readonly<Record<string, string>>,
  state: Plain | undefined,
) => RowWriter;

/** What a file goes on from; null if nothing was opened. */
type State = { readonly table: Table; readonly own: Plain } | null;

/** A file of one table. */
export class SingleTable implements TableFile, TableSink {
  #table: Table | null = null;
  #writer: RowWriter | null = null;
  #checks: readonly ((cell: Cell) => void)[] = [];
  readonly #attributes: Record<string, string> = {};

  /** @param format its name, for messages @param state what {@link checkpoint} gave */
  constructor(readonly format: string, private readonly begin: BeginTable, state?: Plain) {
    const before = (state ?? null) as unknown as State;
    if (before !== null) this.#begin(before.table, before.own);
  }

  /** Begins the table. @throws {TableError} if there is another already */
  open(table: Table): TableSink {
    if (this.#table === null) this.#begin(table, undefined);
    else if (this.#table.path !== table.path) {
      throw new TableError(
        `a ${this.format} file has one table, "${this.#table.path}" here: ` +
          `"${table.path}" must go to another file, or both to an hdf5 file`,
      );
    } else sameColumns(this.#table, table);
    return this;
  }

  /** Adds what is said of the file. */
  describe(attributes: Readonly<Record<string, string>>): void {
    Object.assign(this.#attributes, attributes);
  }

  /** Adds a row. */
  append(row: Row): void {
    const checks = this.#checks;
    for (let at = 0; at < checks.length; at++) checks[at]!(row[at]);
    this.#writer!.add(row);
  }

  /** Hands everything over to the target. */
  checkpoint(): Plain {
    if (this.#table === null) return null;
    const state: State = { table: this.#table, own: this.#writer!.keep() };
    return state as unknown as Plain;
  }

  /** Completes the file; without a table it has one without columns. */
  finish(): void {
    if (this.#writer === null) this.open({ path: "/", columns: [] });
    this.#writer!.end();
  }

  #begin(table: Table, state: Plain | undefined): void {
    this.#writer = this.begin(table, this.#attributes, state);
    this.#checks = table.columns.map(checkOf);
    this.#table = table;
  }
}
