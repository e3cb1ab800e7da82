/** What a file of tables says of itself: CTAO's reference metadata, version 1. @module */
import { SOFTWARE } from "ctapipe-flow/table";

/** Names of files in the metadata, at most; HDF5 has room for 64 KiB in an attribute. */
const MOST_FILES = 500;

/** What {@link TableMetadata} goes on from. */
export type MetadataState = {
  readonly runs: readonly number[];
  readonly files: readonly string[];
  readonly levels: readonly string[];
};

/** Takes notes of where rows came from. */
export class TableMetadata {
  readonly #start = new Date();
  readonly #runs: Set<number>;
  readonly #files: Set<string>;
  readonly #levels: Set<string>;

  constructor(state?: MetadataState) {
    this.#runs = new Set(state?.runs);
    this.#files = new Set(state?.files);
    this.#levels = new Set(state?.levels);
  }

  /** What an instance goes on from. */
  get state(): MetadataState {
    return { runs: [...this.#runs], files: [...this.#files], levels: [...this.#levels] };
  }

  /** Notes a run and a file, and data levels in ctapipe's words. */
  add(run: number, file: string, levels: readonly string[]): void {
    for (const level of levels) this.#levels.add(level);
    if (this.#runs.size < MOST_FILES) this.#runs.add(run);
    if (this.#files.size < MOST_FILES) this.#files.add(file);
  }

  /** All of it; identifiers and times are those of this call. */
  attributes(format: string): Readonly<Record<string, string>> {
    const now = new Date();
    const simulated = this.#runs.size > 0;
    return {
      "CTA REFERENCE VERSION": "1",
      "CTA CONTACT NAME": "unknown",
      "CTA CONTACT EMAIL": "unknown@example.org",
      "CTA CONTACT ORGANIZATION": "unknown",
      "CTA PRODUCT DESCRIPTION": `${SOFTWARE.name} data product`,
      "CTA PRODUCT CREATION TIME": timeText(now),
      "CTA PRODUCT ID": crypto.randomUUID(),
      "CTA PRODUCT DATA CATEGORY": simulated ? "Sim" : "Other",
      "CTA PRODUCT DATA LEVELS": [...this.#levels].sort().join(","),
      "CTA PRODUCT DATA ASSOCIATION": "Subarray",
      "CTA PRODUCT DATA MODEL NAME": "ASWG",
      "CTA PRODUCT DATA MODEL VERSION": "v6.0.0",
      "CTA PRODUCT DATA MODEL URL": "",
      "CTA PRODUCT FORMAT": format,
      "CTA PROCESS TYPE": simulated ? "Simulation" : "Other",
      "CTA PROCESS SUBTYPE": "",
      "CTA PROCESS ID": [...this.#runs].join(","),
      "CTA ACTIVITY NAME": SOFTWARE.name,
      "CTA ACTIVITY TYPE": "software",
      "CTA ACTIVITY ID": crypto.randomUUID(),
      "CTA ACTIVITY START TIME": timeText(this.#start),
      "CTA ACTIVITY STOP TIME": timeText(now),
      "CTA ACTIVITY SOFTWARE NAME": SOFTWARE.name,
      "CTA ACTIVITY SOFTWARE VERSION": SOFTWARE.version,
      "CTA INSTRUMENT SITE": "Other",
      "CTA INSTRUMENT CLASS": "Subarray",
      "CTA INSTRUMENT TYPE": "unspecified",
      "CTA INSTRUMENT SUBTYPE": "unspecified",
      "CTA INSTRUMENT VERSION": "unspecified",
      "CTA INSTRUMENT ID": "unspecified",
      "CONTEXT INPUT FILES": [...this.#files].join(","),
    };
  }
}

/** As Astropy writes times. */
const timeText = (date: Date) => date.toISOString().replace("T", " ").replace("Z", "");
