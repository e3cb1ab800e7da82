/** An entry of an old file while it is read. @module */
import type { Json, JsonObject, NodeSpec, Path } from "../../graph/model.ts";
import type { DslCode } from "../codes.ts";
import { frontEndError, type FrontEndIssue } from "../front_end.ts";
import { shapeIssues } from "../shape_issues.ts";
import type { Tree } from "../tree.ts";
import { oldEntry } from "./shape.ts";
import type { OldRole } from "./table.ts";

/** An entry as it stands in the file. */
export interface OldEntry {
  readonly role: OldRole;
  /** Keys to it from the top of the document. */
  readonly path: Path;
  readonly tree: Tree;
  readonly value: Json;
}

/** What is to be known of the file around an entry. */
export interface Around {
  readonly text: string;
  /** The whole document: options stand in sections by class. */
  readonly document: JsonObject;
  /** Names of all steps of the file. */
  readonly names: readonly string[];
}

/** An entry on its way: its sound values, and the mistakes found so far. */
export class Reading {
  readonly issues: FrontEndIssue[];
  readonly flawed = new Set<keyof NodeSpec>();
  readonly #value: JsonObject;
  readonly #wrong: ReadonlySet<unknown>;

  /** Tells what is wrong with the entry's shape. */
  constructor(readonly entry: OldEntry, readonly around: Around) {
    this.issues = shapeIssues(oldEntry, entry.value, entry.path);
    this.#value = isMap(entry.value) ? entry.value : {};
    this.#wrong = new Set(this.issues.map(({ path }) => path[entry.path.length]));
  }

  /** The value of a key; undefined where it is missing or told to be wrong. */
  sound(key: string): Json | undefined {
    return this.#wrong.has(key) || !Object.hasOwn(this.#value, key) ? undefined : this.#value[key];
  }

  /** The text of a key without spaces around it, or null. */
  text(key: string): string | null {
    const value = this.sound(key);
    return typeof value === "string" ? value.trim() : null;
  }

  /** Whether the key is there, be its value sound or not. */
  has(key: string): boolean {
    return Object.hasOwn(this.#value, key);
  }

  /** Tells a mistake in the value of a key. */
  error(code: DslCode, key: string, message: string, hint: string | null = null): void {
    this.issues.push(frontEndError(code, message, { path: [...this.entry.path, key], hint }));
  }
}

/** Whether a value is a map. */
export function isMap(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
